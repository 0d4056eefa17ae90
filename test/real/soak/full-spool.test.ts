import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, statuses } from '../support/accounting.js'
import { type CollectorUnderTest, drained } from '../support/collector-under-test.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { collectorKind } from '../support/kinds.js'
import { startLoad } from '../support/load.js'
import { pause } from '../support/programs.js'
import { report } from '../support/report.js'
import { TOPICS } from '../support/traffic.js'

const RATE = 800
const LINE_BYTES = 1300
/** 14 hours, 720 times faster. */
const FILLED_AFTER_SECONDS = 70

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
  const spillBytes = RATE * LINE_BYTES * FILLED_AFTER_SECONDS
  collector = await collectorKind.start({ brokers: kafka.brokers, workers: 2, spillBytes })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

test('a spool that an outage of its whole length fills: 503 when it is full, and nothing that was accepted is lost', async () => {
  // GIVEN
  const load = await startLoad({ url: collector.url, rate: RATE, seconds: 300, pad: 1000 })
  await pause(3)
  const gone = Date.now()
  // WHEN Kafka is away until the spool is full, and for half a minute more
  await kafka.stop('SIGKILL')
  await pause(FILLED_AFTER_SECONDS + 40)
  const back = Date.now()
  await kafka.resume()
  await pause(15)
  const requests = await load.end()
  await drained(collector, 300_000)
  // THEN
  const sum = await account(load, kafka, TOPICS)
  const refused = requests.filter(({ status }) => status === 503)
  const full = Math.min(...refused.map(({ at }) => at))
  report('full spool', { ...sum, 'full after ms': full - gone, 'drained after ms': Date.now() - back })
  expect(Object.keys(statuses(requests)).sort()).toEqual(['200', '503'])
  expect(full - gone).toBeGreaterThan(FILLED_AFTER_SECONDS * 500)
  // A request that was answered 503 may still be stored: its client sends the event again, with the same id.
  expect([sum.lost, sum.idChanged, sum.stored >= sum.accepted]).toEqual([[], [], true])
}, 900_000)
