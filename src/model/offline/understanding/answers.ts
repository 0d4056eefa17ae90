import { z } from 'zod'
import { leafSchemasAt, unwrap } from '../../../spec/leaf-schema.js'
import type { Question } from '../../../spec/question.js'
import { isValid } from './check.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { bare, isDescription } from './names.js'
import { parseNumber } from './numbers.js'
import { NEVER_NAMES, ORDINARY } from './words.js'
import { literally, MASK } from './text.js'
import type { Turn } from './turn.js'
import type { Span } from './types.js'
import { parseDuration, secondsOf } from './units.js'

const YES =
  /^\s*(?:yes|yep|yeah|yup|sure|ok|okay|correct|true|please do|of course|definitely|是的?|对的?|好的?|可以|要|行|需要|嗯)(?![a-z])/i
const NO = /^\s*(?:no|nope|nah|false|not needed|don'?t|不|不要|不用|不需要|否|没有)(?![a-z])/i
const DISMISSED =
  /^\s*(?:(?:please |just |ok,? |no,? |then )*(?:skip (?:it|that|this)|(?:just )?(?:use|take|go with|keep)?\s*(?:the |your )?defaults?(?: is fine| are fine| value| please| then)?|never ?mind|forget (?:it|about it|that)|ignore (?:it|that)|leave it|drop it|whatever(?: you (?:like|think|want))?|(?:i )?don'?t (?:care|know|mind)|doesn'?t matter|no preference|up to you|you (?:choose|decide|pick)|not important)|默认(?:的|值)?(?:就)?(?:行|好|可以|吧)?|用默认(?:的|值)?(?:就行|就好|吧)?|跳过(?:吧|它)?|算了|随便|不管(?:它|了)?|你(?:来)?(?:定|决定|看着办)(?:吧)?|无所谓|都行|都可以)\s*[.!。!,，]?\s*/i
const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:first|1st|former|option (?:1|one|a)|number (?:1|one))\b|^\s*#?1\s*[.)]?\s*$|第(?:一|1)个?|前者/i, 0],
  [
    /(?<!\b(?:per|an?|each|every) )\b(?:second|2nd|option (?:2|two|b)|number (?:2|two))\b|^\s*#?2\s*[.)]?\s*$|第(?:二|2)个?/i,
    1,
  ],
  [/\b(?:third|3rd|option (?:3|three|c)|number (?:3|three))\b|^\s*#?3\s*[.)]?\s*$|第(?:三|3)个?/i, 2],
  [/\b(?:fourth|4th|option (?:4|four|d))\b|^\s*#?4\s*[.)]?\s*$|第(?:四|4)个?/i, 3],
  [/\b(?:last|latter)\b|后者|最后(?:一个)?/i, -1],
]
const NAME_PATHS =
  /^(?:kafka\.cluster|intent\.bucket|sinks\.\d+\.(?:bucket|database|table|prefix)|backup\.(?:bucket|prefix)|name|topics\.\d+\.name|platform\.ecsCluster|images\.(?:repository|tag)|platform\.(?:rolePrefix|bootstrapQualifier)|collector\.routing\.(?:default|header))$/
const REQUIRED = /^(?:region|kafka\.cluster|intent\.bucket|sinks\.0\.bucket|backup\.bucket)$/
const FILLER =
  /^(?:(?:it'?s|it is|that'?s|that is|that would be|the (?:name|cluster|bucket|region|topic|value) is|use|call it|called|named|name|the|our|my|please|ok|okay|sure|yes|and|just|let(?:'?s| us)|say|go with|i'd say|we use|make it|sorry|no|then|well|so|hm+|uh|oops)[\s,:]+|(?:是|叫|用|就用|就叫|名字是|就是|那就?|改成|改叫|应该是|好的?)[\s,:]*)+/i
const TRAILER =
  /(?:\s+(?:then|please|pls|instead|it is|one|thanks|thank you|as the (?:bucket|cluster|name)|is (?:fine|ok|it))|\s*(?:吧|好了|就行|就好|可以了|谢谢|了))+$/i
const RESERVED =
  /^(?:spot|on-?demand|x86(?:[_-]64)?|x64|arm(?:64)?|amd64|aarch64|graviton\d?|intel|json|iceberg|iam|scram|m?tls|sasl|plaintext|autoscaling|nginx(?:-(?:lua|vector))?|lua|vector|fargate|alb|nlb|tls|ssl|https?|gzip|zstd|snappy|parquet|avro|orc|hourly|daily|sorry|oops|hm+|wait|well|cheers|great|perfect|fine|maybe)$/i
/** "per second": the unit that a rate was asked for, without another number. */
const UNIT_ALONE =
  /^(?:(?:yes|it'?s|it is|that'?s|events?|requests?)[\s,]+)*(?:(?:per|an?|each|every)\s+|\/\s*|每)?(seconds?|secs?|s|秒钟?|minutes?|mins?|分钟?)\s*[.!。]?$/i
const RATE_CHOICE = /^[\d.,]+ per (\w+)$/
/** Identifiers that AWS gives, and amounts: they answer no question about a name. */
const NO_NAME =
  /^(?:vpc|subnet|sg)-|^(?:eni|igw|nat|rtb|acl|vpce|ami|vol|i)-[0-9a-f]{8,17}$|^\d[\d.,]*[a-z%]{0,4}$|@|:\/\//i
/** More words than this tell about something else than the one answer. */
const WORDS_OF_AN_ANSWER = 4

/** Answers to open questions: a choice, an ordinal, yes or no, a number, or bare names in the order of the questions. Returns what needs no answer any more. */
export function findAnswers(turn: Turn, found: Findings, context: Context): string[] {
  const open = context.draft.questions.filter((question) => question.path !== 'other')
  const text = turn.whole.trim()
  if (open.length === 0 || text === '' || text.length > 300) return []
  const settled: string[] = []
  for (const question of open)
    if (question.choices && question.choices.length > 0) answerChoice(turn, found, question, open.length)
  if (DISMISSED.test(turn.whole)) {
    const optional = open
      .filter(
        ({ path }) =>
          !REQUIRED.test(path) ||
          context.value(path) !== undefined ||
          (path === 'backup.bucket' && context.value('intent.bucket') !== undefined),
      )
      .map((question) => question.path)
    settled.push(...optional)
    if (text.replace(DISMISSED, '').trim() === '') return settled
  }
  return settled
}

/** Answers that nothing else has understood: a number, yes or no for the one open question, names for those that want one. */
export function findBareAnswers(turn: Turn, found: Findings, context: Context): void {
  const open = context.draft.questions.filter((question) => question.path !== 'other')
  if (open.length === 1 && open[0] && found.all().length === 0) answerScalar(turn, found, open[0])
  findBareNames(turn, found, context)
}

/** Bare names that nothing else has taken, given to the questions that want a name, in their order. */
function findBareNames(turn: Turn, found: Findings, context: Context): void {
  const open = context.draft.questions.filter(
    (question) => NAME_PATHS.test(question.path) && !isAnswered(found, question.path),
  )
  if (open.length === 0 || turn.whole.trim().length > 300) return
  const pieces = piecesOf(turn)
  if (pieces.some((piece) => isForeign(turn, found, piece))) return
  const names = pieces.filter(
    (piece) =>
      piece.text !== '' &&
      !turn.text.slice(piece.start, piece.end).includes(MASK) &&
      !found.isCovered(piece) &&
      isBareName(piece.text, pieces.length, context.earlierTurns.length > 0 ? open.length : 0),
  )
  const refused = context.refused()
  const ordered =
    names.length < open.length
      ? [...open].sort((left, right) => Number(refused.includes(right)) - Number(refused.includes(left)))
      : open
  ordered.slice(0, names.length).forEach((question, index) => {
    const piece = names[index]
    if (!piece) return
    const value = bare(piece.text)
    const start = piece.start + piece.text.indexOf(value)
    const path =
      /^sinks\.0\.bucket$/.test(question.path) &&
      context.value('intent.bucket') === undefined &&
      context.sinkTypes().size === 0
        ? 'intent.bucket'
        : question.path
    found.say(path, value, { start, end: start + value.length })
    turn.mask(piece)
  })
}

/** A piece of the turn that nothing has understood and that is too long to be an answer. */
function isForeign(turn: Turn, found: Findings, piece: Span & { readonly text: string }): boolean {
  const words = piece.text.match(/[A-Za-z][\w'-]*|[\u4e00-\u9fff]{2}/g) ?? []
  return (
    words.length > WORDS_OF_AN_ANSWER &&
    !found.isCovered(piece) &&
    !turn.text.slice(piece.start, piece.end).includes(MASK)
  )
}

function isAnswered(found: Findings, path: string): boolean {
  if (found.has(path)) return true
  return /bucket$/.test(path) && found.all().some((candidate) => /bucket$/.test(candidate.path))
}

function isBareName(text: string, pieces: number, wanted: number): boolean {
  if (/^(["'`])[^"'`]+\1$/.test(text)) return true
  const value = bare(text)
  if (/\s/.test(value) || value === '' || /[\u4e00-\u9fff]/.test(value)) return false
  const lower = value.toLowerCase()
  if (
    NEVER_NAMES.has(lower) ||
    RESERVED.test(value) ||
    isDescription(value) ||
    NO_NAME.test(value) ||
    YES.test(value) ||
    NO.test(value) ||
    /^(?:thanks|hello|hi|hey|ok|default|skip|help|please|go|done)$/.test(lower)
  )
    return false
  return /[-_.\d$]/.test(value) || (pieces <= wanted && !ORDINARY.has(lower))
}

function piecesOf(turn: Turn): (Span & { text: string })[] {
  const pieces: (Span & { text: string })[] = []
  for (const match of turn.whole.matchAll(/[^,;\n、，；。]+?(?=$|[,;\n、，；。]|\s+(?:and|\/)\s+|\.\s|\s*和)/g)) {
    const raw = match[0]
    const lead = /^(?:\s*(?:and|和|\/)\s+)?\s*/.exec(raw)?.[0].length ?? 0
    const filler = FILLER.exec(raw.slice(lead))?.[0].length ?? 0
    const text = raw
      .slice(lead + filler)
      .trim()
      .replace(TRAILER, '')
    const start = match.index + lead + filler
    pieces.push({ text, start, end: start + text.length })
  }
  return pieces
}

function answerChoice(turn: Turn, found: Findings, question: Question, open: number): void {
  const choices = question.choices ?? []
  const lower = turn.whole.toLowerCase()
  const exact = choices.filter((choice) =>
    new RegExp(`(?<![\\w-])${literally(choice.toLowerCase())}(?![\\w-])`).test(lower),
  )
  const longest = exact.sort((left, right) => right.length - left.length)[0]
  if (longest !== undefined && (exact.length === 1 || exact.every((choice) => longest.includes(choice)))) {
    const start = lower.indexOf(longest.toLowerCase())
    const span = { start, end: start + longest.length }
    const sentence = turn.sentences.findLast((one) => one.start <= start)
    if (sentence && turn.negated({ ...span, sentence })) return
    return sayChoice(turn, found, question.path, longest, span)
  }
  if (turn.whole.trim().length > 40 || (open > 1 && choices.length < 2)) return
  const unit = secondsOf(UNIT_ALONE.exec(turn.whole.trim())?.[1] ?? '')
  const rate = choices.find((choice) => unit !== undefined && secondsOf(RATE_CHOICE.exec(choice)?.[1] ?? '') === unit)
  if (rate !== undefined)
    return sayChoice(turn, found, question.path, rate, { start: 0, end: turn.whole.trimEnd().length })
  for (const [pattern, index] of ORDINALS) {
    const match = pattern.exec(turn.whole)
    const choice = choices.at(index)
    if (match && choice !== undefined)
      return sayChoice(turn, found, question.path, choice, { start: 0, end: turn.whole.trimEnd().length })
  }
}

function sayChoice(turn: Turn, found: Findings, path: string, choice: string, span: Span): void {
  const value = leafOf(path, choice)
  if (value === undefined || found.has(path)) return
  found.say(path, value, span)
  turn.mask(span)
}

function leafOf(path: string, choice: string): string | number | boolean | undefined {
  if (isValid(path, choice)) return choice
  if (choice === 'true' || choice === 'false') return choice === 'true'
  const perMinute = /^(\d+) per minute$/.exec(choice)?.[1]
  if (perMinute !== undefined) return Math.ceil(Number(perMinute) / 60)
  const number = parseNumber(/^[\d.,]+/.exec(choice)?.[0] ?? '')
  return number !== undefined && isValid(path, number) ? number : undefined
}

function answerScalar(turn: Turn, found: Findings, question: Question): void {
  const [schema] = leafSchemasAt(question.path)
  const text = turn.whole.trim()
  const start = turn.whole.indexOf(text)
  const span = { start, end: start + text.length }
  if (!schema || found.has(question.path) || text.length > 60) return
  const inner = unwrap(schema)
  if (inner instanceof z.ZodBoolean && (YES.test(text) || NO.test(text)))
    return found.say(question.path, YES.test(text), span)
  if (!isValid(question.path, 1) && !isValid(question.path, 1024) && !isValid(question.path, 7)) return
  const number = parseNumber(
    text.replace(/^(?:about|around|roughly|maybe|use|make it|say|大约|约|大概|就)\s*/i, '').replace(/[.!。]$/, ''),
  )
  const seconds = parseDuration(text.replace(/[.!。]$/, ''))
  if (seconds !== undefined && /(?:Seconds|Minutes|Hours|Days)$/.test(question.path))
    found.say(question.path, inUnitOf(question.path, seconds), span)
  else if (number !== undefined && /^[\d.,\s]*\S{0,12}$|^[a-z -]+$|^[一-龥]+$/i.test(text))
    found.say(question.path, number, span)
  else return
  turn.mask(span)
}

/** Seconds in the unit that the last word of a path names, rounded up. */
export function inUnitOf(path: string, seconds: number): number {
  const unit = /Minutes$/.test(path) ? 60 : /Hours$/.test(path) ? 3600 : /Days$/.test(path) ? 86_400 : 1
  return Math.ceil(Number((seconds / unit).toPrecision(12)))
}
