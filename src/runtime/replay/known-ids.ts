import { offsetsAt, readRecords } from '../../site/kafka/record-reader.js'
import { topicRetention } from '../../site/kafka/topic-settings.js'
import { CLOCK_SKEW_MS } from './drain-time.js'
import { eventMeta, type EventMeta } from './event-meta.js'
import type { IdSet } from './id-set.js'
import { retentionPassed } from './replay-errors.js'

/** What is known of an event of the backup. */
export const MARK = { missing: 1, inKafka: 2, sentBefore: 3, sent: 4 } as const

/** Next offsets by topic and partition. */
export type Offsets = Readonly<Record<string, readonly number[]>>

export interface Comparison {
  readonly brokers: readonly string[]
  readonly topic: string
  /** Where reading begins: a time, or what a run that sends without comparing had before it. */
  readonly from: { readonly timestampMs: number } | ReadonlyMap<number, number>
  /** What lies behind was sent by an earlier run of this replay. */
  readonly began: readonly number[]
  /** How many ids of this topic are looked for; reading ends when all are found. */
  readonly wanted: number
}

/**
 * Marks the ids that a topic has, and returns how many of each kind. It reads on to the topic's end: an event that lay on a disk came
 * later, and what an earlier replay sent stands at the end.
 */
export async function markKnown(
  ids: IdSet,
  { brokers, topic, from, began, wanted }: Comparison,
): Promise<{ inKafka: number; sentBefore: number; read: number }> {
  const found = { inKafka: 0, sentBefore: 0, read: 0 }
  for await (const { partition, offset, value } of readRecords(brokers, { topic, from, to: 'end' })) {
    found.read++
    const meta = value === undefined ? undefined : eventMeta(value)
    if (meta === undefined || !isMissing(ids, meta)) continue
    const before = offset >= (began[partition] ?? Infinity)
    ids.set(meta.id, before ? MARK.sentBefore : MARK.inKafka)
    found[before ? 'sentBefore' : 'inKafka']++
    if (found.inKafka + found.sentBefore === wanted) break
  }
  return found
}

function isMissing(ids: IdSet, { id }: EventMeta): boolean {
  return ids.get(id) === MARK.missing
}

/** From which record's time on a range is looked for. */
export function comparedFrom(from: number): number {
  return Math.max(0, from - CLOCK_SKEW_MS)
}

/** Where ids are looked for from: without a comparison, what this replay itself has sent is all that must not be sent again. */
export function lookedForFrom(
  { force, from }: { readonly force: boolean; readonly from: number },
  began: readonly number[],
): Comparison['from'] {
  return force ? new Map(began.entries()) : { timestampMs: comparedFrom(from) }
}

/**
 * Makes sure that no record of a range can have been deleted.
 *
 * @throws `RetentionPassed`
 */
export async function needRetention(
  brokers: readonly string[],
  topics: readonly string[],
  from: number,
  now: number,
): Promise<void> {
  const kept = await topicRetention(brokers, topics)
  const first = await offsetsAt(brokers, topics, 'earliest')
  const begins = await offsetsAt(brokers, topics, { timestampMs: comparedFrom(from) })
  for (const topic of topics) {
    const { milliseconds = Infinity, bytes = Infinity } = kept.get(topic) ?? {}
    if (from < now - milliseconds) throw retentionPassed(topic, from, `${milliseconds / 3_600_000} hours`)
    // Deleted by size: the oldest record that is left belongs to the range already.
    const cut = (first.get(topic) ?? []).some(
      (offset, partition) => offset > 0 && begins.get(topic)?.[partition] === offset,
    )
    if (bytes < Infinity && cut) throw retentionPassed(topic, from, `${bytes} bytes a partition`)
  }
}
