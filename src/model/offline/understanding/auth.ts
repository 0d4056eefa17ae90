import type { Context } from './context.js'
import { type Findings, SELF_CORRECTION } from './findings.js'
import type { Hit, Turn } from './turn.js'

/** Encrypted, with nobody logging in: the words that say so stand on either side of a comma. */
const NO_CLIENTS = String.raw`(?:without|with no|but no|no)(?: any)? (?:(?:client|mutual|kafka) )?auth\w*|(?:without|with no|but no|no)(?: any)? client cert\w*|(?:不|无|没有|免)(?:需要?|用|做|要|开|带|启用)?\s*(?:客户端|双向)?(?:认证|鉴权|身份验证|证书)`
const ENCRYPTED = String.raw`(?:\b(?:tls|ssl)(?: only| encryption)?(?![\w-])(?:\s*加密)?)`
const OPEN_TLS = String.raw`${ENCRYPTED}[\s,(]*(?:and |但|而)?(?:${NO_CLIENTS})|(?:${NO_CLIENTS})[\s,]*(?:(?:but|and|just|only|只|仅)(?:用|要|开)?\s*)*${ENCRYPTED}`

const METHODS: readonly (readonly ['iam' | 'scram' | 'tls' | 'none' | 'mtls', string])[] = [
  [
    'mtls',
    String.raw`\b(?:mtls|mutual[ -]tls|client certificates?|tls client auth\w*)\b|双向\s*tls|双向认证|客户端证书`,
  ],
  [
    'scram',
    String.raw`\b(?:sasl[ /_-]*)?scram(?:[- ]?sha[- ]?(?:512|256))?\b|\b(?:user ?names?|user|login)(?: and (?:a )?|[ /&+-]{1,3})passwords?\b|\bpassword auth\w*|用户名(?:和|加|、|\/|\+)?密码|账号密码|密码认证`,
  ],
  ['tls', String.raw`${OPEN_TLS}|\b(?:tls|ssl)\b(?:[- ](?:only|encryption|encrypted|auth\w*))?`],
  ['iam', String.raw`\b(?:sasl[ /_-]*|aws[_ -]msk[_ -]|aws )?iam\b`],
  [
    'none',
    String.raw`\b(?:no (?:kafka )?auth(?:entication)?|without (?:any )?auth(?:entication)?|unauthenticated|un-authenticated|plain ?text|plain-text|anonymous|no (?:sasl|credentials|password))\b|不(?:需要|用|做|要|开)?(?:认证|鉴权|身份验证)|(?:无|没有)(?:需)?(?:认证|鉴权)|免认证|明文`,
  ],
]
const ALL = new RegExp(METHODS.map(([name, source]) => `(?<${name}>${source})`).join('|'), 'dgi')
const AUTH_WORDS =
  /\b(?:auth\w*|sasl|kafka|msk|brokers?|cluster|log ?in|connect\w*|credentials?|access control|security|secured|protocol|clients?|collectors?)\b|认证|鉴权|登录|连接|集群|身份|验证|安全/i
const NOT_AUTH =
  /\b(?:roles?|boundar\w+|polic\w+|permissions?|users?|prefix|certificates?|acm|https|listener|load balancer|nlb|alb|domain|terminat\w+|endpoint)\b|角色|权限边界|策略|证书|监听|域名|前缀/i
const CONNECTORS = /\b(?:connectors?|msk connect|kafka connect|sinks?|connectauth|connect auth\w*)\b|连接器/i
const COLLECTORS = /\b(?:collectors?|nginx|producers?|tasks)\b|采集/i

/** TLS where browsers connect, which is no business of Kafka. */
const AT_THE_FRONT =
  /^[^,.;\n]{0,12}\b(?:on|at|for|to) (?:the |our )?(?:(?:public|https) )?(?:endpoints?|load balancers?|listeners?|nlb|alb|browsers?)\b/i

const ALONE = /^\W*(?:(?:and|please|use|using|with|via)\s+)*iam\W*$|^\s*(?:用|使用|走|改用)\s*iam\s*$/i

/** How collectors (and connectors, where they are named) log in to Kafka. */
export function findAuth(turn: Turn, found: Findings, context: Context): void {
  const asked = context.asks('kafka.auth') || context.asks('kafka.connectAuth')
  const hits = turn.hits(ALL)
  const mutual: Hit[] = []
  for (const hit of hits) {
    const method = METHODS.find(([name]) => hit.has(name))?.[0]
    const clause = turn.clauseText(hit)
    const around = turn.before(hit, 30) + hit.text + turn.after(hit, 30)
    if (method === undefined) continue
    const sure =
      /auth|sasl|scram|password|plain ?text|认证|密码|明文|鉴权/i.test(hit.text) ||
      /^\s*(?:auth\w*|access control|认证|鉴权|身份|登录)/i.test(turn.after(hit, 18)) ||
      /(?:auth\w*|authenticat\w+ (?:with|via|by|using|is)|认证\S{0,4}|鉴权\S{0,4}|登录\S{0,3})\s*(?::|=|is|to|mode|method|type|via|with|using|用|是|为|方式|改成|换成)?\s*(?::|=|is|用|是)?\s*(?:sasl\/)?$/i.test(
        turn.before(hit, 26),
      )
    const beside = ALONE.test(clause) || hits.some((other) => other.has('scram') && other.sentence === hit.sentence)
    if (
      !sure &&
      !asked &&
      ((!AUTH_WORDS.test(clause) && !beside && method !== 'mtls') ||
        NOT_AUTH.test(method === 'iam' || method === 'tls' ? around : ''))
    )
      continue
    if (method === 'tls' && AT_THE_FRONT.test(turn.after(hit, 40))) continue
    if (sure && method === 'tls' && /certificate|https|listener|terminat|证书/i.test(around) && !/auth/i.test(around))
      continue
    if (method === 'mtls') {
      found.cover(hit)
      if (!turn.negated(hit)) mutual.push(hit)
      continue
    }
    const forConnectors = isForConnectors(turn, hit, clause)
    const path = forConnectors ? 'kafka.connectAuth' : 'kafka.auth'
    if (method !== 'none' && turn.negated(hit)) found.deny(path, hit, method)
    else if (
      method === 'none' &&
      /(?:don'?t|not|never) (?:use|want|allow|run)[^,.;]{0,12}$|不(?:要|能|想)\S{0,3}$/i.test(turn.before(hit, 24))
    )
      found.deny(path, hit, 'none')
    else found.say(path, method, hit)
    turn.mask(hit)
  }
  if (mutual.some((hit) => !isTakenBack(turn, found, hit)))
    found.ask({
      path: 'kafka.auth',
      text: 'Client certificates (mutual TLS) are not supported. Which one fits, for example kafka: { auth: iam }?',
      choices: ['iam', 'scram', 'tls', 'none'],
    })
}

/** "mTLS… sorry, plain TLS": another way to log in is said after it as a correction. */
function isTakenBack(turn: Turn, found: Findings, hit: Hit): boolean {
  const next = found.at('kafka.auth').find((candidate) => candidate.start >= hit.end)
  return next !== undefined && SELF_CORRECTION.test(turn.whole.slice(hit.end, next.start))
}

function isForConnectors(turn: Turn, hit: { start: number; end: number }, clause: string): boolean {
  if (!CONNECTORS.test(clause)) return false
  if (!COLLECTORS.test(clause)) return true
  const before = turn.before(hit, 60)
  const last = Math.max(...[...before.matchAll(new RegExp(CONNECTORS, 'gi'))].map((match) => match.index), -1)
  const collectors = Math.max(...[...before.matchAll(new RegExp(COLLECTORS, 'gi'))].map((match) => match.index), -1)
  if (last < 0 && collectors < 0) return /^[^,]{0,20}(?:connectors?|连接器)/i.test(turn.after(hit, 30))
  return last > collectors
}
