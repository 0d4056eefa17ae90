import { accountFor, numberedEvents, type SinkAccount } from './sink-events.js'
import { pause, until } from './programs.js'
import { BUCKET, type SinkUnderTest } from './sink-under-test.js'

export interface ChaosOptions {
  readonly topic: string
  readonly records: number
  readonly partitions: number
  /** How often a worker is killed with SIGKILL. */
  readonly kills: number
  /** How often a worker stands still for longer than the group waits for it, and then goes on. */
  readonly freezes: number
}

export interface ChaosAccount extends SinkAccount {
  readonly kills: number
  readonly faults: Readonly<Record<string, number>>
  readonly openUploads: number
  readonly seconds: number
}

/** Rates at which one request in four fails. */
const FAULTS = { unavailable: 0.08, slow: 0.06, hang: 0.03, cut: 0.04, 'answer-lost': 0.04 }

/** Kills, freezes and misleads two workers while they drain a topic that grows, and counts what is in the bucket. */
export const survive = async (sink: SinkUnderTest, options: ChaosOptions): Promise<ChaosAccount> => {
  const { topic, records, partitions, kills, freezes } = options
  const started = Date.now()
  await sink.kafka.admin.create(topic, partitions, 1)
  await sink.connect(topic, topic, {
    'tasks.max': '2',
    'partition.time': 'meta.ctime',
    'compression.level': '1',
    'max.open.hours': '2',
    'memory.bytes': String(48 << 20),
    // As in the configuration that is generated: with paused partitions Kafka's 500 ms would hold up each fetch.
    'consumer.override.fetch.max.wait.ms': '50',
    'rotate.interval.ms': '2000',
    'request.timeout.ms': '1500',
    'retry.attempts': '40',
    'retry.max.backoff.ms': '2000',
  })
  sink.faults.set(FAULTS)
  const rounds = kills + freezes
  const share = Math.ceil(records / rounds)
  for (let round = 0; round < rounds; round++) {
    const from = round * share
    const count = Math.min(share, records - from)
    const sending = sink.kafka.produce(topic, numberedEvents({ from, count, padBytes: 900 }))
    await pause(Math.random() * 3)
    const [worker, other] = round % 2 === 0 ? sink.workers : [...sink.workers].reverse()
    if (worker === undefined || other === undefined) throw new Error('two workers are needed')
    // Every so often one stands still in place of being killed, so that its partitions move and it comes back to none.
    if (Math.floor(((round + 1) * freezes) / rounds) > Math.floor((round * freezes) / rounds)) {
      worker.freeze()
      await pause(9)
      worker.thaw()
    } else {
      await worker.stop('SIGKILL')
      await worker.resume()
    }
    await sending
  }
  // Requests that hang now must have arrived before anything is counted.
  await pause(2)
  sink.faults.set()
  await sink.drained(topic, topic, 600_000)
  await sink.faults.quiet()
  const open = async (): Promise<string[]> =>
    (await sink.s3.uploads(BUCKET)).filter((key) => key.startsWith(`${topic}/`))
  await sweep(sink, topic, partitions, records, open)
  const account = await accountFor(sink.s3, BUCKET, `${topic}/${topic}/`, records + partitions)
  return {
    ...account,
    kills,
    faults: { ...sink.faults.counts },
    openUploads: (await open()).length,
    seconds: Math.round((Date.now() - started) / 1000),
  }
}

/** Lets one more record go through each partition, after which nobody needs what was left behind. */
const sweep = async (
  sink: SinkUnderTest,
  topic: string,
  partitions: number,
  records: number,
  open: () => Promise<string[]>,
): Promise<void> => {
  const events = numberedEvents({ from: records, count: partitions, partition: (number) => number - records })
  await sink.kafka.produce(topic, events)
  await sink.drained(topic, topic)
  await until('left uploads to be ended', async () => (await open()).length === 0, 150_000).catch(() => {})
}
