import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { post } from '../../support/ask.js'
import type { CollectorUnderTest } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { sendLoad } from '../../support/load.js'
import { until } from '../../support/programs.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
  collector = await collectorKind.start({ brokers: kafka.brokers, workers: 2 })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

/** Samples of the Prometheus text, by name and labels. */
const samples = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await (await fetch(`${collector.metricsUrl}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  // Every line is one that Prometheus reads.
  expect(lines.filter((line) => !/^[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [-+0-9.e]+$/.test(line))).toEqual(
    [],
  )
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )
}

test('what was done is counted over all workers, as Prometheus text and as lines for CloudWatch', async () => {
  // GIVEN
  await sendLoad({ url: collector.url, seconds: 20, requests: 300, form: 'array', batch: 10, connections: 8 })
  await post(collector.url, '%')
  await post(collector.url, '{}', { project: 'other' })
  // WHEN
  await until('all of it to be counted', async () => (await samples()).get('clickstream_kafka_acks_total') === 3000)
  const found = await samples()
  // THEN
  const expected = {
    'clickstream_requests_total{code="200"}': 300,
    'clickstream_requests_total{code="400"}': 2,
    'clickstream_events_total{result="accepted"}': 3000,
    'clickstream_refused_total{reason="InvalidBody"}': 1,
    'clickstream_refused_total{reason="UnknownProject"}': 1,
    clickstream_kafka_acks_total: 3000,
    clickstream_spill_bytes: 0,
  }
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, found.get(name)]))).toEqual(expected)
  const others = [
    'clickstream_kafka_errors_total',
    'clickstream_ack_seconds_count',
    'clickstream_ack_seconds_sum',
    'clickstream_spilled_total',
    'clickstream_resent_total',
    'clickstream_spill_limit_bytes',
    'clickstream_spill_oldest_seconds',
    'clickstream_spill_errors_total',
    'clickstream_fsync_seconds',
  ]
  expect(others.filter((name) => !Number.isFinite(found.get(name)))).toEqual([])
  const labelled = ['clickstream_ack_seconds_bucket', 'clickstream_breaker_open', 'clickstream_limited_total']
  expect(labelled.filter((name) => ![...found.keys()].some((key) => key.startsWith(`${name}{`)))).toEqual([])
}, 60_000)

test('every 15 s a line in the embedded metric format is on stdout', async () => {
  interface Embedded {
    readonly _aws: {
      readonly Timestamp: number
      readonly CloudWatchMetrics: readonly {
        readonly Namespace: string
        readonly Metrics: readonly { readonly Name: string }[]
      }[]
    }
  }
  const lines = (): (Embedded & Record<string, unknown>)[] =>
    collector
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes('"_aws"'))
      .map((line) => JSON.parse(line) as Embedded & Record<string, unknown>)
  await until('two of them', async () => lines().length >= 2, 40_000)
  const [first, second] = lines()
  const named = first?._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)) ?? []
  expect([named.length > 5, named.filter((name) => typeof first?.[name] !== 'number')]).toEqual([true, []])
  // What came is what was taken and what was not; both disks are parts of a whole.
  const sum = (name: string): number => lines().reduce((total, line) => total + Number(line[name]), 0)
  expect(['Received', 'Accepted', 'Refused', 'Limited', 'Unavailable', 'Lost'].map(sum)).toEqual([
    3002, 3000, 2, 0, 0, 0,
  ])
  expect([first?.['SpillUsedPercent'], Number(first?.['DiskFreePercent']) > 0]).toEqual([0, true])
  expect(Number(first?.['DiskFreePercent'])).toBeLessThanOrEqual(100)
  const seconds = ((second?._aws.Timestamp ?? 0) - (first?._aws.Timestamp ?? 0)) / 1000
  expect([seconds > 12, seconds < 18]).toEqual([true, true])
}, 60_000)
