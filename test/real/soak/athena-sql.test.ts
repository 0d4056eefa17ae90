import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { CreateDatabaseCommand, CreateTableCommand, GlueClient, type TableInput } from '@aws-sdk/client-glue'
import { App, Stack } from 'aws-cdk-lib/core'
import { Template } from 'aws-cdk-lib/assertions'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sinkQueries } from '../../../src/cli/query-sql.js'
import { DeduplicatedView, JsonEventTable } from '../../../src/constructs/index.js'
import { catalogNames } from '../../../src/spec/derived-names.js'
import { icebergEventSource } from '../../../src/spec/event-sources.js'
import { folderCondition } from '../../../src/spec/event-sql.js'
import type { Spec } from '../../../src/spec/schema.js'
import { HOSTILE_COLUMNS } from '../support/hostile-events.js'
import { icebergConnector } from '../support/iceberg-connector.js'
import { IcebergTable } from '../support/iceberg-table.js'
import { layPlugin } from '../support/plugin-folder.js'
import { until } from '../support/programs.js'
import { report } from '../support/report.js'
import { BUCKET, SinkUnderTest } from '../support/sink-under-test.js'
import { Trino } from '../support/trino.js'

jest.setTimeout(120_000)

const HOME = process.env['CLICKSTREAM_TRINO']
const TOPIC = 'clicks'
const NOW = new Date()
const SINCE = new Date(NOW.getTime() - 2 * 86_400_000)

const spec = {
  name: 'web-events',
  sinks: [
    { type: 's3-json', bucket: BUCKET, prefix: TOPIC, topics: [TOPIC], flushSeconds: 60, partitionBy: 'hour' },
    { type: 'iceberg', bucket: BUCKET, database: 'clickstream', table: TOPIC, topics: [TOPIC], partitionBy: 'day' },
  ],
} as unknown as Pick<Spec, 'name' | 'sinks'>

/** Source texts of events: numbers and spaces that a JSON reader would write in another way, and texts that look like the end of something. */
const DATA = [
  '{"amount":19.90,"label":"a"}',
  '{ "amount" : 1e2 , "count" : 9223372036854775807 }',
  '{"label":"}\\"},{\\"meta\\":{\\"id\\":\\"x\\"}","paid":true}',
  '{"label":"日本語 😀 \\u00e9","day":"2026-11-28","at":1764331200123}',
  '[1, 2.50, {"data": null}]',
  '"text"',
  '12345678901234567890.10',
  'null',
]

const event = (id: string | undefined, index: number, back = 0): string => {
  const meta = { project: `p${index % 2}`, ctime: NOW.getTime() - back, ip: '203.0.113.7', ...(id && { id }) }
  return `{"meta":${JSON.stringify(meta)},"data":${DATA[index % DATA.length]}}`
}

const FIRST = DATA.map((_, index) => event(`e-${index}`, index))
// Delivered again, with the same ctime; yesterday's; and two that nobody gave an id.
const AGAIN = FIRST.slice(0, 3)
const LATE = [event('late-1', 0, 26 * 3_600_000)]
const NAMELESS = [event(undefined, 1), event(undefined, 1)]
const SENT = [...FIRST, ...AGAIN, ...AGAIN, ...LATE, ...NAMELESS]
const UNIQUE = FIRST.length + LATE.length + NAMELESS.length

let sink: SinkUnderTest | undefined
let trino: Trino | undefined
let plugins: string | undefined

const lake = HOME === undefined ? describe.skip : describe

lake('the SQL that is given for Athena, run by Trino (CLICKSTREAM_TRINO: folder of an unpacked server)', () => {
  beforeAll(async () => {
    plugins = await mkdtemp(join(tmpdir(), 'clickstream-plugins-'))
    await layPlugin(plugins, 's3-json-sink', 's3-json-sink')
    await layPlugin(plugins, 'iceberg-sink', 'event-columns')
    const lakeside = await SinkUnderTest.start()
    sink = lakeside
    await lakeside.startWorkers(1, { plugins, heapMiB: 768 })
    await lakeside.kafka.admin.create(TOPIC, 1, 1)
    await lakeside.kafka.admin.create(`control-${TOPIC}`, 1, 1)
    await lakeside.kafka.produce(TOPIC, SENT)
    const table = await makeTables(lakeside)
    await lakeside.connect(TOPIC, TOPIC, { 'rotate.interval.ms': '1000', 'partition.time': 'meta.ctime' })
    const { s3, kafka } = lakeside
    await lakeside.worker.rest.put(
      'lake',
      icebergConnector(TOPIC, { brokers: kafka.brokers, s3, bucket: BUCKET, tasks: 1 }),
    )
    await lakeside.drained(TOPIC, TOPIC)
    await until('all rows', async () => (await table.count()) >= SENT.length, 120_000)
    trino = await Trino.start(HOME ?? '', s3.endpoint)
  }, 600_000)

  afterAll(async () => {
    await trino?.remove()
    await sink?.remove()
    if (plugins !== undefined) await rm(plugins, { recursive: true })
  })

  test.each([
    ['S3 JSON', 0],
    ['Iceberg', 1],
  ])(
    'GIVEN events that the %s sink stored, some of them twice WHEN the view is read THEN each is there once, as it was sent',
    async (_, index) => {
      const { database, view } = catalogNames(spec, index)
      // Without the days, each folder of each year would be listed.
      const where = index === 0 ? ` WHERE ${folderCondition('hour', SINCE, NOW)}` : ''
      const rows = (await trino?.query(`SELECT * FROM "${database}"."${view}"${where}`)) ?? []
      expect(rows.length).toBe(UNIQUE)
      const byId = new Map(rows.map((row) => [row['event_id'], row]))
      for (const [number, data] of DATA.entries()) {
        expect(byId.get(`e-${number}`)).toMatchObject({
          project: `p${number % 2}`,
          ctime: NOW.getTime(),
          ip: '203.0.113.7',
          data,
        })
      }
      expect(rows.filter((row) => row['event_id'] === null)).toHaveLength(NAMELESS.length)
      report(`view ${view}`, { sent: SENT.length, rows: rows.length })
    },
  )

  test('GIVEN columns with types WHEN the Iceberg view is read THEN they hold what was sent', async () => {
    const { database, view } = catalogNames(spec, 1)
    const [row] =
      (await trino?.query(
        `SELECT "day", "at", CAST("amount" AS varchar) AS "amount" FROM "${database}"."${view}" WHERE "event_id" = 'e-3'`,
      )) ?? []
    expect(row).toMatchObject({
      day: '2026-11-28',
      at: expect.stringMatching(/^2025-11-28 12:00:00\.123/),
      amount: null,
    })
  })

  test.each(
    sinkQueries(spec, SINCE, NOW).flatMap(({ sink: name, queries }) =>
      queries.map(({ title, sql }) => [name, title, sql] as const),
    ),
  )('GIVEN the sink %s WHEN asked for %s THEN the printed statement answers', async (_, title, sql) => {
    const rows = (await trino?.query(sql)) ?? []
    if (title === 'the newest events') expect(rows.length).toBe(UNIQUE)
    if (title === 'events an hour') {
      const events = rows.reduce((sum, row) => sum + Number(row['events']), 0)
      expect(events).toBe(UNIQUE - NAMELESS.length)
    }
    if (title.startsWith('how many')) {
      const events = FIRST.length + LATE.length
      expect(rows).toEqual([{ rows_stored: SENT.length, events, copies: SENT.length - NAMELESS.length - events }])
    }
  })
})

/** What the templates put into Glue, which the local server knows the API of. */
async function makeTables({ s3: server }: SinkUnderTest): Promise<IcebergTable> {
  const { database, table } = catalogNames(spec, 1)
  const made = await IcebergTable.make(server, BUCKET, { database, table, columns: [...HOSTILE_COLUMNS] })
  const stack = new Stack(new App(), 'Tables', { env: { account: '000000000000', region: 'us-east-1' } })
  const json = catalogNames(spec, 0)
  const bucket = s3.Bucket.fromBucketName(stack, 'Lake', BUCKET)
  new JsonEventTable(stack, 'Json', {
    database,
    table: json.table,
    bucket,
    prefix: TOPIC,
    topics: [TOPIC],
    firstYear: 2024,
  })
  const source = icebergEventSource({ database, table, columns: [...HOSTILE_COLUMNS] })
  new DeduplicatedView(stack, 'Unique', { source, viewName: catalogNames(spec, 1).view })
  const glue = new GlueClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'default' } })).catch(() => undefined)
  for (const { Properties } of Object.values(Template.fromStack(stack).findResources('AWS::Glue::Table'))) {
    const { TableInput: asked } = Properties as { TableInput: TableInput }
    const input = { ...asked, Parameters: { ...asked.Parameters, ...inTrino(asked.Parameters) } }
    await glue.send(new CreateTableCommand({ DatabaseName: database, TableInput: input }))
  }
  return made
}

/** Athena projects years as dates; Trino steps by days at most, and takes them as numbers. */
function inTrino(parameters: TableInput['Parameters']): Record<string, string> {
  const unit = 'projection.year.interval.unit'
  if (parameters?.[unit] !== 'YEARS') return {}
  const range = `2024,${NOW.getUTCFullYear() + 1}`
  return { 'projection.year.type': 'integer', 'projection.year.range': range, [unit]: 'DAYS' }
}
