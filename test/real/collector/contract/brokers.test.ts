import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, duplicatePercent, percentile, statuses } from '../../support/accounting.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { startLoad } from '../../support/load.js'
import { pause, until } from '../../support/programs.js'
import { report } from '../../support/report.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS, nodes: 3, proxied: true, config: { 'min.insync.replicas': 2 } })
  collector = await collectorKind.start({ brokers: kafka.brokers })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

test('three brokers are restarted one after the other under load, as MSK patches do: none lost, hardly one twice', async () => {
  // GIVEN
  const load = await startLoad({ url: collector.url, rate: 200, seconds: 170 })
  await pause(3)
  // WHEN
  for (const { id } of kafka.nodes) {
    await kafka.stop('SIGTERM', id)
    await kafka.resume(id)
    for (const topic of TOPICS) await kafka.inSync(topic)
  }
  await pause(3)
  const requests = await load.end()
  await drained(collector)
  // THEN
  const sum = await account(load, kafka, TOPICS)
  const p99 = percentile(requests, 0.99)
  report('rolling restart', {
    ...sum,
    'duplicates in %': duplicatePercent(sum),
    'p50 in ms': percentile(requests, 0.5),
    'p99 in ms': p99,
  })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
  expect(duplicatePercent(sum)).toBeLessThanOrEqual(0.1)
  expect(p99).toBeLessThan(500)
}, 240_000)

test('leaders move under load: none lost, none twice', async () => {
  const load = await startLoad({ url: collector.url, rate: 200, seconds: 60 })
  await pause(1)
  for (const [index, order] of [
    [2, 3, 1],
    [3, 1, 2],
    [1, 2, 3],
  ].entries())
    await kafka.admin.lead('app_logs', index, order)
  await pause(2)
  const requests = await load.end()
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  report('leaders moved', { ...sum, 'p99 in ms': percentile(requests, 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
  expect(duplicatePercent(sum)).toBeLessThanOrEqual(0.1)
}, 90_000)

test('min.insync.replicas cannot be met: accepted to the disk, and delivered when it can', async () => {
  // GIVEN
  const third = kafka.nodes[2]?.id
  const load = await startLoad({ url: collector.url, rate: 100, seconds: 90 })
  await pause(1)
  // WHEN
  await kafka.admin.configure('app_logs', { 'min.insync.replicas': 3 })
  await kafka.stop('SIGTERM', third)
  await pause(3)
  expect((await collector.spilled()).length).toBeGreaterThan(100)
  await kafka.resume()
  await kafka.inSync('app_logs')
  await pause(1)
  const requests = await load.end()
  await drained(collector)
  await kafka.admin.configure('app_logs', { 'min.insync.replicas': 2 })
  // THEN
  const sum = await account(load, kafka, TOPICS)
  report('min.insync.replicas not met', {
    ...sum,
    'duplicates in %': duplicatePercent(sum),
    'p99 in ms': percentile(requests, 0.99),
  })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
}, 150_000)

test('one broker of three swallows every packet: its partitions go round it, and none is lost', async () => {
  const load = await startLoad({ url: collector.url, rate: 200, seconds: 60 })
  await pause(2)
  kafka.proxies[0]?.drop()
  await pause(8)
  const during = Date.now()
  await pause(2)
  await kafka.proxies[0]?.pass()
  await pause(3)
  const requests = await load.end()
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  const open = requests.filter(({ at }) => at >= during - 4000 && at < during + 2000)
  report('one broker swallows packets', {
    ...sum,
    'duplicates in %': duplicatePercent(sum),
    'p99 in ms': percentile(open, 0.99),
  })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
  // The breaker of one leader is open, those of the others are not.
  expect(percentile(open, 0.99)).toBeLessThan(500)
}, 90_000)

test('two of three brokers are killed: accepted to the disk, and delivered when they are back', async () => {
  const [, second, third] = kafka.nodes.map(({ id }) => id)
  const load = await startLoad({ url: collector.url, rate: 100, seconds: 90 })
  await pause(1)
  await Promise.all([kafka.stop('SIGKILL', second), kafka.stop('SIGKILL', third)])
  await pause(5)
  await kafka.resume()
  for (const topic of TOPICS) await kafka.inSync(topic)
  await until('acknowledgements', async () => (await collector.spilled()).length === 0, 60_000)
  const requests = await load.end()
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  report('two of three brokers killed', { ...sum, 'p99 in ms': percentile(requests, 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
}, 150_000)
