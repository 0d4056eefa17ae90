import { createHash } from 'node:crypto'
import type { Id } from './id-set.js'

/** What `meta` of a record says of its event. */
export interface EventMeta {
  readonly id: Id
  /** Epoch milliseconds at which the collector took it. */
  readonly ctime: number
}

const HEAD = Buffer.from('{"meta":{"project":"')
const CTIME = Buffer.from('"ctime":')
const ID = Buffer.from('"id":"')
const QUOTE = 0x22

/**
 * Reads `meta` of a record as the collector writes it: project, time, address and id come first, and none of them holds a quote.
 * Undefined where the record is not a collector's.
 */
export function eventMeta(record: Buffer): EventMeta | undefined {
  if (!record.subarray(0, HEAD.length).equals(HEAD)) return undefined
  const time = record.indexOf(CTIME)
  const start = record.indexOf(ID)
  if (time < 0 || start < 0) return undefined
  const from = start + ID.length
  const ctime = Number.parseInt(record.toString('latin1', time + CTIME.length, time + CTIME.length + 16), 10)
  const end = record.indexOf(QUOTE, from)
  return Number.isSafeInteger(ctime) && end > from
    ? { id: idOf(record.toString('latin1', from, end)), ctime }
    : undefined
}

/** The bits of a UUID; another text counts by its digest. */
export function idOf(text: string): Id {
  const id = new Int32Array(4)
  if (text.length === 36 && readUuid(text, id)) return id
  const digest = createHash('sha256').update(text).digest()
  for (let word = 0; word < 4; word++) id[word] = digest.readInt32BE(word * 4)
  return id
}

const DASHES: ReadonlySet<number> = new Set([8, 13, 18, 23])
const DIGITS = new Int8Array(128).fill(-1)
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGITS[digit.charCodeAt(0)] = value
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value
}

/** Reads 36 characters into four words; false where they are no UUID. Digit by digit: this runs for every record of a range. */
function readUuid(text: string, into: Int32Array): boolean {
  let [word, digits] = [0, 0]
  for (let at = 0; at < 36; at++) {
    const code = text.charCodeAt(at)
    if (code === 45) {
      if (!DASHES.has(at)) return false
      continue
    }
    const digit = code < 128 ? (DIGITS[code] ?? -1) : -1
    if (digit < 0) return false
    word = (word << 4) | digit
    if (++digits % 8 === 0) into[digits / 8 - 1] = word
  }
  return digits === 32
}

/** The id that the collector gives event `index` of a batch whose request has an id: UUID version 5 of its place. */
export function idInBatch(request: string, index: number): string {
  const bytes = Buffer.from(request.replaceAll('-', ''), 'hex')
  return uuidOf(createHash('sha1').update(bytes).update(String(index)).digest(), 0x50)
}

/** Sixteen bytes as a UUID of a version (RFC 9562). */
export function uuidOf(digest: Buffer, version: number): string {
  const bytes = Buffer.from(digest.subarray(0, 16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | version
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
