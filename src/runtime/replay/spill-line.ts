import { crc32 } from 'node:zlib'

/** A line of the spill: one record on its way to Kafka. */
export interface SpillLine {
  readonly topic: string
  readonly key: Buffer | undefined
  readonly record: Buffer
}

// As templates/nginx-lua/lua/frame.lua writes it: {"crc":"1a2b3c4d","length":"00001234","topic":"app_logs","key":"abc","record":{…}}
const HEADER = /^\{"crc":"([0-9a-f]{8})","length":"(\d{8})",$/
const HEADER_BYTES = '{"crc":"00000000","length":"00000000",'.length
const TOPIC = '"topic":"'
const KEY = '"key":'
const RECORD = '"record":'

/** Reads a line; undefined where it is not what the collector wrote: cut off, or one byte is another. */
export function readSpillLine(line: string): SpillLine | undefined {
  const bytes = Buffer.from(line)
  const [, crc = '', length = ''] = HEADER.exec(bytes.toString('latin1', 0, HEADER_BYTES)) ?? []
  const rest = bytes.subarray(HEADER_BYTES)
  if (crc === '' || Number(length) !== rest.length || Number.parseInt(crc, 16) !== crc32(rest)) return undefined
  const topicEnd = rest.indexOf('"', TOPIC.length)
  const topic = rest.toString('latin1', TOPIC.length, topicEnd)
  let at = topicEnd + 2
  let key: Buffer | undefined
  if (rest.toString('latin1', at, at + KEY.length) === KEY) {
    // A JSON text holds no quote that is not escaped: the first one before a comma and `"record":` ends it.
    const end = rest.indexOf(`",${RECORD}`, at + KEY.length + 1)
    key = Buffer.from(JSON.parse(rest.toString('utf8', at + KEY.length, end + 1)) as string)
    at = end + 2
  }
  return { topic, key, record: rest.subarray(at + RECORD.length, -1) }
}
