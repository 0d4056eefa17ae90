import { Histogram, type Quantiles } from './histogram.js'
import { PerSecond } from './per-second.js'
import { Settlement } from './settlement.js'
import type { TrafficPlan } from './traffic-plan.js'

/** Events that share a time of their last answer: 2^5. */
const BLOCK_BITS = 5

/** What was answered: how often each event got its 200, and when. Nine bits an event, so that a run of millions fits in memory. */
export class Ledger {
  private readonly counts: Uint8Array
  private readonly times: Uint32Array
  private readonly latencies = new Histogram()
  private readonly seconds = new PerSecond()
  private lastAnswer = 0

  constructor(readonly plan: TrafficPlan) {
    this.counts = new Uint8Array(plan.events)
    this.times = new Uint32Array((plan.events >>> BLOCK_BITS) + 1)
  }

  /** Notes a 200 for some events, `at` milliseconds after the run began. */
  accept(first: number, count: number, at: number): void {
    for (let n = first; n < first + count; n++) this.counts[n] = (this.counts[n] ?? 0) + 1
    this.times[first >>> BLOCK_BITS] = at
    this.times[(first + count - 1) >>> BLOCK_BITS] = at
    this.seconds.add(at, count)
    this.lastAnswer = Math.max(this.lastAnswer, at)
  }

  /** Notes how long any answer took, in milliseconds. */
  answered(latency: number): void {
    this.latencies.add(latency)
  }

  accepted(n: number): number {
    return this.counts[n] ?? 0
  }

  /** When an event or one of its neighbours was answered last, in milliseconds after the run began. */
  answeredAt(n: number): number {
    return this.times[n >>> BLOCK_BITS] ?? 0
  }

  /** When the last 200 came. */
  get lastAnsweredAt(): number {
    return this.lastAnswer
  }

  /** Events that were answered 200, each as often as that happened. */
  get acceptances(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }

  /** Events that were answered 200 at least once. */
  get acceptedEvents(): number {
    return this.counts.reduce((sum, count) => sum + Number(count > 0), 0)
  }

  get latency(): Quantiles {
    return this.latencies.summary()
  }

  /** Accepted events in each second of the run. */
  get acceptedPerSecond(): number[] {
    return this.seconds.toArray()
  }

  /** Begins to compare what arrives in a place that reads these topics with what was accepted for them; sending is over by then. */
  settlement(topics: readonly string[]): Settlement {
    return new Settlement(this, topics)
  }
}
