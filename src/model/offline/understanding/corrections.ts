import { inUnitOf } from './answers.js'
import { isValid } from './check.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { NAME_PATH, NOUNS } from './named-fields.js'
import { bare, isNameLike, TOKEN } from './names.js'
import { NUMBER, parseNumber } from './numbers.js'
import { BYTES_PATH, DURATION_PATH, inBytesOf, quantitiesOf, sameUnit, sayAll } from './quantities.js'
import { findReplacedNumbers } from './replaced-numbers.js'
import { findScaling } from './scaling.js'
import { findSelfCorrectedNumbers } from './self-corrections.js'
import type { Hit, Turn } from './turn.js'
import type { Span, Statement } from './types.js'
import { BYTE_UNIT, bytesOf, DURATION, parseDuration } from './units.js'

const CHANGE = String.raw`(?:\b(?:make|set|change|bump|raise|increase|lower|reduce|drop|cut|put|turn|push|bring|let(?:'?s| us) (?:do|say|make|go)|i meant?|sorry|oops|only|just|actually|no,?|nope|rather|better|correction:?|i'd say|should be|must be|use|go (?:with|for)|it'?s|is|was|more like|scratch that|wait)\b|改成|改为|改到|调成|调到|调整为|调整到|提高到|提到|降到|降低到|增加到|加到|换成|应该是|是|设成|设为|改|要|变成|(?<=^\s*)不(?=[,\s])|不对|说错了?|更正|用)`
const NUMERIC = new RegExp(
  `${CHANGE}[\\s,:，]*(?:(?:it|that|this|them|those|the (?:peak|load|rate|number|value)|to|be|up|down|at|about|around|every|each|每隔?|with|actually|rather|instead|more like|please|都|成|到|为|约|大约)[\\s,]*){0,5}(?:(?<duration>${DURATION})|(?<number>${NUMBER})(?:\\s?(?<bytes>${BYTE_UNIT}))?)(?!\\s*(?:topics?|buckets?|sinks?|regions?))|^\\s*(?:(?:every|each|每隔?)\\s*(?=(?:.{1,16})$))?(?<bareDuration>${DURATION})\\s*(?:(?<=^\\s*(?:every|each|每).*)(?:吧|一次)?|instead|then|please|rather)\\s*[.!。]?\\s*$|^\\s*(?<bareNumber>${NUMBER})\\s*(?:instead|then|please|rather)\\s*[.!]?\\s*$`,
  'dgi',
)
const NAME = new RegExp(`(?<![\\w./@-])["'\`]?(?<value>${TOKEN})["'\`]?(?![\\w/@])`, 'dgi')
const NAME_CHANGE =
  /\b(?:instead|actually|rather|i mean|i meant|sorry|correction|scratch that|should be|it'?s|make (?:it|that)|change|rename|called|use|no|wrong|typo)\b|改|换|不是|应该|其实|更正|说错|不对|叫/i
/** What tells a correction from a wish ("use exactly-once semantics") where no noun says what the name is. */
const REPLACING =
  /\b(?:instead|actually|rather|i mean|i meant|sorry|correction|scratch that|should be|rename|change (?:it|that|this) to|no|wrong|typo)\b|改|换|不是|应该|其实|更正|说错|不对/i
const CORRECTING =
  /^(?:no|nope|sorry|actually|instead|rather|i|mean|meant|it'?s|its|it|is|was|should|be|must|make|that|this|change|to|use|the|name|called|call|rename|wrong|typo|correction|scratch|please|not|wait|oops|ok|let|let'?s|us|go|with|then|thanks|an?|one|my|our|h+m+|[\u4e00-\u9fff])$/
const EVERY = /\b(?:every|each)\b|每/i
const INTERVAL_PATH = /(?:flush|commit)Seconds$/
const LOAD_PATH = /^(?:collector\.load\.peakEventsPerSecond|intent\.average\.count|collector\.limits\.\w+)$/

/** Corrections that name no field: "make it 40k" is about the quantity that was talked of last, "no, orders-eu" about the last name. */
export function findCorrections(turn: Turn, found: Findings, context: Context): void {
  findSelfCorrectedNumbers(turn, found)
  findReplacedNames(turn, found, context)
  findInsteadOfDenied(turn, found)
  const quantities = quantitiesOf(context)
  findScaling(turn, found, quantities)
  if (quantities.length > 0) {
    findReplacedNumbers(turn, found, quantities)
    for (const hit of turn.hits(NUMERIC)) correctNumber(turn, found, hit, quantities)
  }
  if (found.all().length === 0) findNewName(turn, found, context, { start: 0, end: turn.whole.length })
  else findNamesBeside(turn, found, context)
}

function correctNumber(turn: Turn, found: Findings, hit: Hit, quantities: readonly Statement[]): void {
  const duration = hit.group('duration') || hit.group('bareDuration')
  const seconds = duration === '' ? undefined : parseDuration(duration)
  const number = duration === '' ? parseNumber(hit.group('number') || hit.group('bareNumber')) : undefined
  const bytes = hit.has('bytes') ? bytesOf(hit.group('bytes')) : undefined
  const span = hit
  if (seconds !== undefined) {
    const lengths = quantities.filter(({ path }) => DURATION_PATH.test(path) && path !== 'intent.average.seconds')
    const every = EVERY.test(hit.text) ? lengths.find(({ path }) => INTERVAL_PATH.test(path)) : undefined
    const last = every ?? lengths[0]
    if (last) sayAll(found, quantities, last, inUnitOf(last.path, seconds), span)
  } else if (number !== undefined && bytes !== undefined) {
    const last = quantities.find(({ path }) => BYTES_PATH.test(path))
    if (last) sayAll(found, quantities, last, inBytesOf(last.path, number, bytes, hit.group('bytes')), span)
  } else if (
    number !== undefined &&
    !/^\s*(?:%|\.|-|:|\w|个|x\b)/.test(
      turn
        .after(hit, 12)
        .replace(/^\s+(?=[a-z])/i, '')
        .replace(
          /^(?:instead|please|then|now|for|and|not|because|since|events?|requests?|eps|rather|actually|sorry|max|tops|total|thanks?|maybe|tasks?|at|per|if|as|to)\b/i,
          '',
        ),
    )
  ) {
    const scaled =
      /[a-z万亿千]\s*$/i.test(hit.group('number') || hit.group('bareNumber')) || /^\s*条/.test(turn.after(hit, 4))
    const last = quantities.find(
      (one) =>
        one.path !== 'intent.average.seconds' &&
        (!scaled || LOAD_PATH.test(one.path)) &&
        isValid(one.path, sameUnit(one, number)),
    )
    if (last) sayAll(found, quantities, last, sameUnit(last, number), span)
  } else return
  turn.mask(hit)
}

/** "my-lake instead of my-data-bucket", "把 orders-prod 换成 orders-eu": the field is the one that holds the old name. */
function findReplacedNames(turn: Turn, found: Findings, context: Context): void {
  const names = context.draft.statements.filter(({ path, value }) => NAME_PATH.test(path) && typeof value === 'string')
  for (const statement of names) {
    const old = String(statement.value)
    const at = turn.whole.indexOf(old)
    const sentence = turn.sentences.findLast((one) => one.start <= at)
    if (
      at < 0 ||
      !sentence ||
      /[\w-]/.test(turn.whole.charAt(at + old.length)) ||
      found.has(statement.path) ||
      !turn.negated({ start: at, end: at + old.length, sentence })
    )
      continue
    const fresh = turn
      .hits(NAME)
      .find(
        (hit) =>
          hit.group('value') !== old &&
          isNameLike(bare(hit.group('value'))) &&
          !turn.negated({ ...hit.span('value'), sentence: hit.sentence }) &&
          isValid(statement.path, bare(hit.group('value'))),
      )
    if (!fresh) continue
    for (const same of names.filter((other) => other.value === old))
      found.say(same.path, bare(fresh.group('value')), fresh.span('value'))
    turn.mask(fresh)
  }
}

/** "the bucket must not be old-one, use new-one": a name beside one that is denied. */
function findInsteadOfDenied(turn: Turn, found: Findings): void {
  for (const { path, value, start } of found.deniedPaths()) {
    if (
      typeof value !== 'string' ||
      !NAME_PATH.test(path) ||
      found.has(path) ||
      (path === 'intent.bucket' && found.all().some((one) => /bucket$/.test(one.path)))
    )
      continue
    const fresh = turn
      .hits(NAME)
      .find(
        (hit) =>
          isNameLike(bare(hit.group('value'))) &&
          Math.abs(hit.start - start) < 120 &&
          !turn.negated({ ...hit.span('value'), sentence: hit.sentence }) &&
          isValid(path, bare(hit.group('value'))),
      )
    if (!fresh) continue
    const at = fresh.span('value').start
    found.say(path, bare(fresh.group('value')), { start: at, end: at + bare(fresh.group('value')).length })
    turn.mask(fresh)
  }
}

/** Whether the words around a name that no noun introduces do nothing but correct. */
function isOnlyCorrection(text: string): boolean {
  const words = text.toLowerCase().match(/[a-z']+|[\u4e00-\u9fff]/g) ?? []
  return words.every((word) => CORRECTING.test(word)) && words.length <= 14
}

/** "the cluster's name was wrong, it should be x-prod. Also …": a sentence of its own beside others that say something else. */
function findNamesBeside(turn: Turn, found: Findings, context: Context): void {
  if (context.earlierTurns.length === 0) return
  for (const sentence of turn.sentences) {
    const said = turn.whole.slice(sentence.start, sentence.end)
    if (NOUNS.some(([noun]) => noun.test(said)) && REPLACING.test(said) && !found.isCovered(sentence))
      findNewName(turn, found, context, sentence)
  }
}

function findNewName(turn: Turn, found: Findings, context: Context, piece: Span): void {
  const said = turn.whole.slice(piece.start, piece.end)
  if (said.trim().length > 120 || !NAME_CHANGE.test(said)) return
  const named = NOUNS.find(([pattern]) => pattern.test(said))?.[1]
  const noun = named ?? NAME_PATH
  const [last] = context.draft.statements
    .filter(({ path, value }) => NAME_PATH.test(path) && noun.test(path) && typeof value === 'string')
    .sort((left, right) => context.saidAt(right) - context.saidAt(left))
  const hits = turn
    .hits(NAME)
    .filter(
      (hit) =>
        hit.start >= piece.start &&
        hit.end <= piece.end &&
        isNameLike(bare(hit.group('value'))) &&
        !turn.negated({ ...hit.span('value'), sentence: hit.sentence }),
    )
  const [hit] = hits
  if (!last || !hit || hits.length !== 1 || !isValid(last.path, bare(hit.group('value')))) return
  const value = bare(hit.group('value'))
  const start = hit.span('value').start
  const around = turn.whole.slice(hit.sentence.start, hit.sentence.end).replace(value, ' ')
  if (named === undefined && !isOnlyCorrection(around)) return
  if (named === undefined && !REPLACING.test(said.replace(value, ' '))) {
    found.askOther(`What should become "${value}": the cluster, a bucket, a topic?`, `kafka: { cluster: ${value} }`)
    return turn.mask(hit)
  }
  for (const same of context.draft.statements.filter(
    (other) => other.value === last.value && NAME_PATH.test(other.path),
  )) {
    found.say(same.path, value, { start, end: start + value.length })
  }
  turn.mask(hit)
}
