import { askAbout } from './check.js'
import type { Findings } from './findings.js'
import type { Turn } from './turn.js'

const NEGATIVE =
  /(?:(?<=(?:^|[\s(,:=~]))(?<!\d[a-z万]?\s)-(?=\d)|\b(?:minus|negative) +(?=\d)|负 ?(?=[\d一二两三四五六七八九十百千万]))(?<number>\d[\d.,]*(?: ?(?:k|m|thousand|million)\b|[百千万亿]+)?|[一二两三四五六七八九十百千万]+)(?<rest>[^,;.。\n]{0,30})/dgi
/** Cheap to look for: most turns have nothing below zero. */
const MARKED = /-\d|\b(?:minus|negative)\b|负/i
const NOUNS: readonly (readonly [RegExp, string])[] = [
  [/partitions?|分区/i, 'topics.0.partitions'],
  [/\btasks?\b|任务/i, 'collector.tasks.min'],
  [
    /\b(?:events?|requests?|records?|messages?|hits?|clicks?|[erq]ps|tps)\b|条|事件|请求|次/i,
    'collector.load.peakEventsPerSecond',
  ],
]
/** Longer turns may talk of a number below zero without meaning a field. */
const SHORT_TURN = 60

/** Numbers below zero: nothing in the spec takes one, so each is asked about and none is read without its sign. */
export function findNegativeNumbers(turn: Turn, found: Findings): void {
  if (!MARKED.test(turn.whole)) return
  for (const hit of turn.hits(NEGATIVE)) {
    const path = NOUNS.find(([noun]) => noun.test(hit.group('rest')))?.[1]
    const said = turn.quote({ start: hit.start, end: hit.span('number').end })
    if (path !== undefined) {
      found.cover(hit)
      found.ask(askAbout(path, said))
    } else if (turn.whole.trim().length < SHORT_TURN) found.askOther(`"${said}" is below zero, so nothing can be it.`)
    turn.mask(path === undefined ? { start: hit.start, end: hit.span('number').end } : hit)
  }
}
