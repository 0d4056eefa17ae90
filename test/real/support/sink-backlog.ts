import { readFile } from 'node:fs/promises'
import { accountFor, numberedEvents, type SinkAccount } from './sink-events.js'
import type { ConnectorConfig } from './connect-rest.js'
import { pause, run } from './programs.js'
import { BUCKET, type SinkUnderTest } from './sink-under-test.js'

export interface BacklogOptions {
  readonly topic: string
  readonly records: number
  readonly recordBytes: number
  /** How many of these can hardly be compressed. @default - all */
  readonly randomBytes?: number
  readonly partitions: number
  readonly hours: number
  /** Part of the events that are not of the newest hour. */
  readonly late: number
  readonly memoryBytes: number
  /** How often the heap is looked at, after a full collection. @default - never */
  readonly heapEverySeconds?: number
  readonly settings?: ConnectorConfig
}

export interface BacklogAccount extends SinkAccount {
  /** From the connector's start to the last commit; the last flushes wait for their interval. */
  readonly seconds: number
  /** Most that the sink said to hold, in its log lines. */
  readonly mostHeldBytes: number
  /** Most memory of the worker's process, in MiB. */
  readonly residentMiB: number
  readonly outOfMemory: boolean
  /** Heap in use after a full collection, in MiB, as often as it was asked for. */
  readonly heapMiB: readonly number[]
}

/** Fills a topic, lets one task drain it, and counts what is in the bucket. */
export const drainBacklog = async (sink: SinkUnderTest, options: BacklogOptions): Promise<BacklogAccount> => {
  const { topic, records, recordBytes, randomBytes, partitions, hours, late, memoryBytes, heapEverySeconds, settings } =
    options
  await sink.kafka.admin.create(topic, partitions, 1)
  const events = numberedEvents({
    ...{ count: records, padBytes: recordBytes - 60, hours, late, partition: (number) => number % partitions },
    ...(randomBytes !== undefined && { randomBytes }),
  })
  await sink.kafka.produce(topic, events)
  const started = Date.now()
  await sink.connect(topic, topic, {
    'partition.time': 'meta.ctime',
    'compression.level': '1',
    'memory.bytes': String(memoryBytes),
    // Otherwise the one partition whose turn it is gets 1 MB each half second: the others answer nothing.
    'consumer.override.fetch.max.wait.ms': '50',
    ...settings,
  })
  const watch = { residentMiB: 0, heapMiB: [] as number[], over: false }
  const watching = [watchMemory(sink.worker.pid, watch), watchHeap(sink.worker.pid, watch, heapEverySeconds)]
  await sink.drained(topic, topic, 1_200_000).finally(() => (watch.over = true))
  const seconds = Math.round((Date.now() - started) / 1000)
  await Promise.all(watching)
  const held = [...sink.log().matchAll(new RegExp(`${topic}-0: .* memory.bytes=(\\d+)`, 'g'))].map(([, n]) => Number(n))
  return {
    ...(await accountFor(sink.s3, BUCKET, `${topic}/${topic}/`, records)),
    seconds,
    mostHeldBytes: Math.max(0, ...held),
    residentMiB: watch.residentMiB,
    heapMiB: watch.heapMiB,
    outOfMemory: sink.worker.output().includes('OutOfMemoryError'),
  }
}

const watchMemory = async (pid: number, watch: { residentMiB: number; over: boolean }): Promise<void> => {
  while (!watch.over) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const resident = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
    watch.residentMiB = Math.max(watch.residentMiB, resident)
    await pause(0.5)
  }
}

const watchHeap = async (
  pid: number,
  watch: { readonly heapMiB: number[]; readonly over: boolean },
  everySeconds?: number,
): Promise<void> => {
  while (everySeconds !== undefined && !watch.over) {
    await pause(everySeconds)
    if (watch.over) return
    await run('jcmd', [String(pid), 'GC.run'])
    const { stdout } = await run('jcmd', [String(pid), 'GC.heap_info'])
    watch.heapMiB.push(Math.round(Number(/heap\s+total \d+K, used (\d+)K/.exec(stdout)?.[1]) / 1024))
  }
}
