import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import { inBytesOf, sameUnit } from './quantities.js'
import type { Turn } from './turn.js'
import { BYTE_UNIT, bytesOf } from './units.js'

const PAIR = new RegExp(
  `^\\s*(?:(?:no|sorry|actually|make (?:it|that|them)|change (?:it|that|them) to|rather|改成|改为|应该是|不)[\\s,]*){0,3}(?<load>${NUMBER})\\s*(?:,\\s*and|,|and|&|和|、)\\s*(?<size>${NUMBER})\\s?(?<unit>${BYTE_UNIT})(?:\\s*(?:each|instead|then|please|per event|per message))*\\s*[.!。]?\\s*$`,
  'dgi',
)
const LOADS = ['collector.load.peakEventsPerSecond', 'intent.average.count']
const SIZE = 'collector.load.averageEventBytes'

/** "30k and 2 KB" after a load and a size: both are new. */
export function findLoadPairs(turn: Turn, found: Findings, context: Context): void {
  const load = LOADS.map((path) => context.statement(path)).find((one) => one !== undefined)
  if (!load || context.value(SIZE) === undefined) return
  for (const hit of turn.hits(PAIR)) {
    const count = parseNumber(hit.group('load'))
    const size = parseNumber(hit.group('size'))
    if (count === undefined || size === undefined) continue
    const unit = hit.group('unit')
    const { start } = hit.span('size')
    found.say(load.path, sameUnit(load, count), hit.span('load'))
    found.say(SIZE, inBytesOf(SIZE, size, bytesOf(unit) ?? 1, unit), { start, end: hit.span('unit').end })
    turn.mask(hit)
  }
}
