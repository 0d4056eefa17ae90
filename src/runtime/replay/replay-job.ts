import type { Reporter } from '../../report/reporter.js'
import type { Endpoint, Lake } from '../../site/site.js'
import type { Spec } from '../../spec/schema.js'

/** What a replay needs of a site. */
export interface ReplaySite {
  readonly lake: Pick<Lake, 'objects' | 'lines'>
  readonly endpoint: Pick<Endpoint, 'url' | 'metrics'>
  readonly brokers: readonly string[]
}

/** What of the spec decides where events come from and go to. */
export type ReplaySpec = Pick<Spec, 'name' | 'backup' | 'topics' | 'collector'>

export interface ReplayJob {
  readonly site: ReplaySite
  readonly spec: ReplaySpec
  /** What was asked for, in the person's words: a job of the same words goes on where it was killed, with the range that it had. */
  readonly words: string
  /** Events that were taken from this time on, epoch milliseconds. */
  readonly from: number
  /** And before this one. */
  readonly to: number
  /** @default - every topic that the backup has events of */
  readonly topics?: readonly string[]
  readonly dryRun: boolean
  /** Events a second at most. @default - as fast as Kafka takes them */
  readonly rate?: number
  /** Sends although it cannot be known, or not yet, what Kafka has. */
  readonly force: boolean
  /** Where it is written down how far the replay is. */
  readonly checkpoint: string
  readonly reporter: Reporter
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number
}

/** Events of one hour, which begins at `hour` (ISO 8601, UTC). */
export interface HourCount {
  readonly hour: string
  readonly events: number
}

/** What a replay came to in one topic. Every event is one of: in Kafka before, sent earlier, sent now. */
export interface TopicResult {
  readonly topic: string
  /** Different events of the range in the backup. */
  readonly events: number
  readonly hours: readonly HourCount[]
  /** That Kafka had. */
  readonly inKafka: number
  /** That an earlier run of this replay, which did not end, had sent. */
  readonly sentBefore: number
  /** That were missing; with `dryRun` none of them is sent. */
  readonly missing: number
  readonly sent: number
}

export interface ReplayResult {
  readonly from: string
  readonly to: string
  readonly dryRun: boolean
  readonly forced: boolean
  /** Whether it went on where a killed run stopped. */
  readonly resumed: boolean
  readonly objects: number
  readonly topics: readonly TopicResult[]
  /** Lines that repeat an event: the shipper delivers at least once. */
  readonly copies: number
  /** Lines that are cut off or altered, which are left alone. */
  readonly damaged: number
  /** Ids were read from the records of this time on to the end of each topic; undefined where nothing was compared. */
  readonly comparedFrom?: string
  /** Seconds that an event may lie on a collector's disk. */
  readonly drainSeconds: number
  /** Bytes of memory that the ids took. */
  readonly idBytes: number
  readonly seconds: number
}
