import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { AthenaClient, CreateWorkGroupCommand } from '@aws-sdk/client-athena'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { CollectorUnderTest } from '../support/collector-under-test.js'
import { collectorKind } from '../support/kinds.js'
import { pause, until } from '../support/programs.js'
import { S3_CREDENTIALS } from '../support/s3-server.js'
import { BUCKET, SinkUnderTest } from '../support/sink-under-test.js'
import { storedTexts, TOPICS } from '../support/traffic.js'

const HANDLER = fileURLToPath(new URL('../../../src/constructs/event-canary/handler/index.mjs', import.meta.url))

/** Where the emulator has no engine for SQL it answers each query with one row that no table has. */
process.env['ATHENA_ENGINE'] = 'mock'

let sink: SinkUnderTest
let collector: CollectorUnderTest

beforeAll(async () => {
  sink = await SinkUnderTest.start()
  for (const topic of TOPICS) await sink.kafka.admin.create(topic, 2, 1)
  await sink.startWorkers(1)
  collector = await collectorKind.start({ brokers: sink.kafka.brokers })
  await sink.connect('events', TOPICS.join(','), { 'rotate.interval.ms': '1000' })
  const athena = new AthenaClient({
    endpoint: sink.s3.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  // The emulator keeps no results itself, as Athena does by default.
  const ResultConfiguration = { OutputLocation: `s3://${BUCKET}/clickstream-canary/` }
  await athena.send(new CreateWorkGroupCommand({ Name: 'web-events-canary', Configuration: { ResultConfiguration } }))
}, 300_000)

afterAll(async () => {
  await collector?.remove()
  await sink?.remove()
}, 60_000)

type Line = Readonly<Record<string, unknown>>

/** One call of the function, in a process of its own as in Lambda; its metrics by what they are of. */
const call = async (url: string): Promise<ReadonlyMap<string, Line>> => {
  const files = {
    name: 's3-json',
    type: 's3-json',
    intervalSeconds: 60,
    everyMinutes: 1,
    bucket: BUCKET,
    prefix: 'events',
  }
  const table = { name: 'rows', type: 'iceberg', intervalSeconds: 300, everyMinutes: 1, database: 'db', table: 'rows' }
  const config = {
    service: 'web-events',
    endpoint: { url, checkName: true },
    header: 'project',
    topics: TOPICS,
    workGroup: 'web-events-canary',
    sinks: [files, table],
  }
  const code = `import(${JSON.stringify(HANDLER)}).then(({ handler }) => handler({ time: '2026-11-28T12:00:00Z' }))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], {
    env: { ...process.env, ...S3_CREDENTIALS, AWS_ENDPOINT_URL: sink.s3.endpoint, CANARY: JSON.stringify(config) },
  })
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  return new Map(lines.map((line) => [String(line['sink'] ?? 'endpoint'), line]))
}

test('an event that the function sends is in Kafka as it was sent, and its age in the bucket is measured', async () => {
  // WHEN nothing is in the bucket yet
  const first = await call(`${collector.url}/collect`)
  // THEN
  expect(first.get('endpoint')).toMatchObject({ CanaryFailures: 0, failed: [] })
  for (const topic of TOPICS) {
    expect(await storedTexts(sink.kafka, topic)).toEqual([
      expect.stringMatching(/^\{"clickstream_canary":"[0-9a-f-]{36}","sent_at":"20[^"]+Z"\}$/),
    ])
  }
  // GIVEN the sink has stored the events
  for (const topic of TOPICS) await sink.drained('events', topic)
  await until(
    'the objects',
    async () => (await sink.s3.list(BUCKET, 'events/')).filter((key) => key.endsWith('.gz')).length >= 2,
  )
  await pause(3)
  // WHEN
  const second = await call(`${collector.url}/collect`)
  // THEN
  const { FreshnessSeconds: age, MeasurementFailures: failures } = second.get('s3-json') ?? {}
  expect(failures).toBe(0)
  expect(Number(age)).toBeGreaterThan(2)
  expect(Number(age)).toBeLessThan(60)
}, 240_000)

test('a table is asked over the real protocol; without a row of the topics it is past its alarm', async () => {
  const { FreshnessSeconds: age, MeasurementFailures: failures } =
    (await call(`${collector.url}/collect`)).get('rows') ?? {}
  expect([failures, age]).toEqual([0, 2400])
}, 60_000)

test('an endpoint that does not take the event, or is not there, is counted and named', async () => {
  const refused = (await call(`${collector.url}/nowhere`)).get('endpoint')
  expect(refused?.['CanaryFailures']).toBe(2)
  expect(JSON.stringify(refused?.['failed'])).toMatch(/answered 404/)
  const away = (await call('http://127.0.0.1:1/collect')).get('endpoint')
  expect(away?.['CanaryFailures']).toBe(2)
  expect(JSON.stringify(away?.['failed'])).toMatch(/ECONNREFUSED/)
}, 60_000)
