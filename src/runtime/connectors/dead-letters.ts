import { endOffsets, readRecords } from '../../site/kafka/record-reader.js'
import { failureCause, type FailureCause } from '../../site/failure-cause.js'

/** A record that a connector put aside, and why. */
export interface DeadLetter {
  /** Where the record was read. */
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** When it was put aside: epoch milliseconds. */
  readonly at: number
  /** Where in the connector it happened, such as `VALUE_CONVERTER` or `TRANSFORMATION`. */
  readonly stage: string
  /** Class of the exception. */
  readonly exception: string
  readonly message: string
  readonly cause: FailureCause
  readonly trace: string
  /** Size of the record's value. */
  readonly bytes: number
  /** The beginning of the value as text. */
  readonly beginning: string
}

/** Characters of a record that are shown. */
const SHOWN = 200

/** Prefix of the headers of a dead letter. Source: Kafka Connect, KIP-298. */
const HEADER = '__connect.errors.'

/**
 * The newest dead letters of a topic, newest first; none where nothing was put aside.
 *
 * @throws `TopicUnreadable`
 */
export async function deadLetters(brokers: readonly string[], topic: string, count: number): Promise<DeadLetter[]> {
  const ends = (await endOffsets(brokers, [topic])).get(topic) ?? []
  const from = new Map(ends.map((end, partition) => [partition, Math.max(0, end - count)]))
  const found: DeadLetter[] = []
  for await (const { headers, value, timestamp } of readRecords(brokers, { topic, from, to: 'end' })) {
    const header = (name: string): string => headers.get(`${HEADER}${name}`)?.toString() ?? ''
    const trace = header('exception.stacktrace')
    found.push({
      topic: header('topic'),
      partition: Number(header('partition')),
      offset: Number(header('offset')),
      at: timestamp,
      stage: header('stage'),
      exception: header('exception.class.name'),
      message: header('exception.message'),
      cause: failureCause(trace),
      trace,
      bytes: value?.length ?? 0,
      beginning: (value ?? Buffer.alloc(0)).subarray(0, SHOWN).toString(),
    })
  }
  return found.sort((a, b) => b.at - a.at).slice(0, count)
}
