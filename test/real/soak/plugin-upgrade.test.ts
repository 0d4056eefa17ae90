import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { icebergConfiguration, s3JsonConfiguration } from '../../../src/spec/connector-configuration.js'
import type { ConnectorConfig } from '../support/connect-rest.js'
import { ConnectWorker } from '../support/connect-worker.js'
import { IcebergTable } from '../support/iceberg-table.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { layPlugin } from '../support/plugin-folder.js'
import { pause, run, until } from '../support/programs.js'
import { report } from '../support/report.js'
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js'

const BUCKET = 'my-data-bucket'
const RETAINED = Number(process.env['CLICKSTREAM_RETAINED'] ?? 1_000_000)
const PARTITIONS = 4
const LOCKS = fileURLToPath(new URL('../../../connect/locks', import.meta.url))
const SHIPPED = fileURLToPath(new URL('../../../connect/dist', import.meta.url))

/** Upgraded from and to: the Iceberg sink as its makers published it, ours by the version in its manifest. */
const VERSIONS = { old: { iceberg: '1.11.0', json: '0.0.9' }, new: { iceberg: '1.12.0', json: '0.1.0' } }

let folder: string
let kafka: KafkaCluster
let s3: S3Server
const workers: ConnectWorker[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clickstream-upgrade-'))
  ;[kafka, s3] = await Promise.all([KafkaCluster.start({ topics: [] }), S3Server.start(BUCKET)])
  await kafka.admin.create('app_logs', PARTITIONS, 1)
  for (const topic of ['control', 'dlq-json', 'dlq-iceberg']) await kafka.admin.create(topic, 1, 1)
  await layOldPlugins(join(folder, 'old'))
  await layPlugin(join(folder, 'new'), 'iceberg-sink', 'event-columns')
  await layPlugin(join(folder, 'new'), 's3-json-sink', 's3-json-sink')
}, 600_000)

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.remove()))
  await s3?.remove()
  await kafka?.remove()
  if (folder !== undefined) await rm(folder, { recursive: true })
}, 60_000)

/** The Iceberg sink before the one that is pinned, and our shipped jar under an older number. */
const layOldPlugins = async (plugins: string): Promise<void> => {
  const iceberg = join(plugins, 'iceberg-sink')
  const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${iceberg}`]
  await run('mvn', [
    '-q',
    '-B',
    '-f',
    join(LOCKS, 'iceberg-sink.xml'),
    `-Diceberg.version=${VERSIONS.old.iceberg}`,
    ...copy,
  ])
  await cp(join(SHIPPED, 'event-columns.jar'), join(iceberg, 'event-columns.jar'))
  await layPlugin(plugins, 's3-json-sink', 's3-json-sink')
  const jar = join(plugins, 's3-json-sink', 's3-json-sink.jar')
  await cp(join(SHIPPED, 's3-json-sink.jar'), jar)
  const manifest = join(folder, 'manifest.txt')
  await writeFile(manifest, `Implementation-Version: ${VERSIONS.old.json}\n`)
  await run('jar', ['ufm', jar, manifest])
  await mkdir(plugins, { recursive: true })
}

/** Workers of a connector as MSK Connect has them: of its own plugin, in a group of their own. */
const startWorker = async (age: 'old' | 'new'): Promise<ConnectWorker> => {
  const worker = await ConnectWorker.start({
    brokers: kafka.brokers,
    plugins: join(folder, age),
    group: age,
    heapMiB: 1024,
    env: S3_CREDENTIALS,
  })
  workers.push(worker)
  const versions = new Map((await worker.rest.plugins()).map((plugin) => [plugin.class, plugin.version]))
  expect(versions.get('clickstream.s3json.S3JsonSinkConnector')).toBe(VERSIONS[age].json)
  expect(versions.get('org.apache.iceberg.connect.IcebergSinkConnector')).toBe(VERSIONS[age].iceberg)
  return worker
}

const shared = { topics: ['app_logs'], bucket: BUCKET, region: 'us-east-1', deadLetterReplicationFactor: 1 }

/** As a deployment writes them; only the names of the connectors change with the plugin. */
const configurations = (): readonly [json: ConnectorConfig, iceberg: ConnectorConfig] => [
  {
    ...s3JsonConfiguration({
      ...shared,
      tasks: 2,
      consumerGroup: 'web-json-0a1b2c3d',
      deadLetterTopic: 'dlq-json',
      prefix: 'events',
      flushSeconds: 10,
      partitionBy: 'hour',
    }),
    's3.endpoint': s3.endpoint,
    's3.path.style': 'true',
  },
  {
    ...icebergConfiguration({
      ...shared,
      tasks: 1,
      consumerGroup: 'web-iceberg-0a1b2c3d',
      deadLetterTopic: 'dlq-iceberg',
      database: 'clickstream',
      table: 'app_logs',
      commitSeconds: 10,
      controlTopic: 'control',
      bootstrapServers: kafka.brokers,
      transport: 'plaintext',
    }),
    'iceberg.catalog.glue.endpoint': s3.endpoint,
    'iceberg.catalog.s3.endpoint': s3.endpoint,
    'iceberg.catalog.s3.path-style-access': 'true',
  },
]

const connect = async ({ rest }: ConnectWorker, name: string): Promise<void> => {
  const [json, iceberg] = configurations()
  await rest.put(`json-${name}`, json)
  await rest.put(`iceberg-${name}`, iceberg)
  await rest.running(`json-${name}`, 2)
  await rest.running(`iceberg-${name}`, 1)
}

const eventOf = (n: number) => ({
  value: `{"meta":{"id":"${n}","project":"app_logs"},"data":{"n":${n}}}`,
  partition: n % PARTITIONS,
})

/** How many of each number there are: numbers that are missing, and copies beyond the first. */
const account = (found: Iterable<number>, sent: number): { lost: number; duplicated: number } => {
  const seen = new Uint8Array(sent)
  let duplicated = 0
  for (const n of found) {
    duplicated += Number((seen[n] ?? 0) > 0)
    seen[n] = 1
  }
  return { lost: seen.reduce((sum, one) => sum + Number(one === 0), 0), duplicated }
}

test(`GIVEN ${RETAINED} retained records and traffic WHEN both plugins are upgraded and the connectors renamed, old and new for a while side by side THEN each event is once in each sink`, async () => {
  const table = await IcebergTable.make(s3, BUCKET, { database: 'clickstream', table: 'app_logs' })
  const retained = function* () {
    for (let n = 0; n < RETAINED; n++) yield eventOf(n)
  }
  await kafka.produce('app_logs', retained())
  const old = await startWorker('old')
  await connect(old, 'before')
  await until('the retained rows', async () => (await table.count()) >= RETAINED, 600_000)

  let [sent, ends] = [RETAINED, false]
  const traffic = async function* () {
    for (; !ends; await pause(0.1)) for (const last = sent + 50; sent < last; sent++) yield eventOf(sent)
  }
  const sending = kafka.produce('app_logs', traffic())
  const { length: objects } = await s3.list(BUCKET, 'events/app_logs/')
  await until('traffic in S3', async () => (await s3.list(BUCKET, 'events/app_logs/')).length > objects, 60_000)
  // CloudFormation makes what has another name before it deletes what it replaces.
  const next = await startWorker('new')
  await connect(next, 'after')
  await pause(20)
  await old.rest.delete('json-before')
  await old.rest.delete('iceberg-before')
  await old.stop()
  await pause(20)
  ends = true
  await sending
  await until(`${sent} rows`, async () => (await table.count()) >= sent, 240_000)
  const lines = async () => (await s3.lines(BUCKET, 'events/app_logs/')).length
  await until(`${sent} lines`, async () => (await lines()) >= sent, 120_000)
  // Two commits later, what came twice would be there.
  await pause(22)

  const inS3 = (await s3.lines(BUCKET, 'events/app_logs/')).map(
    (line) => (JSON.parse(line) as { data: { n: number } }).data.n,
  )
  const inIceberg = (await table.rows()).map((row) => Number(row['event_id']))
  const result = { s3: account(inS3, sent), iceberg: account(inIceberg, sent) }
  report('plugins upgraded under traffic', { retained: RETAINED, sent, ...result })
  const exact = { lost: 0, duplicated: 0 }
  expect(result).toEqual({ s3: exact, iceberg: exact })
}, 1_800_000)
