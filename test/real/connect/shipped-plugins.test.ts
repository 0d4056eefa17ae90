import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { buildPlugin } from '../../../src/plugins/build-plugin.js'
import { QuietRenderer, Reporter, TerminalRenderer } from '../../../src/report/index.js'
import { connectorConfiguration } from '../../../src/spec/connector-configuration.js'
import type { Spec } from '../../../src/spec/schema.js'
import { edited, specWith } from '../../spec/specs.js'
import { ConnectWorker } from '../support/connect-worker.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { needPrograms } from '../support/needed.js'
import { run, until } from '../support/programs.js'
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js'

jest.setTimeout(300_000)

const { stdout, stderr, env } = process
const reporter = new Reporter(new QuietRenderer(new TerminalRenderer({ stdout, stderr, env })))

const FACTS = { bootstrapServers: 'b-1:9098', clusterUuid: '11111111-2222-3333-4444-555555555555-3' }
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'

const plain = specWith({ name: 'web-events' })
const demanding = edited(plain, (spec) => {
  spec.platform.kmsKeyArn = KEY
  for (const sink of spec.sinks) {
    if (sink.type === 's3-json') Object.assign(sink, { prefix: 'lake/raw=v1', flushSeconds: 900, partitionBy: 'day' })
    else sink.schema = [{ name: 'amount', type: 'double', path: 'data.amount' }]
  }
})

let folder: string
let kafka: KafkaCluster
let worker: ConnectWorker
let s3: S3Server

beforeAll(async () => {
  await needPrograms(['java', 'jar', 'mvn', 'ministack'], 'openjdk-17-jdk-headless maven')
  folder = await mkdtemp(join(tmpdir(), 'clickstream-plugins-'))
  const plugins = join(folder, 'plugins')
  // As MSK Connect does: each plugin's ZIP, unpacked into a folder of its own.
  for (const name of ['s3-json-sink', 'iceberg-sink']) {
    const { zip } = await buildPlugin(name, { reporter, out: folder })
    await mkdir(join(plugins, name), { recursive: true })
    await run('jar', ['xf', zip], { cwd: join(plugins, name) })
  }
  s3 = await S3Server.start('my-data-bucket')
  kafka = await KafkaCluster.start({ topics: ['app_logs'] })
  worker = await ConnectWorker.start({ brokers: kafka.brokers, plugins, env: S3_CREDENTIALS })
})

afterAll(async () => {
  await worker?.remove()
  await kafka?.remove()
  await s3?.remove()
  await rm(folder, { recursive: true, force: true })
})

describe('the plugins that ship, on a worker of the version that MSK Connect runs', () => {
  test('GIVEN their ZIPs WHEN the worker looks for plugins THEN our classes are there, with their version', async () => {
    const found = await worker.rest.plugins()
    const version = (name: string): string | undefined => found.find((plugin) => plugin.class === name)?.version
    expect(found.map((plugin) => plugin.class)).toContain('org.apache.iceberg.connect.IcebergSinkConnector')
    expect(version('clickstream.s3json.S3JsonSinkConnector')).toMatch(/^\d+\.\d+\.\d+$/)
    expect(version('clickstream.transforms.EventColumns$Value')).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test.each<[string, Spec]>([
    ['defaults', plain],
    ['a key, columns, another prefix and other folders', demanding],
  ])('GIVEN a spec with %s WHEN its connectors are validated THEN the worker refuses no setting', async (_, spec) => {
    for (const index of [0, 1]) {
      expect(await worker.rest.validate(connectorConfiguration(spec, index, FACTS))).toEqual([])
    }
  })

  test('GIVEN the JSON sink of a spec WHEN events come THEN they are in the bucket, and the claims where nothing may expire', async () => {
    // GIVEN
    const [name, bucket] = ['s3-json', 'my-data-bucket']
    await worker.rest.put(name, {
      ...connectorConfiguration(plain, 0, FACTS),
      's3.endpoint': s3.endpoint,
      's3.path.style': 'true',
      'rotate.interval.ms': '1000',
      'errors.deadletterqueue.topic.replication.factor': '1',
    })
    await worker.rest.running(name, 2)
    // WHEN
    const events = Array.from({ length: 100 }, (_, index) => JSON.stringify({ meta: { id: index }, data: 'x' }))
    await kafka.produce('app_logs', events)
    // THEN
    const stored = async (): Promise<string[]> => (await s3.lines(bucket, 'events/app_logs/')).sort()
    await until('the events', async () => (await stored()).length >= events.length, 60_000)
    expect(await stored()).toEqual([...events].sort())
    const keys = await s3.list(bucket, 'events/')
    const known =
      /^events\/(?:_claims\/app_logs\/\d|app_logs\/year=\d{4}\/month=\d\d\/day=\d\d\/hour=\d\d\/app_logs\+\d\+\d{20}\.\w+\.gz)$/
    expect([keys.length > 1, keys.filter((key) => !known.test(key))]).toEqual([true, []])
    await worker.rest.delete(name)
  })
})
