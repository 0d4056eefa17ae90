import { inUnitOf } from './answers.js'
import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import { BYTES_PATH, DURATION_PATH, inBytesOf, sameUnit, sayAll } from './quantities.js'
import type { Hit, Turn } from './turn.js'
import type { Statement } from './types.js'
import { BYTE_UNIT, bytesOf, secondsOf, TIME_UNIT } from './units.js'

const QUANTITY = new RegExp(`(?<number>${NUMBER})(?:[ -]?(?:(?<bytes>${BYTE_UNIT})|(?<time>${TIME_UNIT})))?`, 'dgi')
const NOUN =
  '(?:\\s*(?:events?|requests?|条|个|partitions?|分区|tasks?|任务)?\\s*(?:(?:/|per |an? |每)\\s*(?:second|sec|s|minute|min|m|hour|秒|分钟?|小时))?)'
const NEW_FIRST = new RegExp(
  `^${NOUN}[\\s,]*(?:and )?(?:not|instead of|rather than|in place of|而不是|不是|而非)\\s*$`,
  'i',
)
const OLD_FIRST = new RegExp(
  `^${NOUN}[\\s,]*(?:but|but rather|rather|it'?s|it is|it should be|should be|make it|use|而是|应该是|应该|是)\\s*(?:about )?$`,
  'i',
)
const TO = new RegExp(
  `^${NOUN}[\\s,]*(?:to|->|=>|→|(?:改|调整?|提高|提升|增加|加|降低?|减少|换|变)?(?:成|到|为|至))\\s*$`,
  'i',
)
const DENIED = /(?:\b(?:not|no longer|isn'?t|wasn'?t)|不是|并非|不)\s*(?:the )?$/i
const FROM = /(?:\bfrom|从|由|把|将)\s*$/i

/** Longer turns may compare numbers that are no field's. */
const SHORT_TURN = 60

/** Cheap to look for: most turns deny nothing. */
const MARKED = /\b(?:not|instead|rather|from|place|no longer|isn't|wasn't)\b|不|而|从|由|把|将/i

/** Corrections that name the old number and the new one: "15k, not 50k", "from 5 to 10 minutes", "不是 50k，是 15k". */
export function findReplacedNumbers(turn: Turn, found: Findings, quantities: readonly Statement[]): void {
  if (!MARKED.test(turn.whole)) return
  const hits = turn.hits(QUANTITY)
  hits.forEach((first, index) => {
    const second = hits[index + 1]
    if (!second || second.start - first.end > 40) return
    const between = turn.text.slice(first.end, second.start)
    const before = turn.before(first, 16)
    if (NEW_FIRST.test(between)) replace(turn, found, quantities, second, first)
    else if (OLD_FIRST.test(between) && DENIED.test(before)) replace(turn, found, quantities, first, second)
    else if (TO.test(between) && FROM.test(before)) replace(turn, found, quantities, first, second)
  })
}

function replace(turn: Turn, found: Findings, quantities: readonly Statement[], old: Hit, fresh: Hit): void {
  const unit = unitOf(fresh) ?? unitOf(old)
  const fits = quantities.filter(
    ({ path }) =>
      path !== 'intent.average.seconds' &&
      (unit === undefined || (unit.time !== undefined ? DURATION_PATH.test(path) : BYTES_PATH.test(path))),
  )
  const target = fits.find((one) => valueFor(one, old, unit) === one.value)
  const value = target && valueFor(target, fresh, unit)
  if (!target || value === undefined) {
    if (turn.whole.trim().length < SHORT_TURN && !found.isCovered(fresh))
      found.askOther(`Which number is to be ${turn.quote(fresh)}? None that was said so far is ${turn.quote(old)}.`)
    return
  }
  sayAll(found, fits, target, value, fresh)
  turn.mask(old)
  turn.mask(fresh)
}

interface Unit {
  readonly name: string
  readonly time?: number
}

function unitOf(hit: Hit): Unit | undefined {
  if (hit.has('bytes')) return { name: hit.group('bytes') }
  const time = hit.has('time') ? secondsOf(hit.group('time')) : undefined
  return time === undefined ? undefined : { name: hit.group('time'), time }
}

function valueFor(statement: Statement, hit: Hit, shared: Unit | undefined): number | undefined {
  const number = parseNumber(hit.group('number'))
  if (number === undefined) return undefined
  const unit = unitOf(hit) ?? shared
  if (unit?.time !== undefined) return inUnitOf(statement.path, number * unit.time)
  if (unit) return inBytesOf(statement.path, number, bytesOf(unit.name) ?? 1, unit.name)
  return sameUnit(statement, number)
}
