import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type CollectorUnderTest, drained } from '../../test/real/support/collector-under-test.js'
import { KafkaCluster } from '../../test/real/support/kafka-cluster.js'
import { luaCollector } from '../../test/real/support/lua-collector.js'
import { run } from '../../test/real/support/programs.js'
import { RESTY_KAFKA, startReference } from './reference.js'
import { EVENTS, type Form, load, type Sample, type Target } from './target.js'

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 6)
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5)

let folder: string
let kafka: KafkaCluster
const collectors = new Map<string, CollectorUnderTest>()
let reference: Awaited<ReturnType<typeof startReference>>

/** One worker with its librdkafka threads on core 0; wrk and the broker have core 1. */
const startPinned = async (
  durability: 'acknowledged' | 'buffered',
  name: string = durability,
  limits = { perAddressPerSecond: 0, perProjectPerSecond: 0 },
): Promise<CollectorUnderTest & Target> => {
  const collector = await luaCollector.start({ brokers: kafka.brokers, collector: { durability, limits } })
  const [worker = 0] = await collector.workerPids()
  await run('taskset', ['-a', '-c', '-p', '0', String(worker)])
  collectors.set(name, collector)
  return { ...collector, worker: async () => worker }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clickstream-bench-'))
  kafka = await KafkaCluster.start({ topics: ['app_logs', 'web_logs'], config: { 'retention.bytes': 300_000_000 } })
  for (const pid of kafka.pids()) await run('taskset', ['-a', '-c', '-p', '1', String(pid)])
  reference = await startReference(kafka.brokers)
}, 240_000)

afterAll(async () => {
  for (const collector of collectors.values()) await collector.remove()
  await reference?.remove()
  await kafka?.remove()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

const middle = (samples: readonly Sample[]): Sample => ({
  rate: median(samples.map(({ rate }) => rate)),
  p50: median(samples.map(({ p50 }) => p50)),
  p99: median(samples.map(({ p99 }) => p99)),
  cpu: median(samples.map(({ cpu }) => cpu)),
  failed: samples.reduce((sum, { failed }) => sum + failed, 0),
})

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

test('figures of the collector, as ratios of one run', async () => {
  const acknowledged = await startPinned('acknowledged')
  const buffered = await startPinned('buffered')
  const plenty = 1_000_000 // a second: each request takes its tokens, none is refused
  const limited = await startPinned('acknowledged', 'limited', {
    perAddressPerSecond: plenty,
    perProjectPerSecond: plenty,
  })
  type Options = { path?: string; connections: number; form?: Form }
  const variants: readonly (readonly [name: string, target: Target, options: Options])[] = [
    ['bare nginx, 512', reference, { path: '/bare', connections: 512 }],
    ...(RESTY_KAFKA === undefined
      ? []
      : ([
          ['lua-resty-kafka async, validated, 512', reference, { path: '/reference', connections: 512 }],
          ['lua-resty-kafka async, not validated, 512', reference, { path: '/reference-plain', connections: 512 }],
        ] as const)),
    ['acknowledged, 512', acknowledged, { connections: 512 }],
    ['acknowledged with limits, 512', limited, { connections: 512 }],
    ['acknowledged, 64', acknowledged, { connections: 64 }],
    ['buffered, 512', buffered, { connections: 512 }],
    ['batches of 10, 128', acknowledged, { connections: 128, form: 'batch' }],
    ['batches of 10 in gzip, 128', acknowledged, { connections: 128, form: 'gzip' }],
  ]
  const samples = new Map<string, Sample[]>()
  // Rounds, not blocks: the machine's speed drifts, and each round sees all variants, every second one from the last to the first.
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, target, options] of round % 2 === 0 ? variants : [...variants].reverse()) {
      const sample = await load(target, folder, { ...options, seconds: SECONDS })
      samples.set(name, [...(samples.get(name) ?? []), sample])
      await sleep(1000)
    }
  }
  const of = (name: string): Sample | undefined => {
    const found = samples.get(name)
    return found && middle(found)
  }
  /** The middle of the rounds' ratios: what slows a round slows both. */
  const ratio = (name: string, base: string, by: (sample: Sample) => number = ({ rate }) => rate): string => {
    const bases = samples.get(base) ?? []
    const ratios = (samples.get(name) ?? []).flatMap((sample, round) => {
      const other = bases[round]
      return other === undefined ? [] : [by(sample) / by(other)]
    })
    return ratios.length === 0 ? '-' : median(ratios).toFixed(2)
  }
  const rows = variants.map(([name, , { form = 'single' }]) => {
    const { rate, p50, p99, cpu, failed } = of(name) ?? { rate: NaN, p50: NaN, p99: NaN, cpu: NaN, failed: NaN }
    const events = EVENTS[form]
    return [
      name,
      Math.round(rate * events).toString(),
      p50.toFixed(1),
      p99.toFixed(1),
      (cpu / events).toFixed(1),
      ratio(name, 'bare nginx, 512'),
      ratio(name, 'lua-resty-kafka async, validated, 512'),
      String(failed),
    ]
  })
  const head = ['what answers', 'events/s', 'p50 ms', 'p99 ms', 'µs CPU/event', '× bare', '× reference', 'failed']
  const less = (batch: string): string =>
    (Number(ratio('acknowledged, 512', batch, ({ cpu }) => cpu)) * EVENTS.batch).toFixed(1)
  const notes = [
    `with limits: ${ratio('acknowledged with limits, 512', 'acknowledged, 512')} x without`,
    `CPU of an event in batches of 10: ${less('batches of 10, 128')} x less, in gzip ${less('batches of 10 in gzip, 128')} x less`,
  ]
  process.stdout.write(`\n${table([head, ...rows])}\n${notes.join('\n')}\n`)
  expect([...samples.values()].flat().reduce((sum, { failed }) => sum + failed, 0)).toBe(0)
}, 900_000)

test('an outage of Kafka under load, against the same collector before and after', async () => {
  const collector = collectors.get('acknowledged') ?? (await startPinned('acknowledged'))
  const [worker = 0] = await collector.workerPids()
  const target: Target = { url: collector.url, worker: async () => worker }
  const measure = (seconds: number): Promise<Sample> => load(target, folder, { connections: 512, seconds })
  await measure(2) // LuaJIT compiles in here
  const before = await measure(SECONDS)
  await kafka.stop('SIGKILL')
  await measure(2) // the breaker opens in here
  const during = await measure(SECONDS)
  await kafka.resume()
  await measure(5) // clients do not wait for a drain
  const after = await measure(SECONDS)
  await drained(collector, 180_000)
  const settled = await measure(SECONDS)
  const row = (name: string, { rate, p50, p99 }: Sample): string[] => [
    name,
    Math.round(rate).toString(),
    p50.toFixed(1),
    p99.toFixed(1),
    (rate / before.rate).toFixed(2),
  ]
  const head = ['outage', 'events/s', 'p50 ms', 'p99 ms', '× before']
  const rows = [
    row('before', before),
    row('Kafka away', during),
    row('5 s after its return', after),
    row('drained', settled),
  ]
  process.stdout.write(`\n${table([head, ...rows])}\n`)
  expect(during.failed).toBe(0)
}, 600_000)
