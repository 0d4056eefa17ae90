import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { account, statuses } from '../../support/accounting.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { type Load, startLoad } from '../../support/load.js'
import { isAlive, killAll } from '../../support/processes.js'
import { pause, until } from '../../support/programs.js'
import { report } from '../../support/report.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let spoolFolder: string
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS, proxied: true })
}, 240_000)

beforeEach(async () => {
  spoolFolder = await mkdtemp(join(tmpdir(), 'clickstream-spool-'))
  collector = await start()
}, 30_000)

afterEach(async () => {
  await collector?.remove()
  await rm(spoolFolder, { recursive: true, force: true })
  for (const proxy of kafka.proxies) await proxy.pass()
})

afterAll(async () => {
  await kafka?.remove()
}, 30_000)

const start = (): Promise<CollectorUnderTest> =>
  collectorKind.start({ brokers: kafka.brokers, spoolFolder, workers: 2 })
const disconnect = async (): Promise<void> => {
  for (const proxy of kafka.proxies) await proxy.refuse()
}
const reconnect = async (): Promise<void> => {
  for (const proxy of kafka.proxies) await proxy.pass()
}

/** What was accepted is in Kafka once the spill is drained, each event under one id. */
const nothingLost = async (what: string, load: Pick<Load, 'run' | 'requests'>): Promise<void> => {
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  report(what, { ...sum })
  expect(sum).toEqual({ ...sum, lost: [], idChanged: [] })
  expect(sum.accepted).toBeGreaterThan(200)
}

test('a worker is killed under load, with Kafka and without: another takes its place and its spill, none is lost', async () => {
  // GIVEN
  const load = await startLoad({ url: collector.url, rate: 300, seconds: 60 })
  await pause(2)
  const replaced = async (): Promise<void> => {
    const before = await collector.workerPids()
    await killAll(before.slice(0, 1))
    await until('a new worker', async () => {
      const now = await collector.workerPids()
      return now.length === 2 && now[0] !== before[0] && !now.includes(before[0] ?? 0)
    })
  }
  // WHEN
  await replaced()
  await pause(2)
  await disconnect()
  await pause(3)
  await replaced()
  await pause(1)
  await replaced()
  await pause(1)
  await reconnect()
  await pause(2)
  // THEN only what was in flight in the killed worker has no answer
  const requests = await load.end()
  const { 200: accepted = 0, 0: unanswered = 0, ...others } = statuses(requests)
  expect([others, accepted > 0, unanswered < 200]).toEqual([{}, true, true])
  await nothingLost('workers killed', load)
}, 150_000)

test('the master is killed: the container ends within seconds, and the next start loses nothing', async () => {
  // GIVEN
  await disconnect()
  const load = await startLoad({ url: collector.url, rate: 300, seconds: 60 })
  await pause(4)
  const [master, workers] = [await collector.masterPid(), await collector.workerPids()]
  // WHEN
  await killAll([master])
  await until('the container to end', async () => !(await isAlive(collector.pid)), 15_000)
  // THEN nobody is left who would write into the spool or hold the port
  await until(
    'its workers to end',
    async () => (await Promise.all(workers.map(isAlive))).every((alive) => !alive),
    5_000,
  )
  await load.end()
  await collector.remove()
  await reconnect()
  collector = await start()
  await nothingLost('master killed', load)
}, 90_000)

test('everything is killed at once with the disk in use: the next start cuts what is torn and sends the rest', async () => {
  // GIVEN
  await disconnect()
  const load = await startLoad({ url: collector.url, rate: 300, seconds: 60 })
  await pause(4)
  // WHEN
  await collector.kill()
  await load.end()
  const spill = join(spoolFolder, 'spill')
  const segments = (await readdir(spill)).filter((name) => name.endsWith('.jsonl'))
  expect(segments.length).toBeGreaterThan(0)
  const torn = '{"crc":"00000000","length":"00000400","topic":"app_logs","record":{"meta":{"project":"app_logs","torn":'
  for (const name of segments) await appendFile(join(spill, name), torn)
  await collector.remove()
  // THEN it starts, takes events at once, and sends what was whole
  await reconnect()
  collector = await start()
  await nothingLost('everything killed', load)
  expect((await kafka.read('app_logs')).filter((text) => text.includes('"torn"'))).toEqual([])
}, 90_000)

test('a line that was damaged on the disk is passed over, kept in the rejected stream, and what follows it is sent', async () => {
  // GIVEN
  await disconnect()
  const load = await startLoad({ url: collector.url, rate: 300, seconds: 60 })
  await pause(3)
  await collector.kill()
  await load.end()
  const spill = join(spoolFolder, 'spill')
  const segments = (await readdir(spill)).filter((name) => name.endsWith('.jsonl'))
  const damaged =
    '{"crc":"00000000","length":"00000064","topic":"app_logs","record":{"meta":{"id":"damaged"},"data":{}}}\n'
  const forged = 'not even JSON\n'
  for (const name of segments) await appendFile(join(spill, name), damaged + forged)
  await collector.remove()
  // WHEN
  await reconnect()
  collector = await start()
  // THEN
  await nothingLost('damaged line', load)
  expect(
    (await kafka.read('app_logs')).filter((text) => text.includes('damaged') || text.includes('not even')),
  ).toEqual([])
}, 90_000)
