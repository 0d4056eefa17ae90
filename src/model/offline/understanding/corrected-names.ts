import type { Candidate, Findings } from './findings.js'
import { NAME_PATH, NOUNS } from './named-fields.js'
import { bare, isMeant, isNameLike, TOKEN } from './names.js'
import { PLACES } from './places.js'
import { isCorrecting, shapeOf } from './self-corrections.js'
import type { TopicMention } from './topics.js'
import type { Hit, Turn } from './turn.js'
import { isValid } from './check.js'

const CORRECTED = new RegExp(
  `(?:\\b(?:no,? wait|wait,? no|wait|sorry|oops|i mean|i meant|actually|make that|or rather|rather|scratch that|correction)\\b|不对|不好意思|抱歉|说错了?|应该是|更正|哦不|等等)[\\s,:，.!]*(?:(?:it'?s|it is|the (?:bucket|cluster|topic|table|name) is|是|that'?s|use|make it|make that|i mean|i meant|应该是|应为|用|叫)\\s*)?["'\`]?(?<value>${TOKEN})["'\`]?`,
  'dgi',
)
/** Farther away somebody talks of something else. */
const NEAR = 40
/** What other recognisers read, and people say as a correction too: "topic clicks, actually spot". */
const OTHER_FACTS =
  /^(?:graviton|arm|intel|amd|spot|internal|internet|external|nginx|lua|vector|latency|bye|cheers|hi|hello)$/i
const NOTHING_ELSE = /^["'`]?\s*(?:的|吧)?[\s,;:.…(]*$/
const ENDS = /^["'`]?\s*(?:$|[,;.!)\n]|。|(?:with|has|by|per|partitioned|in|and|有)(?![\w-])|\(|吧|按)/i

/** "logs-a, no wait, logs-b", "主题 clicks，不对，visits": a name that corrects the one before it in the same turn. */
export function findCorrectedNames(turn: Turn, found: Findings, mentions: TopicMention[]): void {
  for (const hit of turn.hits(CORRECTED)) {
    const value = bare(hit.group('value'))
    const [last] = found
      .all()
      .filter((one) => NAME_PATH.test(shapeOf(one.path)) && one.end <= hit.start && hit.start - one.end < NEAR)
      .sort((left, right) => right.end - left.end)
    if (!last || !isValid(shapeOf(last.path), value) || !isName(turn, hit, value, last)) continue
    const start = hit.span('value').start
    const span = { start, end: start + value.length }
    const wrong = found.all().filter((one) => one.start === last.start && one.value === last.value)
    found.rewrite((one) => (wrong.includes(one) ? [] : [one.path]))
    for (const { path } of wrong) found.say(path, value, span, { shape: shapeOf(path) })
    const topic = mentions.findIndex((mention) => mention.start === last.start && mention.name === last.value)
    const mention = mentions[topic]
    if (mention) mentions[topic] = { ...mention, ...span, name: value }
    turn.mask(hit.span('value'))
  }
  dropCorrectedTopics(turn, found, mentions)
}

/** "topic clicks, sorry, visits with 12 partitions": the second was read as a topic of its own. */
function dropCorrectedTopics(turn: Turn, found: Findings, mentions: TopicMention[]): void {
  for (const wrong of mentions.filter((one, index) => {
    const next = mentions[index + 1]
    return next !== undefined && isCorrecting(turn.whole.slice(one.end, next.start).replace(/["'`]/g, ' '))
  })) {
    found.rewrite((one) => (one.path.startsWith('topics.@') && one.start === wrong.start ? [] : [one.path]))
    mentions.splice(mentions.indexOf(wrong), 1)
  }
}

/** A plain word is a name only where it stands right behind what it corrects, and nothing follows that it could belong to. */
function isName(turn: Turn, hit: Hit, value: string, last: Candidate): boolean {
  const between = turn.whole.slice(last.end, hit.start)
  if (isNameLike(value)) return !NOUNS.some(([noun]) => noun.test(between))
  return (
    NOTHING_ELSE.test(between) &&
    !(value.toLowerCase() in PLACES) &&
    !OTHER_FACTS.test(value) &&
    isMeant(hit.group('value'), 'medium', turn.after(hit.span('value'), 20)) &&
    ENDS.test(turn.after(hit.span('value'), 20))
  )
}
