import { NUMBER, parseNumber } from './numbers.js'

const SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|millis(?:econds?)?|毫秒)$/i, 0.001],
  [/^(?:s|secs?|seconds?|秒钟?)$/i, 1],
  [/^(?:m|mins?|minutes?|分钟?)$/i, 60],
  [/^(?:h|hrs?|hours?|(?:个)?(?:小时|钟头)|时)$/i, 3600],
  [/^(?:d|days?|天|日)$/i, 86_400],
  [/^(?:w|wks?|weeks?|周|(?:个)?(?:星期|礼拜))$/i, 604_800],
  [/^(?:fortnights?)$/i, 1_209_600],
  [/^(?:mo|months?|(?:个)?月)$/i, 2_592_000],
  [/^(?:y|yrs?|years?|年)$/i, 31_536_000],
]

/** Source of a regular expression for a unit of time. */
export const TIME_UNIT =
  '(?:milliseconds?|millis|ms|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|fortnights?|months?|years?|yrs?|[smhdwy](?![a-z0-9_-])|毫秒|秒钟?|分钟?|个?小时|个?钟头|天|日|周|个?星期|个?礼拜|个?月|年)(?![a-z])'

/** Seconds in a unit of time: months count 30 days, years 365, as CloudWatch's retention list does. */
export function secondsOf(unit: string): number | undefined {
  return SECONDS.find(([pattern]) => pattern.test(unit.trim()))?.[1]
}

/** Source of a regular expression for a length of time: a number and a unit, or "half an hour". */
export const DURATION = `(?:(?:${NUMBER})(?:\\s?|-)${TIME_UNIT}(?: and a half|半)?|(?:an?|the|one) hour and a half|half an? (?:hour|day|minute)|an? (?:minute|hour|day|week|fortnight|month|quarter|year)(?![a-z])|[一两二三四五六七八九十]个半(?:小时|钟头|月)|半(?:个?小时|天|分钟|个?月|年)|(?:半个钟头))`

/** The seconds of a match of {@link DURATION}. */
export function parseDuration(source: string): number | undefined {
  const text = source.trim().toLowerCase()
  if (/^(?:an?|the|one) hour and a half$/.test(text)) return 5400
  const half = /^half an? (\w+)$/.exec(text) ?? /^半(个?小时|个?钟头|天|分钟|个?月|年)$/.exec(text)
  if (half) return (secondsOf(half[1] ?? '') ?? 0) / 2
  const one = /^an? (\w+)$/.exec(text)
  if (one) return one[1] === 'quarter' ? 7_776_000 : secondsOf(one[1] ?? '')
  const andHalf = /^(.)个半(.+)$/.exec(text)
  if (andHalf) return ((parseNumber(andHalf[1] ?? '') ?? 0) + 0.5) * (secondsOf(andHalf[2] ?? '') ?? 0)
  const match = new RegExp(`^(${NUMBER})(?:\\s?|-)(${TIME_UNIT})( and a half|半)?$`, 'i').exec(text)
  if (!match) return undefined
  const number = parseNumber(match[1] ?? '')
  const unit = secondsOf(match[2] ?? '')
  return number === undefined || unit === undefined ? undefined : (number + (match[3] ? 0.5 : 0)) * unit
}

const BYTES: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  bytes: 1,
  字节: 1,
  kb: 1e3,
  kib: 1024,
  k: 1e3,
  mb: 1e6,
  mib: 1024 ** 2,
  m: 1e6,
  兆: 1e6,
  gb: 1e9,
  gib: 1024 ** 3,
  g: 1e9,
  gigs: 1e9,
  gig: 1e9,
  tb: 1e12,
  tib: 1024 ** 4,
}

/** Source of a regular expression for an amount of bytes. */
export const BYTE_UNIT =
  '(?:kilobytes?|megabytes?|gigabytes?|terabytes?|bytes?|kib|mib|gib|tib|kb|mb|gb|tb|gigs?|b(?![a-z])|字节|兆)(?![a-z])'

/** Bytes in a unit: KB = 1000, KiB = 1024. */
export function bytesOf(unit: string): number | undefined {
  const name = unit.trim().toLowerCase()
  const long = /^(kilo|mega|giga|tera)bytes?$/.exec(name)?.[1]
  return long ? BYTES[`${long.charAt(0)}b`] : BYTES[name]
}
