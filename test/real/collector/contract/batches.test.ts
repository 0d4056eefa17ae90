import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { account, duplicatePercent, statuses } from '../../support/accounting.js'
import { post } from '../../support/ask.js'
import { type CollectorUnderTest, drained, metric } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { newRun, startLoad } from '../../support/load.js'
import { pause, until } from '../../support/programs.js'
import { report } from '../../support/report.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS, proxied: true })
}, 240_000)

afterEach(async () => {
  await collector?.remove()
})

afterAll(async () => {
  await kafka?.remove()
}, 30_000)

const DURABILITIES = ['acknowledged', 'buffered'] as const

test.each(DURABILITIES)(
  '%s: where the memory for waiting events ends within a batch, the rest of it goes to the disk',
  async (durability) => {
    // GIVEN memory for 300 KiB, and a broker whose answers take 200 ms
    collector = await collectorKind.start({ brokers: kafka.brokers, queueKiB: 300, collector: { durability } })
    const form = { form: 'array', batch: 40, pad: 1000 } as const
    const load = await startLoad({ url: collector.url, rate: 100, seconds: 60, ...form })
    await pause(1)
    for (const proxy of kafka.proxies) proxy.delay(100) // each way
    // WHEN
    await until('events to go to the disk', async () => (await metric(collector, 'spilled_total')) > 1000)
    for (const proxy of kafka.proxies) proxy.delay(0)
    await pause(1)
    const requests = await load.end()
    await drained(collector)
    // THEN
    const sum = await account(load, kafka, TOPICS)
    const accepted = await metric(collector, 'events_total{result="accepted"}')
    report(`${durability}, the queue is full within batches`, { ...sum, 'counted as accepted': accepted })
    expect(statuses(requests)).toEqual({ 200: requests.length })
    expect(sum).toEqual({ ...sum, accepted: sum.sent, stored: sum.sent, lost: [], idChanged: [] })
    expect(accepted).toBe(sum.sent)
  },
  90_000,
)

test.each(DURABILITIES)(
  '%s: a broker that hangs and one that is away lose no event of a batch',
  async (durability) => {
    collector = await collectorKind.start({ brokers: kafka.brokers, collector: { durability } })
    const load = await startLoad({ url: collector.url, rate: 100, seconds: 60, form: 'gzip', batch: 10, pad: 300 })
    await pause(1)
    // WHEN
    for (const proxy of kafka.proxies) proxy.drop()
    await pause(3)
    for (const proxy of kafka.proxies) await proxy.refuse()
    await pause(3)
    for (const proxy of kafka.proxies) await proxy.pass()
    await pause(2)
    const requests = await load.end()
    await drained(collector)
    // THEN
    const sum = await account(load, kafka, TOPICS)
    report(`${durability}, batches in an outage`, { ...sum, 'duplicates in %': duplicatePercent(sum) })
    expect(statuses(requests)).toEqual({ 200: requests.length })
    expect(sum).toEqual({ ...sum, accepted: sum.sent, stored: sum.sent, lost: [], idChanged: [] })
  },
  90_000,
)

test('an event that is too large for Kafka has its whole batch refused, and kept as it came', async () => {
  // GIVEN
  collector = await collectorKind.start({ brokers: kafka.brokers })
  await kafka.admin.configure('app_logs', { 'max.message.bytes': 20_000 })
  const run = newRun('too-large')
  const batch = (padding: string): string =>
    JSON.stringify([
      { run, n: 0 },
      { run, n: 1, padding },
      { run, n: 2 },
    ])
  const noise = randomBytes(40_000).toString('base64')
  // WHEN
  await until('the broker to refuse it', async () => (await post(collector.url, batch(noise)))[0] !== 200)
  // THEN
  expect(await post(collector.url, batch(noise))).toEqual([413, 'EventTooLarge'])
  expect(await post(collector.url, batch('small'))).toEqual([200])
  const kept = async (): Promise<string[]> =>
    (await collector.rejected()).map((line) => {
      const { body } = JSON.parse(line) as { body: string }
      return Buffer.from(body, 'base64').toString()
    })
  await until('it to be kept', async () => (await kept()).includes(batch(noise)))
  // AND one that came compressed is kept as text
  const other = batch(randomBytes(40_000).toString('base64'))
  expect(await post(collector.url, gzipSync(other), { 'Content-Encoding': 'gzip' })).toEqual([413, 'EventTooLarge'])
  await until('it to be kept', async () => (await kept()).includes(other))
}, 60_000)
