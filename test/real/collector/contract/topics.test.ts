import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, percentile, statuses } from '../../support/accounting.js'
import { post } from '../../support/ask.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { sendLoad, startLoad } from '../../support/load.js'
import { pause, until } from '../../support/programs.js'
import { report } from '../../support/report.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS, version: 4, proxied: true })
  collector = await collectorKind.start({ brokers: kafka.brokers })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

/** Text that compression does not make smaller. */
const noise = (bytes: number): string => randomBytes(Math.ceil((bytes * 3) / 4)).toString('base64')

test('Kafka 4: what is accepted is there', async () => {
  const load = await sendLoad({ url: collector.url, seconds: 20, requests: 2000, form: 'array', batch: 5 })
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  expect(sum).toEqual({
    sent: 10_000,
    accepted: 10_000,
    refused: 0,
    unanswered: 0,
    stored: 10_000,
    duplicates: 0,
    lost: [],
    idChanged: [],
  })
}, 60_000)

test('a topic is deleted and made again under load: what is accepted meanwhile is in the new one', async () => {
  // GIVEN
  await sendLoad({ url: collector.url, seconds: 5, requests: 10, headers: { project: 'web_logs' } })
  await kafka.admin.delete('web_logs')
  const load = await startLoad({ url: collector.url, rate: 100, seconds: 60, headers: { project: 'web_logs' } })
  await pause(5)
  // WHEN
  await kafka.admin.create('web_logs', 3, 1)
  await pause(3)
  const requests = await load.end()
  await drained(collector)
  // THEN
  const sum = await account(load, kafka, TOPICS)
  report('topic made again', { ...sum, 'p99 in ms': percentile(requests, 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
}, 120_000)

test('more partitions: they are used, and none is lost', async () => {
  const load = await startLoad({ url: collector.url, rate: 100, seconds: 60 })
  await kafka.admin.setPartitions('app_logs', 4)
  const used = async (): Promise<boolean> => (await kafka.recordsIn('app_logs', 3)) > 0
  await until('a record in the new partition', used, 45_000)
  await load.end()
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  expect(sum).toEqual({ ...sum, accepted: sum.sent, stored: sum.sent, lost: [], idChanged: [] })
}, 90_000)

test('an event that is too large for Kafka is refused by name, and lies in the rejected stream, not in a log', async () => {
  // GIVEN
  await kafka.admin.configure('app_logs', { 'max.message.bytes': 20_000 })
  const marker = `large-${Date.now()}`
  const large = (name: string): string => `{"marker":"${marker}-${name}","noise":"${noise(50_000)}"}`
  const rejected = async (name: string): Promise<unknown[]> =>
    (await collector.rejected())
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ body }) => Buffer.from(String(body), 'base64').includes(`${marker}-${name}`))
      .map(({ reason, project }) => [reason, project])
  await until('the broker to refuse it', async () => (await post(collector.url, large('try')))[0] !== 200)
  // WHEN
  const load = await startLoad({ url: collector.url, rate: 100, seconds: 30 })
  expect(await post(collector.url, large('known'))).toEqual([413, 'EventTooLarge'])
  await until('it to be kept', async () => (await rejected('known')).length > 0)
  // THEN neither does one that was accepted while Kafka was away hold up those behind it
  for (const proxy of kafka.proxies) await proxy.refuse()
  await pause(1)
  expect(await post(collector.url, large('later'))).toEqual([200])
  for (const proxy of kafka.proxies) await proxy.pass()
  await until('it to be kept', async () => (await rejected('later')).length > 0)
  await load.end()
  await drained(collector)
  expect([await rejected('known'), await rejected('later')]).toEqual([
    [['EventTooLarge', 'app_logs']],
    [['EventTooLarge', 'app_logs']],
  ])
  const sum = await account(load, kafka, TOPICS)
  expect(sum).toEqual({ ...sum, accepted: sum.sent, stored: sum.sent, lost: [] })
}, 90_000)
