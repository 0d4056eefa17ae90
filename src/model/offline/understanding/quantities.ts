import { inUnitOf } from './answers.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import type { Span, Statement } from './types.js'
import { BYTE_UNIT, bytesOf, secondsOf, TIME_UNIT } from './units.js'

export const DURATION_PATH = /(?:Seconds|Minutes|Hours|Days)$/
export const BYTES_PATH = /(?:Bytes|KiB|MiB)$/

/** The numbers that were said before this turn, the last one first. */
export function quantitiesOf(context: Context): readonly Statement[] {
  return context.draft.statements
    .filter(({ value }) => typeof value === 'number')
    .sort((left, right) => context.saidAt(right) - context.saidAt(left))
}

/** What several fields were given by the same words changes in all of them. */
export function sayAll(
  found: Findings,
  quantities: readonly Statement[],
  last: Statement,
  value: number,
  span: Span,
): void {
  for (const one of quantities.filter(
    (other) => other.path === last.path || (other.quote === last.quote && leafName(other.path) === leafName(last.path)),
  )) {
    if (!found.has(one.path)) found.say(one.path, value, span)
  }
}

const leafName = (path: string): string => path.split('.').at(-1) ?? path

/** A number without its unit takes the unit of what was said before ("5 minutes" → "make it 10"). */
export function sameUnit(last: Statement, number: number): number {
  if (DURATION_PATH.test(last.path)) {
    const unit =
      secondsOf(new RegExp(`\\d\\s*(${TIME_UNIT})`, 'i').exec(last.quote)?.[1] ?? '') ??
      secondsOf(/秒|分钟?|小时|天|周|second|minute|hour|day|week/i.exec(last.quote)?.[0] ?? '')
    return unit === undefined ? number : inUnitOf(last.path, number * unit)
  }
  if (BYTES_PATH.test(last.path)) {
    const unit = new RegExp(BYTE_UNIT, 'i').exec(last.quote)?.[0]
    const size = unit === undefined ? undefined : bytesOf(unit)
    return size === undefined || unit === undefined ? number : inBytesOf(last.path, number, size, unit)
  }
  if (last.path === 'collector.load.peakEventsPerSecond' && typeof last.value === 'number') {
    const per = /(?:\/|per\s+|an?\s+|each\s+|每)\s*(minute|min|hour|h|分钟?|小时)/i.exec(last.quote)?.[1]
    return Math.ceil(Number((number / (secondsOf(per ?? 's') ?? 1)).toPrecision(12)))
  }
  return last.path === 'collector.tasks.cpu' && number <= 16 ? number * 1024 : number
}

/** A number of some unit of bytes in the unit that the last word of a path names. */
export function inBytesOf(path: string, number: number, unit: number, name: string): number {
  if (/memoryMiB$/.test(path)) return /^g/i.test(name) ? number * 1024 : number
  const bytes = Number((number * unit).toPrecision(12))
  return /KiB$/.test(path) ? Math.ceil(bytes / 1024) : Math.ceil(bytes)
}
