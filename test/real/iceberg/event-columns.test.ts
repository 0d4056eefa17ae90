import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ConnectorConfiguration } from '../../../src/spec/connector-configuration.js'
import { ConnectWorker } from '../support/connect-worker.js'
import { HOSTILE_COLUMNS, hostileEvents } from '../support/hostile-events.js'
import { icebergConnector } from '../support/iceberg-connector.js'
import { IcebergTable, type Row } from '../support/iceberg-table.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import type { ConnectVersion } from '../support/kafka-jars.js'
import { needPrograms } from '../support/needed.js'
import { layPlugin } from '../support/plugin-folder.js'
import { pause, until } from '../support/programs.js'
import { report } from '../support/report.js'
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js'

const BUCKET = 'my-data-bucket'
const KILLS = Number(process.env['CLICKSTREAM_KILLS'] ?? 3)
/** The hostile events and the kills, on another worker too: by hand, before a version is claimed. */
const VERSION = (process.env['CLICKSTREAM_CONNECT'] ?? '3.7.2') as ConnectVersion

let kafka: KafkaCluster
let s3: S3Server
let worker: ConnectWorker
let plugins: string

beforeAll(async () => {
  await needPrograms(['java', 'mvn', 'kcat', 'ministack'], 'openjdk-17-jdk-headless maven kcat; pip install ministack')
  plugins = await mkdtemp(join(tmpdir(), 'clickstream-plugins-'))
  const large = { 'max.message.bytes': 8_000_000 }
  ;[kafka, s3] = await Promise.all([
    KafkaCluster.start({ topics: ['hostile', 'steady'], config: large }),
    S3Server.start(BUCKET),
    layPlugin(plugins, 'iceberg-sink', 'event-columns'),
  ])
  for (const topic of ['hostile', 'steady']) await kafka.admin.create(`control-${topic}`, 1, 1)
  worker = await ConnectWorker.start({
    brokers: kafka.brokers,
    version: VERSION,
    plugins,
    heapMiB: 1024,
    env: S3_CREDENTIALS,
  })
}, 300_000)

afterAll(async () => {
  await worker?.remove()
  await s3?.remove()
  await kafka?.remove()
  if (plugins !== undefined) await rm(plugins, { recursive: true })
})

const configuration = (topic: string): ConnectorConfiguration =>
  icebergConnector(topic, { brokers: kafka.brokers, s3, bucket: BUCKET, tasks: 1 })

const makeTable = (table: string): Promise<IcebergTable> =>
  IcebergTable.make(s3, BUCKET, { database: 'clickstream', table, columns: [...HOSTILE_COLUMNS] })

test('GIVEN our configuration THEN the worker finds nothing wrong with it, and every mistake in our own setting', async () => {
  expect(await worker.rest.validate(configuration('hostile'))).toEqual([])
  const wrong = { ...configuration('hostile'), 'transforms.columns.columns': 'ip:string:data.ip,amount:money:data.a' }
  expect(await worker.rest.validate(wrong)).toEqual([
    {
      name: 'transforms.columns.columns',
      errors: [expect.stringMatching(/column ip exists already; column amount: type 'money' is none of string, /)],
    },
  ])
})

test('GIVEN events that other routes alter or fail at THEN each is a row with its exact text, and the task runs', async () => {
  const table = await makeTable('hostile')
  const events = hostileEvents(2600)
  // WHEN
  await worker.rest.put('hostile', configuration('hostile'))
  await kafka.produce(
    'hostile',
    events.map(({ value }) => value),
  )
  await allRows(table, 'hostile', events.length)
  // THEN
  const rows = new Map<unknown, Row>((await table.rows()).map((row) => [row['data'] ?? undefined, row]))
  const altered = events.filter(({ row }) => {
    const found = rows.get(row['data'])
    return found === undefined || Object.entries(row).some(([name, value]) => !same(found[name], value))
  })
  expect(altered.map(({ value, row }) => [value?.slice(0, 200), rows.get(row['data'])])).toEqual([])
  expect([await table.count(), rows.size]).toEqual([events.length, events.length])
  const times = [...rows.values()].map((row) => Math.abs(Number(row['received_at']) - Date.now()))
  expect(Math.max(...times)).toBeLessThan(600_000)
  const places = new Set([...rows.values()].map((row) => `${row['kafka_partition']}@${row['kafka_offset']}`))
  expect(places.size).toBe(events.length)
  // What did not fit is in the log as a number, and nothing of the events.
  expect(worker.output()).toMatch(/event-columns, so far: records=\d+ notJson=\d+ unfit=\{/)
  expect(worker.output()).not.toMatch(/203\.0\.113|broken-/)
  await worker.rest.running('hostile')
  report('hostile events', { sent: events.length, rows: rows.size, altered: altered.length })
  await worker.rest.delete('hostile')
}, 240_000)

test(`GIVEN a worker killed ${KILLS} times while events come THEN none is lost and none is there twice`, async () => {
  const table = await makeTable('steady')
  await worker.rest.put('steady', configuration('steady'))
  await worker.rest.running('steady')
  let sent = 0
  let ends = false
  const events = async function* (): AsyncGenerator<string> {
    for (; !ends; await pause(0.2)) {
      for (const last = sent + 100; sent < last; sent++) {
        yield `{"meta":{"id":"${sent}"},"data":{"count":${sent},"text":"${'x'.repeat(1240)}"}}`
      }
    }
  }
  const sending = kafka.produce('steady', events())
  // WHEN
  const before: number[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    // In turn some time after a commit, with the next one under way, and while it still recovers from the last kill.
    const seen = before.at(-1) ?? 0
    if (kill % 2 === 0) await until('a commit', async () => (await table.count()) > seen, 120_000)
    await pause((kill % 2 === 0 ? 0 : 4) + Math.random() * 6)
    before.push(await table.count())
    await worker.stop('SIGKILL')
    await worker.resume()
  }
  ends = true
  await sending
  await allRows(table, 'steady', sent)
  // A commit later, what came twice would be there.
  await pause(6)
  // THEN
  const ids = (await table.rows()).map((row) => String(row['event_id']))
  const [lost, twice] = [sent - new Set(ids).size, ids.length - new Set(ids).size]
  report('killed workers', { kills: KILLS, sent, rows: ids.length, lost, twice, 'rows before each kill': before })
  expect([lost, twice]).toEqual([0, 0])
  await worker.rest.running('steady')
}, 900_000)

/** Waits until that many rows are committed; what the task says is in the error. */
const allRows = (table: IcebergTable, topic: string, count: number): Promise<void> =>
  until(`${count} rows`, async () => (await table.count()) >= count, 120_000).catch(async (error: Error) => {
    const status = JSON.stringify(await worker.rest.status(topic))
    throw new Error(`${error.message}, of which ${await table.count()} are there: ${status}`)
  })

/** The reader gives NULL as null or undefined, and times as dates. */
const same = (found: unknown, wanted: unknown): boolean =>
  wanted instanceof Date ? Number(found) === Number(wanted) : (found ?? undefined) === wanted
