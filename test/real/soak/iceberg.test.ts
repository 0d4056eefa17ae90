import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ConnectWorker } from '../support/connect-worker.js'
import { HOSTILE_COLUMNS } from '../support/hostile-events.js'
import { icebergConnector } from '../support/iceberg-connector.js'
import { IcebergTable } from '../support/iceberg-table.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { layPlugin } from '../support/plugin-folder.js'
import { pause, until } from '../support/programs.js'
import { report } from '../support/report.js'
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js'

const BUCKET = 'my-data-bucket'
const KILLS = Number(process.env['CLICKSTREAM_KILLS'] ?? 8)

let kafka: KafkaCluster
let s3: S3Server
let workers: ConnectWorker[] = []
let plugins: string

beforeAll(async () => {
  plugins = await mkdtemp(join(tmpdir(), 'clickstream-plugins-'))
  ;[kafka, s3] = await Promise.all([
    KafkaCluster.start({ topics: [] }),
    S3Server.start(BUCKET),
    layPlugin(plugins, 'iceberg-sink', 'event-columns'),
  ])
  await kafka.admin.create('shared', 4, 1)
  await kafka.admin.create('control-shared', 1, 1)
  const options = { brokers: kafka.brokers, plugins, heapMiB: 768, env: S3_CREDENTIALS }
  workers = await Promise.all([ConnectWorker.start(options), ConnectWorker.start(options)])
}, 300_000)

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.remove()))
  await s3?.remove()
  await kafka?.remove()
  if (plugins !== undefined) await rm(plugins, { recursive: true })
})

test(`GIVEN two tasks on two workers that are killed in turn, ${KILLS} times THEN each event is one row`, async () => {
  const [first, second] = workers
  if (first === undefined || second === undefined) throw new Error('two workers are needed')
  const table = await IcebergTable.make(s3, BUCKET, {
    ...{ database: 'clickstream', table: 'shared', columns: [...HOSTILE_COLUMNS] },
  })
  await first.rest.put('shared', icebergConnector('shared', { brokers: kafka.brokers, s3, bucket: BUCKET, tasks: 2 }))
  const { tasks } = await first.rest.running('shared', 2)
  expect(new Set(tasks.map((task) => task.worker_id)).size).toBe(2)
  let sent = 0
  let ends = false
  const events = async function* () {
    for (; !ends; await pause(0.2)) {
      for (const last = sent + 100; sent < last; sent++) {
        const value = `{"meta":{"id":"${sent}"},"data":{"count":${sent},"text":"${'x'.repeat(1240)}"}}`
        yield { value, partition: sent % 4 }
      }
    }
  }
  const sending = kafka.produce('shared', events())
  // WHEN
  for (let kill = 0; kill < KILLS; kill++) {
    const victim = kill % 2 === 0 ? first : second
    // In turn after a commit, and while the group still recovers from the last kill.
    const seen = await table.count()
    if (kill % 4 < 2) await until('a commit', async () => (await table.count()) > seen, 180_000)
    await pause(Math.random() * 6)
    await victim.stop('SIGKILL')
    await victim.resume()
  }
  ends = true
  await sending
  await until(`${sent} rows`, async () => (await table.count()) >= sent, 240_000).catch(async (error: Error) => {
    const status = JSON.stringify(await first.rest.status('shared'))
    throw new Error(`${error.message}, of which ${await table.count()} are there: ${status}`)
  })
  // Two commits later, what came twice would be there.
  await pause(12)
  // THEN
  const ids = (await table.rows()).map((row) => String(row['event_id']))
  const [lost, twice] = [sent - new Set(ids).size, ids.length - new Set(ids).size]
  report('Iceberg, two tasks on two workers', { kills: KILLS, sent, rows: ids.length, lost, twice })
  expect([lost, twice]).toEqual([0, 0])
  await first.rest.running('shared', 2)
}, 1_800_000)
