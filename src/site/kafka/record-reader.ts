import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Consumer, type RecordsBatch } from '@platformatic/kafka'
import { kafkaUnreadable } from './kafka-errors.js'

/** A record as it lies in a topic. */
export interface KafkaRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Epoch milliseconds. */
  readonly timestamp: number
  /** Undefined where the record has none. */
  readonly key: Buffer | undefined
  /** Undefined for a tombstone. */
  readonly value: Buffer | undefined
  /** A header that is there twice has its last value. */
  readonly headers: ReadonlyMap<string, Buffer>
}

/** Where reading begins: at offsets by partition (a partition that is not named is left out), at the first record, or at a time. */
export type ReadFrom = ReadonlyMap<number, number> | 'earliest' | { readonly timestampMs: number }

export interface ReadOptions {
  readonly topic: string
  readonly from: ReadFrom
  /** Where it ends: `end` is what has been written when reading begins; offsets are the first that are not read. */
  readonly to: 'end' | ReadonlyMap<number, number>
}

/** Bytes of one answer, and of one partition in it: what the reader holds at a time, before it is unpacked. */
const ANSWER_BYTES = 8 * 1024 * 1024
const PARTITION_BYTES = 1024 * 1024

/** Answers that may fail one after the other, while leaders move or the oldest records are deleted. */
const ATTEMPTS = 8

/** What ListOffsets takes for a time. Source: Kafka protocol, ListOffsets request. */
const LATEST = -1n
const EARLIEST = -2n

/** Set in the attributes of a batch that holds markers of transactions. Source: Kafka protocol, record batch. */
const CONTROL = 0x20

/**
 * Records of a topic in the order of their offsets within each partition, in constant memory. Records of aborted transactions are
 * among them.
 *
 * @throws `TopicUnreadable`
 */
export async function* readRecords(brokers: readonly string[], options: ReadOptions): AsyncGenerator<KafkaRecord> {
  const consumer = client(brokers)
  try {
    yield* read(consumer, options)
  } catch (error) {
    throw kafkaUnreadable(options.topic, error)
  } finally {
    await consumer.close()
  }
}

/**
 * The next offset of each partition of these topics, by the partition's number.
 *
 * @throws `TopicUnreadable`
 */
export function endOffsets(brokers: readonly string[], topics: readonly string[]): Promise<Map<string, number[]>> {
  return offsetsAt(brokers, topics, 'end')
}

/**
 * The first offset of each partition that is still there, or that of the first record of a time or later (-1 where there is none), in
 * the same shape.
 *
 * @throws `TopicUnreadable`
 */
export async function offsetsAt(
  brokers: readonly string[],
  topics: readonly string[],
  at: 'earliest' | 'end' | { readonly timestampMs: number },
): Promise<Map<string, number[]>> {
  if (topics.length === 0) return new Map()
  const consumer = client(brokers)
  try {
    const timestamp = timestampOf(at)
    const offsets = await consumer.listOffsets({ topics: [...topics], timestamp, isolationLevel: 0 })
    return new Map([...offsets].map(([topic, list]) => [topic, list.map(Number)]))
  } catch (error) {
    throw kafkaUnreadable(topics.join(', '), error)
  } finally {
    await consumer.close()
  }
}

/** A consumer that joins no group. */
function client(brokers: readonly string[]): Consumer {
  return new Consumer({
    clientId: 'clickstream',
    groupId: `clickstream-reader-${randomUUID()}`,
    bootstrapBrokers: [...brokers],
    retries: 5,
    retryDelay: 300,
    timeout: 10_000,
  })
}

async function* read(consumer: Consumer, { topic, from, to }: ReadOptions): AsyncGenerator<KafkaRecord> {
  const list = async (timestamp: bigint): Promise<number[]> =>
    ((await consumer.listOffsets({ topics: [topic], timestamp, isolationLevel: 0 })).get(topic) ?? []).map(Number)
  const ends = to === 'end' ? new Map((await list(LATEST)).entries()) : to
  const starts = isOffsets(from) ? from : new Map((await list(timestampOf(from))).entries())
  const next = new Map<number, number>()
  for (const [partition, end] of ends) {
    // No record is as young as the time: the partition is at its end.
    const start = starts.get(partition) ?? -1
    if (start >= 0 && start < end) next.set(partition, start)
  }
  let failures = 0
  while (next.size > 0) {
    const { found, error } = await fetchRound(consumer, topic, next)
    for (const [partition, batches] of found) {
      const end = ends.get(partition) ?? 0
      for (const batch of batches) {
        for (const record of recordsOf(batch, topic, partition)) {
          if (record.offset >= (next.get(partition) ?? end) && record.offset < end) yield record
        }
        next.set(partition, Math.max(next.get(partition) ?? 0, Number(batch.firstOffset) + batch.lastOffsetDelta + 1))
      }
      if ((next.get(partition) ?? end) >= end) next.delete(partition)
    }
    failures = found.size > 0 ? 0 : failures + 1
    if (failures === 0) continue
    if (failures > ATTEMPTS) throw error ?? new Error(`no record at offset ${[...next.values()].join(', ')}`)
    await pause(50 * 2 ** failures)
    // The oldest records may have been deleted meanwhile.
    for (const [partition, first] of (await list(EARLIEST)).entries()) {
      if ((next.get(partition) ?? first) < first) next.set(partition, first)
      if (first >= (ends.get(partition) ?? 0)) next.delete(partition)
    }
  }
}

function isOffsets(from: ReadFrom): from is ReadonlyMap<number, number> {
  return from instanceof Map
}

function timestampOf(at: 'earliest' | 'end' | { readonly timestampMs: number }): bigint {
  if (at === 'end') return LATEST
  return at === 'earliest' ? EARLIEST : BigInt(Math.floor(at.timestampMs))
}

/** One answer of each broker that leads a partition. */
async function fetchRound(
  consumer: Consumer,
  topic: string,
  next: ReadonlyMap<number, number>,
): Promise<{ found: Map<number, RecordsBatch[]>; error?: unknown }> {
  const metadata = await consumer.metadata({ topics: [topic] })
  const known = metadata.topics.get(topic)
  const byLeader = new Map<number, number[]>()
  for (const partition of next.keys()) {
    const leader = known?.partitions[partition]?.leader ?? -1
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition])
  }
  const found = new Map<number, RecordsBatch[]>()
  let error: unknown
  const asked = [...byLeader].map(async ([node, partitions]) => {
    const answer = await consumer.fetch({
      node,
      minBytes: 1,
      maxBytes: ANSWER_BYTES,
      maxWaitTime: 500,
      isolationLevel: 0,
      topics: [
        {
          topicId: known?.id ?? '',
          partitions: partitions.map((partition) => ({
            partition,
            currentLeaderEpoch: -1,
            fetchOffset: BigInt(next.get(partition) ?? 0),
            lastFetchedEpoch: -1,
            partitionMaxBytes: PARTITION_BYTES,
          })),
        },
      ],
    })
    for (const { partitionIndex, records } of answer.responses.flatMap((one) => one.partitions)) {
      if (records !== undefined && records.length > 0) found.set(partitionIndex, records)
    }
  })
  for (const result of await Promise.allSettled(asked)) {
    if (result.status === 'fulfilled') continue
    error = result.reason
    // Leaders may have moved.
    consumer.clearMetadata()
  }
  return { found, error }
}

function* recordsOf(batch: RecordsBatch, topic: string, partition: number): Generator<KafkaRecord> {
  if ((batch.attributes & CONTROL) !== 0) return
  const firstOffset = Number(batch.firstOffset)
  const firstTimestamp = Number(batch.firstTimestamp)
  // Bit 3: the broker's own time, which is the batch's last one.
  const appended = (batch.attributes & 8) === 0 ? undefined : Number(batch.maxTimestamp)
  for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
    yield {
      topic,
      partition,
      offset: firstOffset + offsetDelta,
      timestamp: appended ?? firstTimestamp + Number(timestampDelta),
      key: key ?? undefined,
      value: value ?? undefined,
      headers: new Map(headers.map(([name, text]) => [String(name ?? ''), text ?? Buffer.alloc(0)])),
    }
  }
}
