import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { start } from './programs.js'

/** A record to send, exactly as it is: a value alone, or one with more about it; `null` is a tombstone. */
export type Sent =
  | string
  | Uint8Array
  | null
  | {
      readonly value: string | Uint8Array | null
      readonly key?: string
      /** @default - the client's choice */
      readonly partition?: number
      /** Epoch milliseconds. @default - now */
      readonly timestamp?: number
    }

/** Sends records with Kafka's own producer (acks=all); it ends when the brokers have them all. */
export const produce = async (
  classPath: string,
  brokers: string,
  topic: string,
  records: Iterable<Sent> | AsyncIterable<Sent>,
): Promise<void> => {
  const flags = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
  const args = [...flags, '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', classPath, 'TestProducer']
  const { child, output } = start('java', [...args, brokers, topic], { stdio: ['pipe', 'pipe', 'pipe'] })
  const gone = once(child, 'close')
  if (child.stdin === null) throw new Error('the producer takes no input')
  // A producer that ends early breaks the pipe; its own words say more.
  await pipeline(Readable.from(frames(records)), child.stdin).catch(() => {})
  const [code] = (await gone) as [number | null]
  if (code !== 0) throw new Error(`${topic}: the producer ended with ${code}: ${output()}`)
}

/** Frames in pieces large enough for a pipe. */
async function* frames(records: Iterable<Sent> | AsyncIterable<Sent>): AsyncGenerator<Buffer> {
  let piece: Buffer[] = []
  let size = 0
  for await (const record of records) {
    const whole =
      typeof record === 'string' || record === null || record instanceof Uint8Array ? { value: record } : record
    const head = Buffer.alloc(12)
    head.writeInt32BE(whole.partition ?? -1)
    head.writeBigInt64BE(BigInt(whole.timestamp ?? -1), 4)
    piece.push(head, ...withLength(whole.key ?? null), ...withLength(whole.value))
    size += head.length + (whole.value?.length ?? 0)
    if (size < 1 << 18) continue
    yield Buffer.concat(piece)
    piece = []
    size = 0
  }
  yield Buffer.concat(piece)
}

const withLength = (value: string | Uint8Array | null): Buffer[] => {
  const length = Buffer.alloc(4)
  if (value === null) {
    length.writeInt32BE(-1)
    return [length]
  }
  const bytes = Buffer.from(value as string)
  length.writeInt32BE(bytes.length)
  return [length, bytes]
}
