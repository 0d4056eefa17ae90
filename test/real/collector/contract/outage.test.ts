import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, between, duplicatePercent, percentile, statuses } from '../../support/accounting.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { startLoad } from '../../support/load.js'
import { report } from '../../support/report.js'
import { TOPICS } from '../../support/traffic.js'
import { pause } from '../../support/programs.js'

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

/** Until when clients may wait in vain for the broker: then the breaker is open. */
const OPEN_SECONDS = 3

test('Kafka is gone for a minute under load: every event is accepted, none is lost, and no client waits', async () => {
  // GIVEN
  const load = await startLoad({ url: collector.url, rate: 400, seconds: 120, pad: 800 })
  await pause(5)
  // WHEN
  const gone = Date.now()
  await kafka.stop('SIGKILL')
  await pause(60)
  const metrics = await (await fetch(`${collector.metricsUrl}/metrics`)).text()
  const back = Date.now()
  await kafka.resume()
  await pause(5)
  const requests = await load.end()
  await drained(collector)
  const drainedAfter = Date.now() - back
  // THEN
  const sum = await account(load, kafka, TOPICS)
  const outage = between(requests, gone + OPEN_SECONDS * 1000, back)
  report('outage of 60 s', {
    ...sum,
    'duplicates in %': duplicatePercent(sum),
    'p99 in ms before': percentile(between(requests, 0, gone), 0.99),
    'p99 in ms while the breaker opens': percentile(between(requests, gone, gone + OPEN_SECONDS * 1000), 0.99),
    'p99 in ms during': percentile(outage, 0.99),
    'max in ms during': percentile(outage, 1),
    'drained after ms': drainedAfter,
  })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, accepted: sum.sent, stored: sum.sent, lost: [], idChanged: [] })
  expect(duplicatePercent(sum)).toBeLessThanOrEqual(1)
  expect(percentile(outage, 0.99)).toBeLessThan(100)
  expect(metrics).toMatch(/^clickstream_breaker_open\{broker="[^"]*"\} 1$/m)
  expect(Number(/^clickstream_spill_oldest_seconds (\S+)$/m.exec(metrics)?.[1])).toBeGreaterThan(50)
  expect(await collector.spilled()).toEqual([])
}, 180_000)
