import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, percentile, statuses } from '../../support/accounting.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { startLoad } from '../../support/load.js'
import { killAll } from '../../support/processes.js'
import { report } from '../../support/report.js'
import { TOPICS } from '../../support/traffic.js'
import { pause } from '../../support/programs.js'

/** Events that were answered this long before a SIGKILL are in Kafka: the number that the README states. */
const LOSS_WINDOW_MS = 1000

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS, proxied: true })
  collector = await collectorKind.start({ brokers: kafka.brokers, collector: { durability: 'buffered' } })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

test('buffered: what a killed worker had in memory is lost, and nothing that was answered longer ago', async () => {
  // GIVEN
  const load = await startLoad({ url: collector.url, rate: 1000, seconds: 30 })
  await pause(3)
  // WHEN
  const killed = Date.now()
  await killAll(await collector.workerPids())
  await pause(1)
  const requests = await load.end()
  await pause(2)
  // THEN
  const sum = await account(load, kafka, TOPICS, await collector.spilled())
  const lost = requests.filter(({ first }) => sum.lost.includes(first))
  const oldest = Math.max(0, ...lost.map(({ at, milliseconds }) => killed - (at + milliseconds)))
  report('buffered, worker killed', {
    ...sum,
    'events lost (10 at most are listed)': sum.lost.length,
    'oldest lost, ms before the kill': oldest,
  })
  expect(oldest).toBeLessThan(LOSS_WINDOW_MS)
  expect(sum.idChanged).toEqual([])
}, 60_000)

test('buffered: an outage loses nothing, because what Kafka does not take goes to the disk', async () => {
  const load = await startLoad({ url: collector.url, rate: 300, seconds: 60 })
  await pause(1)
  for (const proxy of kafka.proxies) await proxy.refuse()
  await pause(8)
  for (const proxy of kafka.proxies) await proxy.pass()
  await pause(2)
  const requests = await load.end()
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  report('buffered, outage', { ...sum, 'p99 in ms': percentile(requests, 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
}, 90_000)

test('buffered: the stop signal loses nothing, with or without Kafka', async () => {
  const load = await startLoad({ url: collector.url, rate: 300, seconds: 60 })
  await pause(1)
  for (const proxy of kafka.proxies) await proxy.refuse()
  await pause(1)
  expect(await collector.stop('SIGQUIT')).toBe(0)
  await load.end()
  const sum = await account(load, kafka, TOPICS, await collector.spilled())
  report('buffered, stopped without Kafka', { ...sum })
  expect(sum).toEqual({ ...sum, lost: [], idChanged: [] })
}, 60_000)
