import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, statuses } from '../support/accounting.js'
import { type CollectorUnderTest, drained, metric } from '../support/collector-under-test.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { collectorKind } from '../support/kinds.js'
import { sendLoad, startLoad } from '../support/load.js'
import { pause, until } from '../support/programs.js'
import { report } from '../support/report.js'
import { TOPICS } from '../support/traffic.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
  collector = await collectorKind.start({ brokers: kafka.brokers })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

const resent = (): Promise<number> => metric(collector, 'resent_total')

/** Records a second that go from the disk to Kafka in this time. */
const drainRate = async (seconds: number): Promise<number> => {
  const [from, begin] = [await resent(), Date.now()]
  await pause(seconds)
  return Math.round(((await resent()) - from) / ((Date.now() - begin) / 1000))
}

const recordsIn = async (topic: string): Promise<number> => {
  const counts = await Promise.all([0, 1, 2].map((partition) => kafka.recordsIn(topic, partition)))
  return counts.reduce((sum, count) => sum + count, 0)
}

test('a drain goes on while clients send all they can, and loses nothing', async () => {
  // GIVEN events of one topic on the disk
  const { url } = collector
  const batches = { url, form: 'array', batch: 100 } as const
  await kafka.stop('SIGKILL')
  const headers = { project: 'web_logs' }
  const kept = await sendLoad({ ...batches, headers, connections: 8, requests: 2000, seconds: 60 })
  // WHEN clients send as many as they can to another one
  await kafka.resume()
  const load = await startLoad({ ...batches, connections: 64, seconds: 30 })
  const from = await resent()
  await until('the drain to go on', async () => (await resent()) > from)
  await pause(1)
  const busy = await drainRate(2)
  const requests = await load.end()
  const idle = await drainRate(0.5)
  // THEN
  await drained(collector)
  const { lost, stored, duplicates, idChanged } = await account(kept, kafka, ['web_logs'])
  const live = await recordsIn('app_logs')
  report('drain', {
    'records/s beside clients': busy,
    alone: idle,
    'events of clients': requests.length * 100,
    duplicates,
  })
  expect([statuses(kept.requests), statuses(requests)]).toEqual([{ 200: 2000 }, { 200: requests.length }])
  expect({ lost, stored, idChanged }).toEqual({ lost: [], stored: 200_000, idChanged: [] })
  expect(live).toBeGreaterThanOrEqual(requests.length * 100)
  expect(Math.min(busy, idle)).toBeGreaterThan(100)
}, 180_000)
