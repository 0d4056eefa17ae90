import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ConnectorHealth, DeadLetter } from '../../../src/runtime/connectors/index.js'
import { restartConnector, startConnector } from '../../../src/runtime/connectors/index.js'
import type { SinkFreshness } from '../../../src/runtime/freshness/index.js'
import { describe } from '../../../src/site/assembly/describe.js'
import { openAssembly, type LocalState } from '../../../src/site/index.js'
import { LocalConnectors } from '../../../src/site/local/local-connectors.js'
import { localValues } from '../../../src/site/local/local-values.js'
import { Admin } from '@platformatic/kafka'
import { errorOf } from '../../cli/run-bin.js'
import { IcebergTable } from '../support/iceberg-table.js'
import { BUCKET, LocalProject } from '../support/local-project.js'
import { needPrograms } from '../support/needed.js'
import { start, until } from '../support/programs.js'
import { S3Client } from '../support/s3-client.js'

let project: LocalProject
let state: LocalState
let client: S3Client
let table: IcebergTable
let json = ''
let iceberg = ''

beforeAll(async () => {
  await needPrograms(
    ['java', 'nginx', 'ministack', 'kcat'],
    'openjdk-17-jre-headless nginx kcat; pip install ministack',
  )
  project = await LocalProject.generate('connectors-test')
  state = await project.up()
  client = new S3Client(state.addresses.s3 ?? '')
  table = IcebergTable.open(client, BUCKET, 'clickstream', 'app_logs')
  ;[json = '', iceberg = ''] = state.connectors
}, 180_000)

afterAll(async () => {
  await project?.remove()
}, 60_000)

interface Shown {
  readonly connectors: readonly ConnectorHealth[]
  readonly freshness: readonly SinkFreshness[]
}

const status = async (): Promise<Shown & { code: number | null }> => {
  const { code, stdout } = await project.run(['connectors', project.folder])
  return { code, ...(JSON.parse(stdout) as Shown) }
}
const act = (...args: string[]) => project.run(['connectors', ...args, '--project', project.folder])
const letters = async (name: string): Promise<DeadLetter[]> =>
  (JSON.parse((await act('errors', name)).stdout) as { deadLetters: DeadLetter[] }).deadLetters
const lines = (): Promise<string[]> => client.lines(BUCKET, 'events/app_logs/')
const post = async (event: object): Promise<number> =>
  (await fetch(state.addresses.endpoint ?? '', { method: 'POST', body: JSON.stringify(event) })).status

/** Writes a line straight into Kafka, past the collector. */
const kcat = async (text: string, ...more: string[]): Promise<void> => {
  const args = ['-b', state.addresses.kafka ?? '', '-P', '-t', 'app_logs', '-p', '0', ...more]
  const { child } = start('kcat', args, { stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin?.end(text)
  expect(await once(child, 'exit')).toEqual([0, null])
}

/** Connectors with something else in their configurations. */
const changed = (changes: Readonly<Record<string, string>>): LocalConnectors => {
  const { kafka = '', s3 = '' } = state.addresses
  const assembly = openAssembly(project.folder)
  const { connectors } = describe(assembly, localValues(assembly, kafka))
  return new LocalConnectors({
    kafka,
    lake: s3,
    workers: state.workers,
    connectors: connectors.map((one) => ({ ...one, configuration: { ...one.configuration, ...changes } })),
  })
}

test('GIVEN an event of 1 MB, text that is no JSON and a tombstone WHEN stored THEN both sinks have each byte, no task fails, and the dead letters show the tombstone', async () => {
  const large = { text: 'x'.repeat(1_000_000) }
  expect(await post(large)).toBe(200)
  await kcat('this is no JSON\n')
  await kcat('{"data":{"half":\n')
  await kcat('tombstone:\n', '-Z', '-K', ':')

  await until('S3 to have all', async () => (await lines()).length === 3, 60_000)
  await until('Iceberg to have all', async () => (await table.count()) >= 3, 90_000)
  await until('the groups to be at their ends', async () => (await status()).connectors.every(({ lag }) => lag === 0))

  const inS3 = await lines()
  expect(inS3).toEqual(expect.arrayContaining(['this is no JSON', '{"data":{"half":']))
  expect(inS3.filter((line) => line.endsWith(`"data":${JSON.stringify(large)}}`)).length).toBe(1)
  const inIceberg = (await table.rows()).map(({ data }) => data)
  expect(inIceberg).toEqual(expect.arrayContaining(['this is no JSON', '{"data":{"half":', JSON.stringify(large)]))
  const [letter, ...more] = await letters(json)
  expect([letter, more]).toEqual([
    expect.objectContaining({ topic: 'app_logs', partition: 0, bytes: 0, stage: 'TASK_PUT' }),
    [],
  ])
  expect(letter?.cause).toMatchObject({ code: 'BadRecord', line: expect.stringContaining('it has no value') })
  const { code, connectors, freshness } = await status()
  expect([code, connectors.map(({ running }) => running), freshness.map(({ fact }) => fact.found)]).toEqual([
    0,
    [true, true],
    ['every event can be read', 'every event can be read'],
  ])
}, 180_000)

test('GIVEN a paused and a deleted connector WHEN events come THEN they wait, and each is there once when it goes on', async () => {
  const before = await table.count()
  expect((await act('pause', iceberg)).code).toBe(0)
  for (let n = 0; n < 10; n++) await post({ n })
  const paused = await status()
  expect([paused.code, paused.connectors[1]]).toMatchObject([
    1,
    { connector: { state: 'PAUSED' }, lag: 10, running: false },
  ])
  expect((await act('resume', iceberg)).code).toBe(0)

  expect((await act('delete', iceberg)).code).toBe(0)
  for (let n = 10; n < 20; n++) await post({ n })
  expect((await status()).connectors[1]).toMatchObject({ connector: { state: 'MISSING' }, tasks: [], running: false })
  expect((await act('create', iceberg)).code).toBe(0)
  await until('Iceberg to have twenty more', async () => (await table.count()) >= before + 20, 90_000)

  const numbers = (await table.rows())
    .flatMap(({ data }) => /^\{"n":(\d+)\}$/.exec(String(data))?.[1] ?? [])
    .map(Number)
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n))
  const unknown = await act('pause', 'no-such')
  expect([unknown.code, errorOf(unknown)]).toEqual([2, expect.objectContaining({ code: 'NoSuchConnector' })])
}, 240_000)

test('GIVEN a class that no plugin has and a setting that does not exist WHEN made THEN each is a problem, and what runs goes on', async () => {
  const refusal = { code: 'ConnectorRefused', exitCode: 3 }
  await expect(startConnector(changed({ 'connector.class': 'no.such.Sink' }), json)).rejects.toMatchObject({
    ...refusal,
    problems: [
      { code: 'ConnectorClassMissing', path: 'connector.class', message: expect.stringContaining('no.such.Sink') },
    ],
  })
  await expect(startConnector(changed({ compression: 'gzap' }), json)).rejects.toMatchObject({
    ...refusal,
    problems: [{ code: 'SettingRefused', path: 'compression' }],
  })
  expect((await status()).connectors.map(({ running }) => running)).toEqual([true, true])
}, 60_000)

test('GIVEN a sink that drops rows in silence while it runs and commits its offsets WHEN asked THEN the freshness check says so', async () => {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [state.addresses.kafka ?? ''] })
  const control = 'connectors-test-control-app_logs'
  await until(
    'what was sent to be stored',
    async () => (await status()).freshness.every(({ fact }) => fact.found.startsWith('every')),
    90_000,
  )
  const before = await table.count()
  // The commits of a table name offsets of its control topic: after a new beginning of the topic they seem to be old ones.
  await act('delete', iceberg)
  await admin.deleteTopics({ topics: [control] })
  await until('the topic to be gone', async () => !(await admin.listTopics()).includes(control))
  await admin.createTopics({ topics: [control], partitions: 1, replicas: 1 })
  await admin.close()
  await act('create', iceberg)
  await post({ will: 'be dropped' })

  await until('the connector to commit its offsets', async () => (await status()).connectors[1]?.lag === 0, 60_000)
  await until('the check to notice', async () => (await status()).code === 1, 60_000)

  const { connectors, freshness } = await status()
  expect([connectors[1]?.running, connectors[1]?.lag, await table.count()]).toEqual([true, 0, before])
  expect(freshness.map(({ fact }) => [fact.ok, fact.found])).toEqual([
    [true, 'every event can be read'],
    [
      false,
      expect.stringMatching(/^the event at app_logs\/\d offset \d+ cannot be read after \d+ s \(at most 15 s\)$/),
    ],
  ])
}, 240_000)

test('GIVEN a table that does not exist WHEN the connector fails THEN the cause is explained, and a restart mends it once it is there', async () => {
  const elsewhere = changed({ 'iceberg.tables': 'clickstream.later' })
  await act('delete', iceberg) // the one that runs would take the event
  await post({ for: 'later' })
  const failed = startConnector(elsewhere, iceberg, { movingMs: 60_000 })
  await expect(failed).rejects.toMatchObject({
    code: 'ConnectorFailed',
    message: expect.stringContaining('table does not exist'),
  })

  const { code, connectors } = await status()
  const causes = connectors[1]?.tasks.map(({ cause }) => cause?.code)
  expect([code, causes]).toEqual([1, ['TableMissing']])
  const later = await IcebergTable.make(client, BUCKET, { database: 'clickstream', table: 'later' })
  const mended = await restartConnector(elsewhere, iceberg)
  expect(mended.map((cause) => cause.code)).toEqual(['TableMissing'])
  await until('the event to be there', async () => (await later.count()) === 1, 60_000)
  await startConnector(changed({}), iceberg)
  expect((await status()).connectors[1]?.running).toBe(true)
}, 180_000)
