import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { Sent } from './kafka-producer.js'
import type { S3Server } from './s3-server.js'

const HOUR_MS = 3_600_000

export interface EventOptions {
  /** Number of the first one; ids are numbers. @default 0 */
  readonly from?: number
  readonly count: number
  /** Bytes beside the few that every event has. @default 600 */
  readonly padBytes?: number
  /** How many of these can hardly be compressed. @default - all */
  readonly randomBytes?: number
  /** Hours that events are spread over. @default 6 */
  readonly hours?: number
  /** Part of the events that are not of the newest hour. @default 0.25 */
  readonly late?: number
  /** Partition of a numbered event. @default - the client's choice */
  readonly partition?: (number: number) => number
}

/** Numbered events such as the collectors write; `meta.ctime` is within the last hours. */
export function* numberedEvents(options: EventOptions): Generator<Sent> {
  const { from = 0, count, padBytes = 600, randomBytes: random = padBytes, hours = 6, late = 0.25, partition } = options
  const pad = randomBytes(1 << 16).toString('base64')
  const now = Date.now()
  for (let number = from; number < from + count; number++) {
    const mixed = (number * 2_654_435_761) % 4_294_967_296
    const back = mixed % 1000 < late * 1000 ? Math.floor(mixed / 1000) % hours : 0
    const at = mixed % (pad.length - random)
    const data = pad.slice(at, at + random).padEnd(padBytes, pad.slice(at, at + 40))
    const value = `{"meta":{"id":${number},"ctime":${now - back * HOUR_MS}},"data":"${data}"}`
    yield partition === undefined ? value : { value, partition: partition(number) }
  }
}

/** What came of numbered events, from 0 on. */
export interface SinkAccount {
  readonly objects: number
  /** Bytes of an object as it is stored. */
  readonly medianBytes: number
  readonly lost: number
  readonly duplicated: number
  /** Lines that are no event, or in a folder of another hour. */
  readonly strange: number
}

const folderOf = (millis: number): string => {
  const [year, month, day, hour] = new Date(millis).toISOString().split(/[-T:]/)
  return `year=${year}/month=${month}/day=${day}/hour=${hour}`
}

/** Reads all objects below a folder back and counts each event; none of it is the sink's own code. */
export const accountFor = async (s3: S3Server, bucket: string, folder: string, sent: number): Promise<SinkAccount> => {
  const seen = new Uint8Array(sent)
  let strange = 0
  const sizes: number[] = []
  const keys = await s3.list(bucket, folder)
  for (const key of keys) {
    const { bytes } = await s3.get(bucket, key)
    sizes.push(bytes.length)
    const text = (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
    if (!text.endsWith('\n')) strange++
    for (const line of text.slice(0, -1).split('\n')) {
      const { id, ctime } = (JSON.parse(line) as { meta: { id: number; ctime: number } }).meta
      if (!(id >= 0 && id < sent) || !key.includes(folderOf(ctime))) strange++
      else seen[id] = (seen[id] ?? 0) + 1
    }
  }
  const lost = seen.filter((times) => times === 0).length
  const duplicated = seen.filter((times) => times > 1).length
  const medianBytes = sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0
  return { objects: keys.length, medianBytes, lost, duplicated, strange }
}
