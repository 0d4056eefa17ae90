import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { findKnown } from './known-topics.js'
import { bare, type Cue, isMeant, isNameLike, MEDIUM, STRONG, TOKEN, VALUE } from './names.js'
import { NUMBER } from './numbers.js'
import { ORDINARY } from './words.js'
import { findCounts, findElliptic, sayRespective, takeRespective } from './topic-counts.js'
import type { Hit, Sentence, Turn } from './turn.js'
import { MASK } from './text.js'
import { sayTwoWords, secondWord } from './two-words.js'
import type { Span } from './types.js'

/** A topic's name where the turn says it. */
export interface TopicMention extends Span {
  readonly name: string
  readonly sentence: Sentence
  readonly declared: boolean
  /** The name that the topic had before this turn gave it another one. */
  readonly was?: string
}

const NOUN = '(?<![\\w-])(?:kafka )?topics?(?! ?management|[\\w-])|主题|话题'
const AFTER_NOUN = new RegExp(
  `(?<![\\w-])(?:${NOUN})(?:\\s+names?)?(?:的?(?:名字|名称|名))?(?:有(?:[一二两三四五六七八九十\\d]{1,3}个)?)?(?:(?<strong>${STRONG})|(?<medium>${MEDIUM})|\\s+|(?=["'\`a-z]))${VALUE}`,
  'dgi',
)
const CALLED = new RegExp(
  `(?:${NOUN})(?:(?!bucket|桶|cluster|集群|table)[^.;\\n。；"'\`]){0,40}?(?:\\b(?:called|named)\\b|叫做?|名为|名叫|分别(?:是|为|叫))\\s*:?\\s*${VALUE}`,
  'dgi',
)
const BEFORE_NOUN = new RegExp(
  `(?:"(?<quoted>[^"\\n]{1,80})"|'(?<single>[^'\\n]{1,80})'|\`(?<ticked>[^\`\\n]{1,80})\`|(?<![\\w./@:-])(?<token>${TOKEN}))(?:\\s+(?:kafka )?topics?(?![\\w-])|\\s*(?:(?:这个|那个|两个|的|这|那)\\s*)?(?:topics?|主题))`,
  'dgi',
)
const BEFORE_COUNT = new RegExp(
  `(?<![\\w./@:-])["'\`]?(?<token>${TOKEN})["'\`]?\\s*(?<link>(?::|with|has|having|gets|should have|needs|\\(|有|要)\\s*)?${NUMBER}\\s*个?(?:partitions?|分区)`,
  'dgi',
)
const NEXT = new RegExp(
  `^(?:\\s*(?:\\([^)\\n]{0,80}\\)|(?:with |of |at |:|has |gets |having )?\\s*${NUMBER}\\s*(?:个)?(?:partitions?|分区)?(?:(?: and| with|,)? (?:a )?(?:retention (?:of )?)?${NUMBER} ?(?:days?|hours?|weeks?)|\\s*[,、]?\\s*保留\\s*[^,、;。\\n]{1,6})?))?\\s*(?:,\\s*(?:and|plus)?|\\band\\b(?: also| the| a| an)?(?=\\s)|\\bplus\\b|&|、|和|与|以及|及|\\/)\\s*(?:topic )?(?<value>"[^"\\n]{1,80}"|'[^'\\n]{1,80}'|\`[^\`\\n]{1,80}\`|${TOKEN})`,
  'i',
)
const ITEM = new RegExp(
  `^\\s*(?:[-*•+]|\\d{1,2}[.)])?\\s*["'\`]?(?<value>${TOKEN})["'\`]?\\s*(?=$|[:(,，:-]|\\s(?:with|has|\\d)|\\s*\\n|\\s*\\d)`,
  'i',
)
const PARTITIONS_FOR = new RegExp(
  `(?:partitions?|分区)\\s*(?:each )?(?:for|on|to|给)\\s+(?:the |topic )*(?<value>["'\`]?${TOKEN}["'\`]?)(?:\\s*(?:,|and|,\\s*and)\\s*${NUMBER}\\s*(?:partitions?\\s*)?(?:for|on|to)\\s+(?:the |topic )*(?<second>["'\`]?${TOKEN}["'\`]?))?`,
  'dgi',
)

/** Topics by name, and how many partitions and copies each has; `topics.@…` is given to its topics afterwards. */
export function findTopics(
  turn: Turn,
  found: Findings,
  context: Context,
  renamed: readonly TopicMention[],
): TopicMention[] {
  const mentions = [...renamed]
  const respective = takeRespective(turn)
  const sized = turn.hits(BEFORE_COUNT).filter((hit) => isSized(turn, hit) && !turn.negated(hit))
  const sizedAfter = turn.hits(PARTITIONS_FOR)
  findCounts(turn, found)
  for (const hit of sized) take(turn, found, mentions, hit.sentence, hit.span('token'))
  for (const hit of sizedAfter) {
    for (const group of ['value', 'second']) {
      if (hit.has(group) && (isNameLike(bare(hit.group(group))) || /^["'`]/.test(hit.group(group))))
        take(turn, found, mentions, hit.sentence, hit.span(group))
    }
  }
  for (const pattern of [AFTER_NOUN, CALLED]) {
    for (const hit of turn.hits(pattern)) {
      const cue: Cue = pattern === CALLED || hit.has('strong') ? 'strong' : hit.has('medium') ? 'medium' : 'none'
      const value = hit.group('value')
      if (/\b(?:default|control|dead.?letter)\s*$/i.test(turn.before(hit, 12)) && !isNameLike(bare(value))) continue
      if (/\bdefault\s*$|默认\s*$/i.test(turn.before(hit, 12))) {
        sayDefault(turn, found, hit.sentence, hit.span('value'))
        continue
      }
      if (
        new RegExp(`^${NUMBER}$`, 'i').test(bare(value)) ||
        !isMeant(value, cue, turn.after(hit.span('value'), 20), turn.before(hit, 12))
      )
        continue
      const second = cue === 'strong' && /^[a-z]+$/.test(value) ? secondWord(turn, hit.end) : ''
      if (second !== '') sayTwoWords(turn, found, { start: hit.span('value').start, end: hit.end + second.length })
      else takeList(turn, found, mentions, hit.sentence, hit.span('value'), cue)
    }
  }
  for (const sentence of turn.sentences) {
    if (!/topic|主题/.test(sentence.heading) || /bucket|桶/.test(sentence.heading)) continue
    const match = ITEM.exec(turn.text.slice(sentence.start, sentence.end).split('\n')[0] ?? '')
    const value = match?.groups?.['value']
    if (!match || value === undefined || /^(?:name|partitions?|retention\w*|replication\w*|min\w*|\d+)$/i.test(value))
      continue
    const start = sentence.start + match[0].indexOf(value)
    take(turn, found, mentions, sentence, { start, end: start + value.length })
  }
  for (const hit of turn.hits(BEFORE_NOUN)) {
    const quoted = ['quoted', 'single', 'ticked'].find((name) => hit.has(name))
    if (!quoted && !isNameLike(hit.group('token')) && !isSizedTopic(turn, hit)) continue
    const span = hit.span(quoted ?? 'token')
    const before = new RegExp(
      `(?:^|[\\s,，:])["'\`]?(?<value>${TOKEN})["'\`]?\\s*(?:,|and|&|、|和|与)\\s*["'\`]?$`,
      'i',
    ).exec(turn.before(span, 60))?.groups?.['value']
    if (before !== undefined && isNameLike(before)) {
      const start = turn.whole.lastIndexOf(before, span.start - 1)
      if (!turn.text.slice(start, start + before.length).includes(MASK))
        take(turn, found, mentions, hit.sentence, { start, end: start + before.length })
    }
    if (/\bdefault\s*$|默认(?:的)?\s*$/i.test(turn.before(span, 8))) sayDefault(turn, found, hit.sentence, span)
    else take(turn, found, mentions, hit.sentence, span)
  }
  findKnown(turn, found, mentions, context)
  mentions.sort((left, right) => left.start - right.start)
  findElliptic(turn, found, mentions)
  sayRespective(turn, found, mentions, respective)
  return mentions
}

/** "clicks with 12 partitions": a word that is no name elsewhere, in a sentence about topics. */
function isSized(turn: Turn, hit: Hit): boolean {
  const token = hit.group('token')
  if (isNameLike(token)) return true
  return (
    hit.has('link') &&
    isMeant(token, 'medium', ' ') &&
    !/^(?:\d.*|each|both|them|topics?|kafka|partitions?)$/i.test(token) &&
    /\btopics?\b|主题/i.test(lineBefore(turn, hit.start))
  )
}

/** "clicks topic gets 48 partitions": a word right before the noun, with a size right behind it. */
function isSizedTopic(turn: Turn, hit: Hit): boolean {
  const token = hit.group('token')
  return (
    /^\s+(?:gets?|has|needs?|with|should have)\s+\d/i.test(turn.after(hit, 20)) &&
    isMeant(token, 'medium', ' and') &&
    !/^(?:every|main|first|third|whole|last|per|busy|busiest|which|only|kafka|\d.*)$/i.test(token)
  )
}

/** What stands before a place in its line, back to the last full stop: "topics views: 24; clicks: 12" is one thing. */
function lineBefore(turn: Turn, at: number): string {
  return (
    turn.whole
      .slice(Math.max(0, at - 400), at)
      .split(/\n|[.!?。]\s/)
      .at(-1) ?? ''
  )
}

function sayDefault(turn: Turn, found: Findings, sentence: Sentence, span: Span): void {
  const name = bare(turn.whole.slice(span.start, span.end))
  const start = turn.whole.indexOf(name, span.start)
  const exact = { start, end: start + name.length, sentence }
  if (!turn.negated(exact)) {
    found.say('collector.routing.default', name, exact)
    found.say('topics.@.name', name, exact, { shape: 'topics.0.name' })
  }
  turn.mask(exact)
}

/** One name, and further ones joined by commas or "and", each perhaps with its own sizes in brackets. */
function takeList(
  turn: Turn,
  found: Findings,
  mentions: TopicMention[],
  sentence: Sentence,
  first: Span,
  cue: Cue,
): void {
  let span = take(turn, found, mentions, sentence, first)
  for (let count = 0; span !== undefined && count < 50; count++) {
    const rest = turn.whole.slice(span.end, Math.min(sentence.end, span.end + 240)).replace(/^["'`]/, ' ')
    const match = NEXT.exec(rest)
    const value = match?.groups?.['value']
    if (!match || value === undefined) return
    const start = span.end + match[0].length - value.length
    const after = turn.whole.slice(start + value.length, start + value.length + 14)
    if (/^\s*(?:bucket|table|cluster|partition|replica|region|database|桶|集群|分区|副本|天|小时|个)/i.test(after))
      return
    const second = cue === 'strong' && /^[a-z]+$/.test(value) ? secondWord(turn, start + value.length) : ''
    if (second !== '') {
      span = sayTwoWords(turn, found, { start, end: start + value.length + second.length })
      continue
    }
    const plain = bare(value)
    const quoted = /^["'`]/.test(value)
    const plainFirst = mentions.length > 0 && !/[-_.\d]/.test(mentions.at(-1)?.name ?? '-')
    const sized = /^\s*(?:\(|:|with|has|having|at|各?有?)?\s*\d/.test(after)
    if (
      !quoted &&
      !isNameLike(plain) &&
      !(
        (plainFirst || sized) &&
        isMeant(value, sized ? 'strong' : 'medium', after) &&
        !ORDINARY.has(plain.toLowerCase())
      )
    )
      return
    if (turn.text.slice(start, start + value.length).includes(MASK)) return
    span = take(turn, found, mentions, sentence, { start, end: start + value.length })
  }
}

function take(
  turn: Turn,
  found: Findings,
  mentions: TopicMention[],
  sentence: Sentence,
  whole: Span,
): Span | undefined {
  const text = turn.whole.slice(whole.start, whole.end)
  const name = bare(text)
  const start = whole.start + Math.max(0, text.indexOf(name))
  const span = { start, end: start + name.length }
  if (turn.negated({ ...span, sentence })) {
    found.deny('topics.@', span, name)
    turn.mask(span)
    return span
  }
  found.say(`topics.@.name`, name, span, { shape: 'topics.0.name' })
  if (found.at('topics.@.name').some((candidate) => candidate.start === span.start))
    mentions.push({ ...span, name, sentence, declared: true })
  turn.mask(span)
  return span
}
