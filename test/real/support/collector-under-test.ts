import type { Spec } from '../../../src/spec/schema.js'
import { until } from './programs.js'

/** How a contract test wants its collector. */
export interface CollectorOptions {
  /** Changes to the collector part of `contractSpec`. */
  readonly collector?: Partial<Spec['collector']>
  /** @default 'none' */
  readonly auth?: Spec['kafka']['auth']
  /** Bootstrap addresses. */
  readonly brokers: string
  readonly env?: Readonly<Record<string, string>>
  /** Folder for the spool, which outlives the collector; without it the collector makes one and removes it. */
  readonly spoolFolder?: string
  /** Bound of the spill; without it the one that follows from the spec. */
  readonly spillBytes?: number
  /** Memory for events that wait for the broker, in KiB; without it the one that follows from the spec. */
  readonly queueKiB?: number
  /** @default 1 */
  readonly workers?: 1 | 2
}

/** A running collector, seen from outside. */
export interface CollectorUnderTest {
  /** Address of the listener for events. */
  readonly url: string
  /** Address of the listener for metrics and health. */
  readonly metricsUrl: string
  /** The container's main process, which gets the stop signal. */
  readonly pid: number
  readonly spoolFolder: string
  /** Process that starts the workers anew. */
  masterPid(): Promise<number>
  workerPids(): Promise<number[]>
  /** Everything that it wrote to stdout and stderr. */
  output(): string
  /** Records on the disk that are not known to be in Kafka, one text each. */
  spilled(): Promise<string[]>
  /** Bytes of the spill on the disk. */
  spilledBytes(): Promise<number>
  /** Lines of the rejected stream on the disk. */
  rejected(): Promise<string[]>
  /** Sends a signal to the main process and waits until it is gone; gives its exit status. */
  stop(signal?: NodeJS.Signals, patienceMs?: number): Promise<number | null>
  /** SIGKILL to every process at once, as when a task's host dies. */
  kill(): Promise<void>
  /** Ends it and removes what it made. */
  remove(): Promise<void>
}

/** A way to start a collector: what the contract is given. */
export interface CollectorKind {
  /** As CLICKSTREAM_COLLECTOR names it. */
  readonly name: string
  start(options: CollectorOptions): Promise<CollectorUnderTest>
}

/** A number of the collector's Prometheus text; `name` without `clickstream_`, with its labels. NaN where there is none. */
export const metric = async ({ metricsUrl }: CollectorUnderTest, name: string): Promise<number> => {
  const text = await (await fetch(`${metricsUrl}/metrics`)).text()
  const start = `clickstream_${name} `
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(start))
      ?.slice(start.length),
  )
}

/** Waits until Kafka has everything that was on the disk, and no segment is left. */
export const drained = (collector: CollectorUnderTest, patienceMs = 60_000): Promise<void> =>
  until('the spill to be drained', async () => (await collector.spilledBytes()) === 0, patienceMs)
