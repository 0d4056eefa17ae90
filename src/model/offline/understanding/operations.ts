import { widened } from './compute.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { bare, isMeant, MEDIUM, STRONG, VALUE } from './names.js'
import { findTagCorrections } from './tag-corrections.js'
import type { Turn } from './turn.js'

const EMAIL = /(?<email>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{0,120})/dgi
const ALARM =
  /\b(?:alarms?|alerts?|alerting|notif\w+|page[sd]?|paging|on-?call|warn\w*|alarmemail|mail (?:us|me|problems)|e-?mail (?:us|me|when|if|for)|problems? (?:go )?to)\b|告警|报警|警报|通知|预警/i
const ALARM_TO =
  /\b(?:alarms?|alerts?)\b[^.;\n]{0,20}?\b(?:to|e-?mails?)\s*(?::|=|is|to)?\s*["'`](?<value>[^"'`\n]{1,80})["'`]/dgi
const ACCOUNT =
  /\b(?:aws )?account(?: id| number| no\.?)?\s*(?:is|:|=|#|,|number|called)*\s*["'`]?(?<id>\d{4}-\d{4}-\d{4}|\d{4,16})(?!\d)|(?:账号|账户|帐号|帐户)(?:id|号)?\s*(?:是|为|:|=|用)*\s*["'`]?(?<idCn>\d{6,16})(?!\d)/dgi
const DASHBOARD = /(?<what>\b(?:cloudwatch )?dashboards?\b|仪表盘|看板|监控面板)/dgi
const NEXT_PAIR = String.raw`[,;]\s*["'\x60]?[\w./+@-]{1,128}["'\x60]?\s*[=:]`
const WORDS = String.raw`(?: (?!(?:in|for|with|and|on|at|to|or|plus|as|please|thanks|then|region|bucket|cluster)\b)[\w./+@-]{1,64}(?!\s*[=:])){1,3}`
/** "Team=Data Platform, cost-center=42": a value goes on to the next pair. */
const FURTHER = String.raw`(?:${WORDS}(?=\s*${NEXT_PAIR}))`
/** "cost-center=42, Team=Data Platform": at the end only words in capitals are still the value. */
const LAST_WORDS = /^(?: (?!Please|Thanks?|Cheers)[A-Z][\w-]{0,63}){1,3}(?=\s*(?:$|\n))/
const TAGS = new RegExp(
  String.raw`(?:\b(?:tags?|tagged|tagging|label(?:led|ed)?(?= (?:everything|all)))\b(?:\s+(?:everything|all|it|them|every|the|resources?|stacks?|with|by|as|on|should be|are|is|:|=))*|(?:打上?)?标签(?:是|为|:|=|加上)*|(?:都)?打上)\s*[:：]?\s*(?<list>["'\x60{(]?[A-Za-z0-9_./+@-]{1,128}["'\x60]?\s*[=:]\s*(?:"[^"\n]{1,256}"|["'\x60]?[^\s,;，；、"'\x60)}]{1,256}${FURTHER}?["'\x60]?)(?:\s*(?:,|;|and|&|、|和|，|\s)\s*["'\x60]?(?!https?:)[A-Za-z0-9_./+@-]{1,128}["'\x60]?\s*[=:]\s*(?:"[^"\n]{1,256}"|["'\x60]?[^\s,;，；、"'\x60)}]{1,256}${FURTHER}?["'\x60]?)){0,49})`,
  'dgi',
)
const PAIR = new RegExp(
  String.raw`["'\x60]?(?<key>[A-Za-z0-9_./+@-]{1,128})["'\x60]?\s*[=:]\s*(?:"(?<quoted>[^"\n]{1,256})"|["'\x60]?(?<value>[^\s,;，；、"'\x60)}]{1,256}(?:${WORDS}(?=\s*(?:$|${NEXT_PAIR})))?)["'\x60]?)`,
  'dg',
)
const TAG_ITEM =
  /^\s*(?:[-*•]\s*)?["'`]?(?<key>[A-Za-z0-9_./+@-]{1,128})["'`]?\s*[=:]\s*(?:"(?<quoted>[^"\n]{1,256})"|["'`]?(?<value>[^\s,;"'`]{1,256})["'`]?)[\s;.]*$/
const PROJECT = new RegExp(
  `(?:\\brename (?:it|the (?:project|stack|stacks|deployment|thing|solution))\\s+(?:to|as)\\s+|\\b(?:call|name) (?:it|this|the (?:project|stack|stacks|deployment|thing|whole thing|solution))\\s+(?:as |to )?|\\b(?:project|stack|deployment|solution) (?:name|prefix)\\b(?:${STRONG}|${MEDIUM}|\\s+)|(?:resource|resources) prefix(?:${STRONG}|${MEDIUM}|\\s+)|\\bproject(?:${STRONG})|\\bproject (?:is )?(?:called|named)\\s+|(?:^|\\n)\\s*(?:[-*•]\\s*)?name\\s*[:=]\\s*|(?:项目|工程|部署|整套|方案|栈)(?:的?(?:名字|名称|名))?(?:${STRONG}|叫|命名为|${MEDIUM})|(?:命名为|就叫|取名(?:为|叫)?|起名(?:为|叫)?|名字(?:就)?叫|项目叫))${VALUE}`,
  'dgi',
)

/** Alarm address, dashboard, tags, and the project's name. */
export function findOperations(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(ACCOUNT)) {
    const group = hit.has('id') ? 'id' : 'idCn'
    const id = hit.group(group).replace(/-/g, '')
    if (turn.negated(hit)) found.deny('account', hit.span(group), id)
    else found.say('account', id, hit.span(group))
    turn.mask(hit)
  }
  findTags(turn, found)
  findTagCorrections(turn, found, context)
  askTags(turn, found)
  for (const hit of turn.hits(EMAIL)) {
    const email = hit.text.replace(/[.-]+$/, '')
    const sentence = turn.whole.slice(hit.sentence.start, hit.sentence.end) + hit.sentence.heading
    const span = { start: hit.start, end: hit.start + email.length }
    if (
      ALARM.test(sentence) ||
      context.asks('observability.alarmEmail') ||
      (context.value('observability.alarmEmail') !== undefined &&
        /instead|change|改|换|use|wrong|should be|typo|correct|sorry|\bnot?\b|actually|mean|应该|错|更正|不是/i.test(
          turn.whole,
        ))
    ) {
      if (turn.negated(hit)) found.deny('observability.alarmEmail', span, email)
      else found.say('observability.alarmEmail', email, span)
    } else found.cover(span)
    turn.mask(hit)
  }
  for (const hit of turn.hits(ALARM_TO)) {
    if (!turn.negated(hit)) found.say('observability.alarmEmail', hit.group('value'), hit.span('value'))
  }
  for (const hit of turn.hits(DASHBOARD)) {
    if (/\b(?:grafana|kibana|quicksight|superset|looker|tableau|existing|our|their)\s*$/i.test(turn.before(hit, 14)))
      continue
    if (
      /\b(?:marketing|analysts?|business|bi|management|ceo|boss|they|sales|scientists?|data (?:science|team)|stakeholders?)\b|老板|市场部|运营/i.test(
        turn.clauseText(hit),
      )
    )
      continue
    const negation = turn.negation(hit)
    found.say('observability.dashboard', negation === undefined, negation ? widened(turn, hit) : hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(PROJECT)) {
    if (context.refused().length > 0 && /^(?:(?:call|name) it|就叫|命名为|取名|起名)/i.test(hit.text.trim())) continue
    const strong = !/\bproject\s*$/i.test(hit.text.slice(0, hit.text.indexOf(hit.group('value'))))
    if (
      turn.negated(hit) ||
      !isMeant(hit.group('value'), strong ? 'strong' : 'medium', turn.after(hit, 20)) ||
      /\b(?:topic|bucket|cluster|table|database|header|tag)s?\s*$|(?:主题|桶|集群|表|数据库)\s*$/i.test(
        turn.before(hit, 12),
      )
    )
      continue
    const text = hit.group('value')
    const value = bare(text)
    if (/^(?:nginx|openresty)\s*[+&/]|^(?:nginx-)?(?:lua|vector)$/i.test(value)) continue
    const start = hit.span('value').start + text.indexOf(value)
    found.say('name', value, { start, end: start + value.length })
    turn.mask(hit.span('value'))
  }
}

function findTags(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(TAGS)) {
    if (
      /\b(?:image|container|docker|version|ecr|repo\w*)\s*$|镜像\s*$/i.test(turn.before(hit, 14)) ||
      turn.negated(hit)
    )
      continue
    const { start: from, end } = hit.span('list')
    const more = LAST_WORDS.exec(turn.whole.slice(end, hit.sentence.end))?.[0] ?? ''
    const list = { start: from, end: end + more.length }
    for (const match of (hit.group('list') + more).matchAll(PAIR)) {
      const start = list.start + match.index
      const text = match[0].replace(/(?:的(?:标签|tags?)?|[.!?。])+$/i, '')
      const value = match.groups?.['quoted'] ?? match.groups?.['value'] ?? ''
      const cut = match.groups?.['quoted'] === undefined ? match[0].length - text.length : 0
      sayTag(found, match.groups?.['key'] ?? '', value.slice(0, value.length - cut), {
        start,
        end: start + text.length,
      })
    }
    turn.mask(list)
  }
  for (const sentence of turn.sentences) {
    const isListed = /^[^\n]*(?:\btags?\b|标签)[^\n.。]*=[^\n.。]*;\s*$/i.test(
      turn.whole
        .slice(Math.max(0, sentence.start - 300), sentence.start)
        .split(/\n|[.。]\s/)
        .at(-1) ?? '',
    )
    if (!isListed && !/\btags?\b|标签/.test(sentence.heading)) continue
    const line = turn.text.slice(sentence.start, sentence.end)
    const match = TAG_ITEM.exec(line)
    if (match)
      sayTag(found, match.groups?.['key'] ?? '', match.groups?.['quoted'] ?? match.groups?.['value'] ?? '', {
        start: sentence.start,
        end: sentence.start + line.trimEnd().length,
      })
    if (match) turn.mask(sentence)
  }
}

/** "tag everything with team data": words that leave open which is the key and which the value. */
const UNCLEAR_TAGS =
  /(?:\b(?:tag|label)\s+(?:everything|all (?:resources|stacks)|it|them|the (?:resources|stacks?))\s+(?:with|as|by)\s+(?:tags?\s+)?(?<english>[A-Za-z][\w-]{0,40}(?:\s+[A-Za-z0-9][\w-]{0,40})?)(?![\w-]*\s*[=:])|标签\s*[:是为]?\s*(?<chinese>[\u4e00-\u9fff]{1,20}\s*[=:]\s*[^\s,;。]{1,40}))/dgi

function askTags(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(UNCLEAR_TAGS)) {
    if (found.isCovered(hit) || turn.negated(hit)) continue
    found.cover(hit)
    found.askOther(
      `Which tags does "${turn.quote(hit)}" mean? A tag is a key and a value, both in Latin letters.`,
      'tags: { team: data }',
    )
  }
}

function sayTag(found: Findings, key: string, value: string, span: { start: number; end: number }): void {
  if (/^(?:https?|arn|s3)$/i.test(key)) return
  found.say(`tags.${key}`, value, span)
}
