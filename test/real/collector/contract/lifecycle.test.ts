import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, between, percentile, statuses } from '../../support/accounting.js'
import { ask } from '../../support/ask.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { startLoad } from '../../support/load.js'
import { signal } from '../../support/processes.js'
import { freePorts, pause, until } from '../../support/programs.js'
import { report } from '../../support/report.js'
import { TcpProxy } from '../../support/tcp-proxy.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let balancer: TcpProxy | undefined
const collectors: CollectorUnderTest[] = []

/** For so long after the stop signal new connections still come. */
const LAG_SECONDS = 20

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS, proxied: true })
}, 240_000)

afterAll(async () => {
  await Promise.all([balancer?.remove(), ...collectors.map((collector) => collector.remove())])
  await kafka?.remove()
}, 30_000)

const start = async (brokers = kafka.brokers): Promise<CollectorUnderTest> => {
  const collector = await collectorKind.start({ brokers })
  collectors.push(collector)
  return collector
}
const portOf = ({ url }: CollectorUnderTest): number => Number(new URL(url).port)

test('it starts with Kafka down, is ready by its disk, and delivers when Kafka comes', async () => {
  // GIVEN
  for (const proxy of kafka.proxies) await proxy.refuse()
  const collector = await start()
  // WHEN
  const load = await startLoad({ url: collector.url, rate: 100, seconds: 30 })
  await pause(4)
  const { status, body } = await ask(`${collector.metricsUrl}/ready`)
  expect([status, body]).toEqual([200, expect.objectContaining({ status: 'ready' })])
  for (const proxy of kafka.proxies) await proxy.pass()
  // THEN
  await drained(collector)
  const requests = await load.end()
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  report('started without Kafka', { ...sum, 'p99 in ms': percentile(requests, 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
}, 90_000)

test('a reload under load, through the main process and through the master: new workers, none lost', async () => {
  const collector = await start()
  const load = await startLoad({ url: collector.url, rate: 300, seconds: 60 })
  await pause(1)
  for (const pid of [collector.pid, await collector.masterPid()]) {
    const before = await collector.workerPids()
    signal([pid], 'SIGHUP')
    const replaced = async (): Promise<boolean> => {
      const now = await collector.workerPids()
      return now.length > 0 && now.every((one) => !before.includes(one))
    }
    await until('new workers', replaced, 30_000)
  }
  await pause(1)
  const requests = await load.end()
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  report('two reloads', { ...sum, 'p99 in ms': percentile(requests, 0.99) })
  // A connection that a leaving worker closes in the moment of a request has no answer.
  const { 200: accepted = 0, 0: unanswered = 0, ...others } = statuses(requests)
  expect([others, accepted > 0, unanswered <= requests.length / 100]).toEqual([{}, true, true])
  expect(sum).toEqual({ ...sum, lost: [], duplicates: 0, idChanged: [] })
}, 120_000)

test('the stop signal: half a minute more, with Connection: close, then everything is in Kafka or on the disk', async () => {
  // GIVEN one collector with Kafka behind a network load balancer, with the next one beside it, and one without Kafka
  const [one, next, other] = [await start(), await start(), await start('127.0.0.1:1')]
  const [port = 0] = await freePorts()
  balancer = await TcpProxy.start(port, portOf(one))
  const loads = [
    await startLoad({ url: `http://127.0.0.1:${port}`, rate: 100, seconds: 90, connections: 8 }),
    await startLoad({ url: other.url, rate: 100, seconds: 90, connections: 8 }),
  ]
  await pause(2)
  // WHEN
  const begin = Date.now()
  const stopping = [one, other].map(async (collector) => [await collector.stop('SIGTERM'), Date.now() - begin] as const)
  await pause(2)
  expect((await ask(`${one.url}/health`)).status).toBe(200)
  // The load balancer goes on sending new connections to a target that it was told to leave.
  await pause(LAG_SECONDS - 2)
  balancer.aim(portOf(next))
  const ended = await Promise.all(stopping)
  await pause(1)
  const sums = []
  for (const [index, collector] of [one, other].entries()) {
    const load = loads[index]
    const requests = (await load?.end()) ?? []
    // THEN
    const stayed = index === 0 ? LAG_SECONDS * 1000 : 29_000
    const draining = between(requests, begin + 1000, begin + stayed)
    expect(statuses(draining)).toEqual({ 200: draining.length })
    expect([draining.length > (stayed / 29_000) * 2000, draining.every(({ closes }) => closes)]).toEqual([true, true])
    expect(between(requests, 0, begin - 500).some(({ closes }) => closes)).toBe(false)
    // A rolling deployment refuses no connection and leaves no request without its answer.
    if (index === 0) expect(statuses(requests)).toEqual({ 200: requests.length })
    await drained(next)
    if (load !== undefined) sums.push(await account(load, kafka, TOPICS, await collector.spilled()))
  }
  report('stop signal', {
    'ms with Kafka': ended[0]?.[1],
    'ms without': ended[1]?.[1],
    with: sums[0],
    without: sums[1],
  })
  expect(ended.map(([status, milliseconds]) => [status, milliseconds > 30_000, milliseconds < 60_000])).toEqual([
    [0, true, true],
    [0, true, true],
  ])
  expect(sums.map(({ lost, idChanged }) => [lost, idChanged])).toEqual([
    [[], []],
    [[], []],
  ])
  expect(await one.spilled()).toEqual([])
}, 120_000)

test('SIGQUIT ends at once, and what is in flight is answered', async () => {
  const collector = await start()
  const load = await startLoad({ url: collector.url, seconds: 30, connections: 16 })
  await pause(1)
  const begin = Date.now()
  const status = await collector.stop('SIGQUIT')
  const milliseconds = Date.now() - begin
  await load.end()
  const sum = await account(load, kafka, TOPICS, await collector.spilled())
  report('SIGQUIT', { milliseconds, ...sum })
  expect([status, milliseconds < 20_000]).toEqual([0, true])
  expect(sum).toEqual({ ...sum, lost: [], idChanged: [] })
}, 60_000)
