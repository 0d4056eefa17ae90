import { CHINESE_DIGITS, CHINESE_SCALES, ENGLISH_NUMBERS, SCALES } from './number-words.js'

const DIGITS = String.raw`\d{1,3}(?:[,_']\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:\.\d+)?(?:e\d{1,2})?`
const SCALE = String.raw`(?:\s?(?:thousand|million|billion|trillion|hundred|dozen|mio|mil|mn|mm|bn|k|m|b)(?![a-z])|w(?=\s?\+?\s?(?:/\s?(?:s|m|h|d|秒|分|天)|条|次|[qter]ps(?![a-z])))|\s?[百千万亿萬億]+(?:\d+[千百])?)`
const BELOW_HUNDRED = Object.keys(ENGLISH_NUMBERS)
  .filter((word) => word !== 'zero')
  .sort((left, right) => right.length - left.length)
  .join('|')
const BIG = 'hundred|thousand|million|billion|dozen'
const SIZES = '(?:kilo|mega)bytes?|k(?:i)?b'
const WORDS = new RegExp(
  String.raw`(?<![\w-])(?:half an? (?:${BIG})|(?:half )?an?(?= (?:${SIZES}))|an? (?:${BIG})|(?:${BELOW_HUNDRED}))(?:(?:[ -]|(?<=hundred|thousand|million|billion) and )(?:${BELOW_HUNDRED}|${BIG})(?![\w])| and a half(?= (?:${BIG}|${SIZES})))*(?!\w)`,
  'gi',
)
const COUNTED =
  /^[ -](?:hours?|minutes?|seconds?|days?|weeks?|months?|years?|tasks?|partitions?|workers?|vcpus?|cpus?|cores?|replicas?|mcus?|gb|mb|kb|topics?)\b/i
const CHINESE = '[零〇一二两俩三四五六七八九十百千万亿半]{1,12}'

/** Source of a regular expression for a number in digits (English words are made digits before) or Chinese numerals. */
export const NUMBER = `(?:(?<![\\w.$€¥£])(?<![A-Za-z_]-)(?:(?:${DIGITS})(?!\\.?\\d)${SCALE}{0,2})|${CHINESE})`

/** A piece of text, and the number that stands in its place. */
export interface SpelledNumber {
  readonly start: number
  readonly end: number
}

/** Writes numbers in English words as digits, right-aligned in the same room so that offsets stay valid: "twenty thousand" → "          20000". */
export function digitsForWords(text: string): { readonly text: string; readonly numbers: readonly SpelledNumber[] } {
  const numbers: SpelledNumber[] = []
  const written = text.replace(WORDS, (words: string, offset: number) => {
    const value = parseEnglish(words.toLowerCase())
    const lone = /^one$/i.test(words) && !COUNTED.test(text.slice(offset + words.length, offset + words.length + 12))
    const digits = value === undefined ? '' : String(tidy(value))
    if (lone || digits === '' || digits.length > words.length) return words
    numbers.push({ start: offset, end: offset + words.length })
    return digits.padStart(words.length)
  })
  return { text: written, numbers }
}

/** The number that a match of {@link NUMBER} stands for; undefined where it is none. */
export function parseNumber(source: string): number | undefined {
  const text = source.trim().toLowerCase()
  const value = /^\d/.test(text) ? parseDigits(text) : parseChinese(text)
  return value !== undefined && Number.isFinite(value) ? tidy(value) : undefined
}

/** Takes away the noise of binary fractions (1.1 * 1000 is 1100, not 1100.0000000000002). */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

function parseDigits(text: string): number | undefined {
  const match = /^(\d{1,3}(?:[,_' ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e\d{1,2})?)(.*)$/.exec(text)
  if (!match) return undefined
  const [, digits = '', rest = ''] = match
  const plain = /^\d{1,3}(?:\.000)+$/.test(digits) ? digits.replaceAll('.', '') : digits.replace(/[,_' ]/g, '')
  let value = Number(plain)
  const mixed = /^\s*([百千万亿萬億]+)(\d+)([千百])$/.exec(rest)
  if (mixed) return value * chineseScale(mixed[1] ?? '') + Number(mixed[2]) * chineseScale(mixed[3] ?? '')
  for (const [scale] of rest.matchAll(/[a-z]+|[百千万亿萬億]/g)) value *= SCALES[scale] ?? CHINESE_SCALES[scale] ?? 1
  return value
}

function chineseScale(text: string): number {
  return [...text].reduce((product, character) => product * (CHINESE_SCALES[character] ?? 1), 1)
}

function parseEnglish(text: string): number | undefined {
  let total = 0
  let part: number | undefined
  let factor = 1
  for (const word of text.split(/[\s-]+/)) {
    const scale = SCALES[word]
    if (word === 'half' && part !== undefined) part += 0.5
    else if (word === 'half') factor = 0.5
    else if (word === 'a' || word === 'an' || word === 'and') continue
    else if (word in ENGLISH_NUMBERS) part = (part ?? 0) + (ENGLISH_NUMBERS[word] ?? 0)
    else if (scale === undefined) return undefined
    else if (scale <= 100) part = (part ?? 1) * scale
    else {
      total += (part ?? 1) * scale
      part = undefined
    }
  }
  if (total === 0 && part === undefined) return /\ban?$/.test(text) ? factor : undefined
  return (total + (part ?? 0)) * factor
}

function parseChinese(text: string): number | undefined {
  if (text === '半') return 0.5
  const half = text.length > 1 && text.endsWith('半') ? 0.5 : 0
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const character of half ? text.slice(0, -1) : text) {
    const scale = CHINESE_SCALES[character]
    if (scale === undefined) {
      if (!(character in CHINESE_DIGITS)) return undefined
      digit = CHINESE_DIGITS[character]
    } else if (scale < 1e4) {
      section += (digit ?? 1) * scale
      digit = undefined
    } else {
      total = (total + section + (digit ?? (section === 0 && total === 0 ? 1 : 0))) * scale
      section = 0
      digit = undefined
    }
  }
  return total + section + (digit ?? 0) + half
}
