import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import type { TopicMention } from './topics.js'
import type { Hit, Turn } from './turn.js'

const COUNTS: readonly (readonly [string, RegExp])[] = [
  [
    'partitions',
    new RegExp(
      `(?<number>${NUMBER})[ -]*个?\\s*(?:kafka )?(?:partitions?(?!ed|ing)|分区)|(?:(?<!\\bby )\\bpartitions?(?: count)?|(?<!按.{0,4})分区(?:数量?|个数)?)\\s*(?:are|is|to|of|count|:|=|为|是|改成|改为|设为|设置为|调到|提高到|增加到|加到|换成|用)*\\s*(?<after>${NUMBER})(?!\\s*(?:(?:-|x|/|hours?|days?|topics?|tasks?|天|小时)))|\\bpartitions?\\s*[:=]\\s*(?<last>\\d+)`,
      'dgi',
    ),
  ],
  [
    'replicationFactor',
    new RegExp(
      `(?:replication(?: factor)?|\\brf|replicas(?! ?(?:\\bin-?sync|insync)))\\s*(?:is|of|to|:|=|should be|must be|at)*\\s*(?<after>${NUMBER})|(?<number>${NUMBER})[ -]*(?:x |way |fold )?(?:replicas?(?! in sync)|copies|replication)\\b|(?:副本(?:数量?|因子|个数)?|复制因子)\\s*(?:为|是|:|=|改成|改为|设为|用)*\\s*(?<cn>${NUMBER})|(?<cnumber>${NUMBER})\\s*个?副本`,
      'dgi',
    ),
  ],
  [
    'minInsyncReplicas',
    new RegExp(
      `(?:min(?:imum)?[. _-]?in-?sync[. _-]?replicas|min[ .-]?isr|in-sync replicas|minInsyncReplicas|最小同步副本(?:数)?|最少同步副本(?:数)?)\\s*(?:is|of|to|:|=|at|为|是|设为|改成|改为)*\\s*(?<after>${NUMBER})|(?<number>${NUMBER})\\s*(?:min(?:imum)? )?in-?sync replicas`,
      'dgi',
    ),
  ],
]

const RESPECTIVE =
  /(?<list>\d{1,4}(?:\s*(?:,\s*and|,|and|&|、|和)\s*\d{1,4})+)\s*个?(?:partitions?|分区)\s*,?\s*(?:respectively|in that order)|(?:分区数?|partitions?)\s*分别(?:是|为|有|:)?\s*(?<chinese>\d{1,4}(?:个?\s*(?:,|、|和|及|与)\s*\d{1,4})+)个?/dgi

/** Partitions, copies and in-sync replicas; `topics.@…` is given to its topics afterwards. */
export function findCounts(turn: Turn, found: Findings): void {
  for (const [field, pattern] of [...COUNTS].reverse()) {
    for (const hit of turn.hits(pattern)) {
      const group = ['number', 'after', 'cn', 'cnumber', 'last'].find((name) => hit.has(name))
      const number = group === undefined ? undefined : parseNumber(hit.group(group))
      if (
        number === undefined ||
        (field === 'partitions' &&
          (/\b(?:hourly|daily|monthly|date|time|day|hour)\s*$|每个?(?:小时|天|日|月|年)\s*$/i.test(
            turn.before(hit, 10),
          ) ||
            /^\s*(?:per|an?|each|every)\s+(?:hour|day|month|year)/i.test(turn.after(hit, 14))))
      )
        continue
      if (turn.negated(hit)) found.deny(`topics.@.${field}`, hit, number)
      else found.say(`topics.@.${field}`, number, hit, { shape: `topics.0.${field}` })
      turn.mask(hit)
    }
  }
}

/** "24 and 12 partitions respectively": kept from all other recognisers until the names are known. */
export function takeRespective(turn: Turn): readonly Hit[] {
  const hits = turn.hits(RESPECTIVE)
  for (const hit of hits) turn.mask(hit)
  return hits
}

/** Gives such numbers to the names of their sentence, in order. */
export function sayRespective(
  turn: Turn,
  found: Findings,
  mentions: readonly TopicMention[],
  hits: readonly Hit[],
): void {
  for (const hit of hits) {
    const list = hit.span(hit.has('list') ? 'list' : 'chinese')
    const numbers = [...turn.whole.slice(list.start, list.end).matchAll(/\d+/g)]
    const names = mentions.filter(
      (mention) => mention.declared && mention.sentence.start <= hit.start && mention.sentence.end >= hit.end,
    )
    if (names.length === numbers.length)
      numbers.forEach((match, index) => {
        const start = list.start + match.index
        found.say(
          `topics.@${names[index]?.name ?? ''}@.partitions`,
          Number(match[0]),
          { start, end: start + match[0].length },
          { shape: 'topics.0.partitions' },
        )
      })
    else
      found.ask({
        path: 'topics.0.partitions',
        text: `Which topic has which number of partitions in "${turn.quote(hit)}"? For example topics: [{ name: clicks, partitions: 12 }]`,
      })
  }
}

/** "app_logs with 12 partitions and web_logs with 6", "12 partitions for app_logs, 6 for web_logs": a number that leaves its noun out. */
export function findElliptic(turn: Turn, found: Findings, mentions: readonly TopicMention[]): void {
  for (const mention of mentions) {
    const partitions = found
      .at('topics.@.partitions')
      .filter((one) => one.start >= mention.sentence.start && one.end <= mention.sentence.end)
    if (partitions.length === 0) continue
    const after =
      /^["'`]?\s*(?:topic\s+)?(?:\(|with|has|having|gets|needs|at|:|有|,?\s*要)?\s*(?<number>\d{1,5})\s*(?=\)|,|;|\.(?:\s|$)|\band\b|$|[，。；、])/i.exec(
        turn.text.slice(mention.end, Math.min(mention.sentence.end, mention.end + 30)).replace(/\n$/, ''),
      )
    const before = /(?<number>\d{1,5})\s+(?:for|on|to)\s+(?:the |topic )*["'`]?$/i.exec(
      turn.text.slice(Math.max(mention.sentence.start, mention.start - 24), mention.start),
    )
    const number = after?.groups?.['number'] ?? before?.groups?.['number']
    if (number === undefined) continue
    const at = after ? mention.end + after[0].indexOf(number) : mention.start - (before?.[0].length ?? 0)
    found.say(
      'topics.@.partitions',
      Number(number),
      { start: at, end: at + number.length },
      { shape: 'topics.0.partitions' },
    )
    turn.mask({ start: at, end: at + number.length })
  }
}
