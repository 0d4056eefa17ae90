import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { bare } from './names.js'
import { NUMBER, parseNumber } from './numbers.js'
import type { Hit, Turn } from './turn.js'

const URL = /(?<origin>https?:\/\/[^\s/,;"'`)?\u2e80-\uffff]{1,120})(?<path>\/[^\s,;"'`)?\u2e80-\uffff]{0,120})?/dgi
const CORS =
  /\bcors\b|\borigins?\b|\ballow\w*\b|\bbrowsers?\b|\bweb ?sites?\b|\bpages?\b|\bour (?:site|shop|store|app|web app|frontend)\b|\bfrontends?\b|跨域|来源|网站|前端|允许|站点/i
const WILDCARD =
  /\b(?:cors|origins?)\b[^.;\n]{0,30}?(?<star>["'`]?\*["'`]?(?!\.)|\b(?:any|all|every)(?: origins?| domains?| sites?)?\b|\*\.[a-z0-9.-]+)|(?<any>\b(?:any|all|every) (?:cors )?origins?\b|\ballow all cors\b|任意(?:来源|域名)|所有(?:来源|域名))/dgi
const NO_CORS =
  /\b(?:no|without|disable|don'?t (?:need|want|enable)|turn off) (?:any )?cors\b(?: origins?)?|不(?:需要|要|用|开)?(?:cors|跨域)/dgi
const PATHS = /(?<![\w:/.<@*-])(?<path>\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*)?)(?![\w*])/dgi
const UNFIT = /^[;|&$^%{}<>[\]\\=#!+@]+[^\s,，。、；"'`)]*(?<![.!?;:,])/
const PATH_CUE =
  /\b(?:paths?|endpoints?|routes?|urls?|uri|posts?|posted|listen\w*|accept\w*|serve\w*|collect (?:on|at|from|under)|receive\w*|sent? to|sends?|sending|takes?|expose|api|requests to)\b|路径|接口|地址|端点|上报到?|发到|发送到|接收/i
const HEADER =
  /\b(?:(?:route[sd]?|routing|pick|choose|select|name[sd]?|decide\w*|topic)[^.;,\n]{0,40}?(?:by|from|with|via|through|header|in|on)?\s*(?:the )?(?:http )?(?:request )?header\s*(?:is|:|=|called|named)?\s*["'`]?(?<one>[A-Za-z][A-Za-z0-9-]{1,62})["'`]?|(?:the )?["'`]?(?<two>[A-Za-z][A-Za-z0-9-]{1,62})["'`]? header (?:names|picks|chooses|selects|decides|says|tells|carries|holds) (?:the |which )?topic|(?:route[sd]?|routing)[^.;,\n]{0,30}?\b(?:by|on|from|via) (?:the )?["'`]?(?<three>[A-Za-z][A-Za-z0-9-]{1,62})["'`]? header|routing header\s*(?:is|:|=|to)?\s*["'`]?(?<four>[A-Za-z][A-Za-z0-9-]{1,62})["'`]?)|(?:路由|主题)\S{0,6}(?:请求)?头(?:部|字段)?\s*(?:是|为|用|:|=)?\s*["'`]?(?<five>[A-Za-z][A-Za-z0-9-]{1,62})["'`]?/dgi
const KEY_HEADER =
  /\b(?:key(?:ed)?|partition key|record key|message key|kafka key)\b[^.;,\n]{0,40}?(?:(?:by|from|is|with|to|use|using|:|=|on)\s*)?(?:the )?(?:(?:header[: ]\s*["'`]?(?<after>[A-Za-z][A-Za-z0-9-]{1,62}))|["'`]?(?<before>[A-Za-z][A-Za-z0-9-]{1,62})["'`]? header)|(?<literal>(?<![\w-])header:[A-Za-z][A-Za-z0-9-]{0,62})/dgi
const KEY_JSON =
  /\b(?:key(?:ed|ing)?|partition key|record key|message key|kafka key)\b\s*(?:(?:the )?(?:records?|events?|messages?)\s*)?(?:by|from|is|with|to|use|using|:|=|on|be)*\s*(?:the )?(?:json )?(?:field |path |value of )?["'`]?(?:json:)?(?<path>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,7})["'`]?|(?<literal>(?<![\w-])json:[A-Za-z_][\w.]{0,100})|(?:分区键|消息键|记录键|key)\s*(?:用|是|为|取|:|=)+\s*["'`]?(?<chinese>[A-Za-z_][\w.]{0,100})/dgi
const NO_KEY =
  /\b(?:no|without(?: a)?) (?:record |partition |message |kafka )?keys?\b|\brouting key\s*(?:is|:|=)?\s*none\b|不(?:要|用|需要)\S{0,3}(?:分区键|消息键)/dgi
const PER_ADDRESS = new RegExp(
  `(?<number>${NUMBER})\\s*(?:requests?|events?|reqs?|次|条|个请求)?\\s*(?:/|per|a|each|every)\\s*(?<unit>second|sec|s|minute|min)\\s*(?:/|per|for each|for every|from (?:one|each|any)|by|and|a|each)\\s*(?<who>ip(?: address)?|client(?: address| ip)?|address|visitor|user|project|tenant)|(?:每个?|单个?|单)\\s*(?<whoCn>ip|客户端|地址|项目|用户)(?:地址)?\\S{0,4}每秒\\S{0,4}?(?<cn>${NUMBER})|(?:limit|throttle|cap|rate[- ]limit)(?:s|ed|ing)?\\s*(?:each|every|per|of|to|at|a|one|any)*\\s*(?<who2>ip(?: address)?(?:es)?|clients?(?: (?:address(?:es)?|ips?))?|visitors?|users?|address(?:es)?|projects?)\\s*(?:to|at|is|:|of)*\\s*(?<to>${NUMBER})\\s*(?:requests?|events?|reqs?)?\\s*(?:/|per|a)\\s*(?<unit2>second|sec|s|minute|min)|(?:per (?<who3>address|ip|client|project)(?: address)?)(?: rate)?(?: limit)?\\s*(?:of|is|:|=|at)?\\s*(?<of>${NUMBER})`,
  'dgi',
)
const NO_LIMIT =
  /\b(?:no|without(?: any)?|disable|turn off) (?:per[- ](?<who>address|ip|client|project) )?(?:rate[- ])?limit(?:s|ing)?\b(?: per (?<who2>address|ip|client|project))?|不(?:限流|限速|要限流|需要限流)/dgi
const HOPS = new RegExp(
  `(?:trusted ?hops|trust(?:ed)?)\\s*(?:is|of|:|=|to|the|last)*\\s*(?<one>${NUMBER})(?:\\s*(?:hops?|prox(?:y|ies)))?|(?<two>${NUMBER})\\s*(?:trusted )?(?:hops?|prox(?:y|ies))\\s*(?:in front|before|ahead|trusted|to trust)|(?:前面有|信任)\\s*(?<three>${NUMBER})\\s*(?:层|个|跳)\\S{0,2}(?:代理|hop)?`,
  'dgi',
)
const IP =
  /(?<truncated>\b(?:truncat\w+|anonymi[sz]\w*|shorten\w*|mask(?:ed|ing)?)\s+(?:the |all |client |visitor |user )*(?:ips?|ip addresses|client addresses|addresses)\b|\b(?:ips?|ip addresses|client addresses|addresses)\s+(?:must be |should be |are |is |get |to be |be )*(?:truncated|anonymi[sz]ed|shortened|masked)|截断\s*(?:客户端)?\s*ip(?:地址)?|ip\s*(?:地址)?(?:要|需要)?(?:截断|匿名化?|打码))|(?<none>\b(?:no|without|don'?t|do not|never|not)\s+(?:store|keep|record|save|log|collect)?\s*(?:the |any |client |visitor |user )*(?:ips?|ip addresses|client addresses)\b|\bdrop (?:the )?(?:client |visitor )?ip(?: address(?:es)?)?s?\b|不(?:要|记录|保存|存|保留|采集)\S{0,3}\s*ip(?:地址)?)|(?<full>\b(?:keep|store|full|record|whole|complete)\s+(?:the |full |complete |whole |client |visitor )*(?:ips?|ip addresses|client addresses)\b|(?:保留|记录|保存)(?:完整)?的?(?:客户端)?\s*ip(?:地址)?)/dgi
const AGENT =
  /(?<what>\buser[- ]?agents?\b|(?<![a-z])ua(?![a-z])|用户代理)|(?<query>\bquery (?:parameters?|params?|strings?)\b|查询参数)/dgi
const META_CUE =
  /\b(?:keep|store|record|include|drop|save|log|collect|want|need|without|don'?t|no|not|ignore|remove)\b|保留|记录|不|丢弃|去掉|存|采集/i

/** What the collector takes and keeps: paths, CORS origins, routing, record key, limits, proxies, client data. */
export function findCollector(turn: Turn, found: Findings, context: Context): void {
  findOrigins(turn, found, context)
  findPaths(turn, found)
  findRouting(turn, found)
  findMeta(turn, found)
}

function findOrigins(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(NO_CORS)) {
    found.say('collector.corsOrigins', [], hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(URL)) {
    const sentence = turn.whole.slice(hit.sentence.start, hit.end) + hit.sentence.heading
    const origin = hit.group('origin').replace(/[.,:;!]+$/, '')
    const path = hit.group('path').replace(/[.,:;!]+$/, '')
    const span = { start: hit.start, end: hit.start + origin.length }
    if (CORS.test(sentence) || context.asks('collector.corsOrigins') || namesKnownOrigin(turn, hit, context)) {
      if (turn.negated(hit)) found.deny('collector.corsOrigins', span, origin)
      else
        found.collect(
          'collector.corsOrigins',
          path.length > 1 ? origin + path : origin,
          path.length > 1 ? { start: hit.start, end: hit.start + (origin + path).length } : span,
        )
    } else if (
      /\b(?:domain|endpoint|host|url|reachable|available|served?|collect\w*|at|send|post)\b|域名|地址|端点/i.test(
        turn.clauseText(hit),
      ) &&
      !/\b(?:see|docs?|documentation|read|wiki|blog|link|article|described|jira|github)\b|文档|参考/i.test(sentence) &&
      !turn.negated(hit)
    ) {
      const host = /^https?:\/\/([^:]*)/i.exec(origin)?.[1] ?? ''
      const start = hit.start + origin.indexOf(host)
      found.say('network.domainName', host.toLowerCase(), { start, end: start + host.length })
      if (path.length > 1)
        found.collect('collector.paths', path.replace(/\/$/, ''), {
          start: hit.start + origin.length,
          end: hit.start + origin.length + path.length,
        })
    }
    turn.mask(hit)
  }
  for (const hit of turn.hits(WILDCARD)) {
    if (turn.negated(hit)) continue
    found.cover(hit)
    const wrong = turn.quote(hit.span(hit.has('star') ? 'star' : 'any'))
    found.ask({
      path: 'collector.corsOrigins',
      text: `"${wrong}" is no exact web origin, and wildcards are not taken. Which pages may send events? For example collector: { corsOrigins: ["https://www.example.com"] }`,
    })
    turn.mask(hit)
  }
}

function namesKnownOrigin(turn: Turn, { sentence }: Hit, context: Context): boolean {
  const known = context.value('collector.corsOrigins')
  const text = turn.whole.slice(sentence.start, sentence.end)
  return Array.isArray(known) && known.some((origin) => text.includes(String(origin)))
}

function findPaths(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(PATHS)) {
    const path = hit.group('path')
    // "/events;x" is no "/events": what cannot stand in a path is asked about with it.
    const rest = UNFIT.exec(turn.after(hit, 120))?.[0] ?? ''
    const sentence = turn.whole.slice(hit.sentence.start, hit.end) + hit.sentence.heading
    if (
      path === '/' ||
      !PATH_CUE.test(sentence) ||
      (rest === '' && /\b(?:prefix|folder|bucket|key|directory)\b|前缀|目录|桶/i.test(turn.clauseText(hit))) ||
      /\d\s*$/.test(turn.before(hit, 2))
    )
      continue
    const clean = rest === '' ? path.replace(/\.$/, '') : path + rest
    const span = { start: hit.start, end: hit.start + clean.length }
    if (turn.negated(hit)) found.deny('collector.paths', hit, clean)
    else found.collect('collector.paths', clean, span)
    turn.mask(rest === '' ? hit : span)
  }
}

const pick = (hit: { has(name: string): boolean; group(name: string): string }, ...names: string[]): string =>
  hit.group(names.find((name) => hit.has(name)) ?? '')

function findRouting(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(NO_KEY)) {
    found.say('collector.routing.key', 'none', hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(KEY_HEADER)) {
    const value = hit.has('literal') ? hit.group('literal') : `header:${bare(pick(hit, 'after', 'before'))}`
    if (turn.negated(hit)) found.deny('collector.routing.key', hit, value)
    else found.say('collector.routing.key', value, hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(KEY_JSON)) {
    const path = hit.has('literal') ? hit.group('literal').slice(5) : pick(hit, 'path', 'chinese')
    const clean = bare(path)
    if (
      !hit.has('literal') &&
      (!/[._]|id$/i.test(clean) || /\b(?:kms|encrypt\w*|api|access|ssh|public|tag|s3)\b/i.test(turn.clauseText(hit)))
    )
      continue
    if (turn.negated(hit)) found.deny('collector.routing.key', hit, `json:${clean}`)
    else found.say('collector.routing.key', `json:${clean}`, hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(HEADER)) {
    const header = pick(hit, 'one', 'two', 'three', 'four', 'five')
    if (turn.negated(hit) || /^(?:the|a|an|is|to|by|of|names?|and|that|which|http|request|for)$/i.test(header)) continue
    found.say('collector.routing.header', header, hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(HOPS)) {
    const number = parseNumber(pick(hit, 'one', 'two', 'three'))
    if (number === undefined || !/hop|prox|代理|跳|层/i.test(turn.clauseText(hit))) continue
    found.say('collector.trustedHops', number, hit)
    turn.mask(hit)
  }
}

/** Limits come before the load is read: their rates are no load. */
export function findLimits(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(PER_ADDRESS)) {
    const number = parseNumber(pick(hit, 'number', 'cn', 'to', 'of'))
    if (number === undefined || turn.negated(hit)) continue
    const per = /project|tenant|项目/i.test(pick(hit, 'who', 'whoCn', 'who2', 'who3'))
      ? 'perProjectPerSecond'
      : 'perAddressPerSecond'
    const seconds = /^m/i.test(pick(hit, 'unit', 'unit2')) ? 60 : 1
    found.say(`collector.limits.${per}`, Math.ceil(number / seconds), hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(NO_LIMIT)) {
    const who = pick(hit, 'who', 'who2')
    if (!/project/i.test(who)) found.say('collector.limits.perAddressPerSecond', 0, hit)
    if (who === '' || /project/i.test(who)) found.say('collector.limits.perProjectPerSecond', 0, hit)
    turn.mask(hit)
  }
}

function findMeta(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(IP)) {
    const value = hit.has('truncated') ? 'truncated' : hit.has('none') ? 'none' : 'full'
    if (/limit|throttl|限/i.test(turn.clauseText(hit))) continue
    if (value === 'full' && turn.negated(hit)) found.say('collector.meta.ip', 'none', hit)
    else if (!turn.negated(hit) || value === 'none') found.say('collector.meta.ip', value, hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(AGENT)) {
    const clause = turn.clauseText(hit)
    if (!META_CUE.test(clause) || /filter|key|rout/i.test(clause)) continue
    const off = turn.negated(hit) || /\b(?:ignore|discard|drop)\b|丢弃/.test(clause)
    found.say(hit.has('what') ? 'collector.meta.userAgent' : 'collector.meta.query', !off, hit)
    turn.mask(hit)
  }
}
