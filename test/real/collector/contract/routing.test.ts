import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { dataText, post } from '../../support/ask.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { newRun } from '../../support/load.js'
import { partitionOf } from '../../support/murmur2.js'
import { TOPICS } from '../../support/traffic.js'
import type { Spec } from '../../../../src/spec/schema.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest | undefined

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS, proxied: true })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

const start = async (key: Spec['collector']['routing']['key']): Promise<CollectorUnderTest> => {
  await collector?.remove()
  const routing = { header: 'project', default: 'app_logs', topics: [...TOPICS], key }
  collector = await collectorKind.start({ brokers: kafka.brokers, collector: { routing } })
  return collector
}

/** [event's name, key, partition] of a run's records, in the order of their names. */
const placed = async (topic: string, run: string): Promise<unknown[]> => {
  if (collector !== undefined) await drained(collector)
  return (await kafka.records(topic))
    .filter(({ value }) => value.includes(run))
    .map(
      ({ key, value, partition }) => [(JSON.parse(dataText(value)) as { name: string }).name, key, partition] as const,
    )
    .sort(([left], [right]) => (left < right ? -1 : 1))
}

const KEYS = ['1', 'user-42', 'ü', '漢字', 'a much longer key, of more than one block of four bytes', '0'.repeat(100)]

test('the project header names one of the listed topics, and nothing else does', async () => {
  const run = newRun('topic')
  const { url } = await start('none')
  await post(url, `{"run":"${run}","name":"default"}`)
  await post(url, `{"run":"${run}","name":"named","project":"app_logs","topic":"app_logs"}`, { project: 'web_logs' })
  expect(await placed('app_logs', run)).toEqual([['default', null, expect.any(Number)]])
  expect(await placed('web_logs', run)).toEqual([['named', null, expect.any(Number)]])
}, 60_000)

test("a header's value is the record's key, and the partition is that of Java's clients", async () => {
  // GIVEN
  const run = newRun('header')
  const { url } = await start('header:x-user')
  // WHEN
  for (const key of KEYS) {
    const headers = { 'x-user': Buffer.from(key).toString('latin1') }
    expect(await post(url, `{"run":"${run}","name":"${key}"}`, headers)).toEqual([200])
  }
  expect(await post(url, `[{"run":"${run}","name":"~1"},{"run":"${run}","name":"~2"}]`, { 'x-user': 'batch' })).toEqual(
    [200],
  )
  expect(await post(url, `{"run":"${run}","name":"~none"}`)).toEqual([200])
  // THEN
  const batch = ['~1', '~2'].map((name) => [name, 'batch', partitionOf('batch', 3)])
  const keyed = KEYS.map((key) => [key, key, partitionOf(key, 3)] as const)
  expect(await placed('app_logs', run)).toEqual(
    [...keyed, ...batch, ['~none', null, expect.any(Number)]].sort(([left], [right]) =>
      String(left) < String(right) ? -1 : 1,
    ),
  )
}, 60_000)

test('a value in the event is the key, each of a batch has its own, and an event that is sent again keeps it', async () => {
  // GIVEN Kafka out of reach
  const run = newRun('json')
  const { url, spilled } = await start('json:user.id')
  const event = (key: string): string =>
    `{"run":"${run}","other":{"id":"no"},"name":"${key}","user":{"x":{},"id":"${key}"},"id":"no"}`
  expect(await post(url, `[${KEYS.slice(0, 3).map(event)}]`)).toEqual([200])
  await Promise.all(kafka.proxies.map((proxy) => proxy.refuse()))
  // WHEN
  expect(await post(url, `[${KEYS.slice(3).map(event)}]`)).toEqual([200])
  expect(await post(url, `{"run":"${run}","name":"~none","user":{"id":{"not":"text"}}}`)).toEqual([200])
  expect(await post(url, `{"run":"${run}","name":"~none 2","user":"id"}`)).toEqual([200])
  expect((await spilled()).length).toBeGreaterThan(4)
  await Promise.all(kafka.proxies.map((proxy) => proxy.pass()))
  // THEN
  const keyed = KEYS.map((key) => [key, key, partitionOf(key, 3)] as const)
  const nameless = ['~none', '~none 2'].map((name) => [name, null, expect.any(Number)] as const)
  expect(await placed('app_logs', run)).toEqual(
    [...keyed, ...nameless].sort(([left], [right]) => (left < right ? -1 : 1)),
  )
}, 60_000)
