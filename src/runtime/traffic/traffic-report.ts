import type { Quantiles } from './histogram.js'
import type { Place } from './place.js'
import type { Refusal } from './refusals.js'
import { isExact, type Account, type Visibility } from './settlement.js'

/** What arrived in one place. */
export interface PlaceReport extends Account {
  readonly kind: Place['kind']
  readonly name: string
  readonly topics: readonly string[]
  /** Undefined for Kafka, which has a record before its event is answered. */
  readonly visibility?: Visibility
  /** Every event that is due here once for each 200, unaltered, and nothing else. */
  readonly exact: boolean
}

/** What became of a run's events; plain data. */
export interface TrafficReport {
  /** UUID of the run, which each of its events holds. */
  readonly run: string
  /** ISO 8601. */
  readonly started: string
  /** Seconds of sending. */
  readonly seconds: number
  /** Events that were sent, each counted once. */
  readonly sent: number
  /** Requests, with those that were sent again. */
  readonly requests: number
  /** Requests that were sent again with the same id after 429, 503 or no answer. */
  readonly again: number
  /** Times that an event was answered 200. */
  readonly accepted: number
  /** Events that were answered 200 at least once. */
  readonly acceptedEvents: number
  /** Events that got no 200 in the end, by the last status. */
  readonly refused: Readonly<Record<string, number>>
  /** Bytes of the largest event. */
  readonly largestEventBytes: number
  /** What had to be refused, and what it was told. */
  readonly refusals: readonly Refusal[]
  /** Milliseconds from the moment a request was due to its answer. */
  readonly latency: Quantiles
  /** Accepted events in each second of the run. */
  readonly acceptedPerSecond: readonly number[]
  /** Kafka, then each sink. */
  readonly places: readonly PlaceReport[]
  /** Records that came into the dead-letter topics. */
  readonly deadLetters: number
  readonly passed: boolean
}

/** Whether everything is where it belongs. */
export function hasPassed({ refused, refusals, places, deadLetters }: Omit<TrafficReport, 'passed'>): boolean {
  return (
    Object.keys(refused).length === 0 && deadLetters === 0 && refusals.every(({ ok }) => ok) && places.every(isExact)
  )
}
