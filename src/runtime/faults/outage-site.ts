import { setTimeout as pause } from 'node:timers/promises'
import { ClickstreamError } from '../../errors.js'
import type { Endpoint, Lake } from '../../site/site.js'
import { metricIn } from '../metric.js'

/** Breaks and mends parts of a site. */
export interface Faults {
  /** Ends a part and all that it started, at once. */
  kill(part: string): Promise<void>
  /** Starts a killed part again on the data that it left, and waits until it answers. */
  start(part: string): Promise<void>
  /** Kills every part that uses the disk of this one, empties the disk, and returns who was killed. */
  loseDisk(part: string): Promise<string[]>
  has(part: string): boolean
}

/** What the story of an outage needs of a site. */
export interface OutageSite {
  readonly lake: Lake
  readonly endpoint: Pick<Endpoint, 'url' | 'metrics'>
  readonly brokers: readonly string[]
  readonly faults: Faults
}

/** A value of the collector's metrics; NaN where it has none of this name yet. */
export async function metricOf({ endpoint }: Pick<OutageSite, 'endpoint'>, name: string): Promise<number> {
  return metricIn(await endpoint.metrics(), name) ?? NaN
}

/**
 * Waits for something that has to come.
 *
 * @throws `FaultNotMended`
 */
export async function eventually(what: string, ask: () => Promise<boolean>, patienceMs: number): Promise<void> {
  const end = Date.now() + patienceMs
  while (!(await ask().catch(() => false))) {
    if (Date.now() > end) {
      throw new ClickstreamError(`${what} did not happen within ${Math.round(patienceMs / 1000)} s`, {
        code: 'FaultNotMended',
        hint: '`clickstream local logs` shows what the parts say; --keep leaves them running',
        source: 'tool',
      })
    }
    await pause(200)
  }
}
