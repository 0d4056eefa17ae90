import type { Arrivals } from './arrivals.js'
import type { Answers } from './steady-load.js'

/** Where the story of an outage is. */
export type OutagePhase =
  'calm' | 'kafka away' | 'kafka back' | 'drained' | 'kafka away again' | 'disk lost' | 'replayed' | 'counting' | 'done'

/** What the lost disk of a collector came to. */
export interface LostDisk {
  /** Parts that were killed with it. */
  readonly parts: readonly string[]
  /** Events that were answered 200 while Kafka was away: on this disk, and copied to the backup bucket. */
  readonly onDisk: number
  /** Events of the range that Kafka had. */
  readonly inKafka: number
  /** That only the backup bucket had: sent by the replay. */
  readonly replayed: number
}

/** What an outage of Kafka under load came to. */
export interface OutageResult {
  /** Events a second. */
  readonly rate: number
  readonly sent: number
  readonly accepted: number
  readonly refused: Readonly<Record<string, number>>
  readonly calm: Answers
  /** From the kill to the return. */
  readonly outage: Answers & { readonly seconds: number }
  /** The same without its first seconds, in which the collector finds out. */
  readonly settled: Answers
  /** Events that were written to the disk in the first outage. */
  readonly spilled: number
  /** Seconds from Kafka's return until the disk was empty, under load. */
  readonly drainedAfterSeconds: number
  /** Undefined where the machine has no Fluent Bit: nothing ships the disk's events then. */
  readonly lostDisk?: LostDisk
  readonly arrivals: readonly Arrivals[]
  /** Everything was accepted, and each event is in every place once. */
  readonly passed: boolean
}
