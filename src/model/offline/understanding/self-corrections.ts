import { inUnitOf } from './answers.js'
import type { Candidate, Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import { BYTES_PATH, DURATION_PATH, inBytesOf, sameUnit } from './quantities.js'
import type { Hit, Turn } from './turn.js'
import { BYTE_UNIT, bytesOf, secondsOf, TIME_UNIT } from './units.js'

const WORD =
  '(?:\\b(?:no,? wait|wait,? no|wait|sorry|oops|i mean|i meant|actually|make (?:it|that)|or rather|rather|scratch that|correction|no|nope|hold on|on second thought)\\b|不对|不好意思|抱歉|说错了?|应该是|更正|哦不|等等|改成|改为)'
const FILLER =
  "(?:(?:it'?s|it is|that'?s|make (?:it|that)|should be|it should be|more like|about|around|rather|use|to be|是|应该是|用|为|大约|约|到)\\s*)"

/** Source of a regular expression for the words by which somebody corrects what was just said, up to the value. */
export const CORRECTION = `${WORD}(?:[\\s,:.…!]|${WORD}|${FILLER}){0,6}?`
const CORRECTING = new RegExp(`^[\\s,:;.…(]*(?:on average|at peak|平均)?[\\s,:;.…]*${CORRECTION}$`, 'i')

/** Whether a piece between two values does nothing but correct the first. */
export function isCorrecting(between: string): boolean {
  return CORRECTING.test(between)
}

const NUMERIC = new RegExp(
  `${CORRECTION}(?<number>${NUMBER})(?:[ -]?(?:(?<bytes>${BYTE_UNIT})|(?<time>${TIME_UNIT})))?(?=\\s*(?:$|[,;.!)。，；]|(?:instead|please|then|each|rather|thanks|at (?:the )?peak|on average|and|with|吧|条|个)))`,
  'dgi',
)

/** Farther away somebody talks of something else. */
const NEAR = 60

/** "20k events/s, sorry, 30k": a number that corrects the one before it in the same turn. */
export function findSelfCorrectedNumbers(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(NUMERIC)) {
    const number = parseNumber(hit.group('number'))
    if (number === undefined) continue
    const span = { start: hit.span('number').start, end: hit.end }
    const [last] = found
      .all()
      .filter((one) => typeof one.value === 'number' && one.end <= hit.start && hit.start - one.end < NEAR)
      .filter((one) => one.path !== 'intent.average.seconds' && fits(one, hit))
      .sort((left, right) => right.end - left.end)
    if (!last) continue
    const same = found.all().filter((one) => one.start === last.start && leaf(one) === leaf(last))
    for (const one of same) found.say(one.path, valueFor(turn, one, hit, number), span, { shape: shapeOf(one.path) })
    turn.mask(hit)
  }
}

function fits({ path }: Candidate, hit: Hit): boolean {
  if (hit.has('bytes')) return BYTES_PATH.test(path)
  return hit.has('time') ? DURATION_PATH.test(path) : true
}

function valueFor(turn: Turn, candidate: Candidate, hit: Hit, number: number): number {
  const { path } = candidate
  if (hit.has('bytes')) return inBytesOf(path, number, bytesOf(hit.group('bytes')) ?? 1, hit.group('bytes'))
  const seconds = hit.has('time') ? secondsOf(hit.group('time')) : undefined
  if (seconds !== undefined) return inUnitOf(path, number * seconds)
  return sameUnit({ path, value: candidate.value, quote: turn.quote(candidate) }, number)
}

const leaf = ({ path }: Candidate): string => path.split('.').at(-1) ?? path

/** The path under which the schema knows a field of a topic or sink that has no index yet. */
export const shapeOf = (path: string): string =>
  path.replace(/^sinks\.(?:json|iceberg)\./, 'sinks.0.').replace(/^topics\.@\./, 'topics.0.')
