import { describe, expect, jest, test } from '@jest/globals'
import { resolve } from 'node:path'
import { sinkQueries } from '../../src/cli/query-sql.js'
import { folderCondition } from '../../src/spec/event-sql.js'
import { exampleSpec, S3_JSON } from '../constructs/support.js'
import { errorOf, runBin } from './run-bin.js'

// Each test starts processes, and the machine may be busy.
jest.setTimeout(60_000)

const SPEC = resolve('examples/typed-columns/clickstream.yaml')

describe('query', () => {
  test('GIVEN a spec WHEN asked THEN the SQL of each sink is printed, with and without comments, for people and programs', async () => {
    // WHEN
    const [words, sql, json, folder] = await Promise.all([
      runBin(['query', SPEC]),
      runBin(['query', SPEC, '--sql-only']),
      runBin(['query', SPEC, '--since', '2026-01-31', '--json']),
      runBin(['query', '--sql-only', '--since', '7d'], { cwd: resolve('examples/typed-columns') }),
    ])
    // THEN
    expect([words?.code, sql?.code, json?.code, folder?.code]).toEqual([0, 0, 0, 0])
    expect(words?.stdout).toMatch(
      /^-- [\w-]+: \w+\.\w+, each event once in \w+\.\w+_unique\n\n-- the newest events\nSELECT /,
    )
    expect(sql?.stdout).not.toContain('--')
    const { since, sinks } = JSON.parse(json?.stdout ?? '') as { since: string; sinks: { queries: unknown[] }[] }
    expect(since).toBe('2026-01-31T00:00:00.000Z')
    expect(folder?.stdout.match(/;$/gm)).toHaveLength(sinks.flatMap(({ queries }) => queries).length)
  })

  test('GIVEN a wrong sink or time WHEN asked THEN it is said what there is', async () => {
    const [sink, time, future] = await Promise.all([
      runBin(['query', SPEC, '--sink', 'nope', '--json']),
      runBin(['query', SPEC, '--since', 'yesterday', '--json']),
      runBin(['query', SPEC, '--since', '2999-01-01', '--json']),
    ])
    expect([sink?.code, sink && errorOf(sink).code]).toEqual([3, 'UnknownSink'])
    expect(sink && errorOf(sink).hint).toMatch(/^write one of /)
    for (const run of [time, future]) expect([run?.code, run && errorOf(run).code]).toEqual([2, 'InvalidSince'])
  })
})

test('GIVEN both kinds of sink WHEN asked for two days over the end of a month THEN folders and times are named, and views', () => {
  // GIVEN
  const since = new Date('2026-10-31T22:00:00Z')
  // WHEN
  const [json, iceberg] = sinkQueries(exampleSpec(), since, new Date('2026-11-01T10:00:00Z'))
  // THEN
  const folders = `(("year" = '2026' AND "month" = 10 AND "day" IN (31)) OR ("year" = '2026' AND "month" = 11 AND "day" IN (1)))`
  expect(json?.queries.map(({ sql }) => sql)).toEqual([
    `SELECT from_unixtime("ctime" / 1000.0) AS "at", "project", "event_id", "data"
FROM "clickstream"."s3_json_unique"
WHERE ${folders}
  AND "ctime" >= 1793484000000
ORDER BY "ctime" DESC
LIMIT 100`,
    `SELECT date_trunc('hour', from_unixtime("ctime" / 1000.0)) AS "hour_of_event", "project", count(DISTINCT "event_id") AS "events"
FROM "clickstream"."s3_json_unique"
WHERE ${folders}
  AND "ctime" >= 1793484000000
GROUP BY 1, 2
ORDER BY 1 DESC, 2`,
    `SELECT count(*) AS "rows_stored", count(DISTINCT json_extract_scalar("line", '$.meta.id')) AS "events", count(json_extract_scalar("line", '$.meta.id')) - count(DISTINCT json_extract_scalar("line", '$.meta.id')) AS "copies"
FROM "clickstream"."s3_json"
WHERE ${folders}`,
  ])
  expect(iceberg?.queries[2]?.sql)
    .toBe(`SELECT count(*) AS "rows_stored", count(DISTINCT "event_id") AS "events", count("event_id") - count(DISTINCT "event_id") AS "copies"
FROM "clickstream"."app_logs"
WHERE "ctime" >= 1793484000000`)
  expect([json, iceberg].map((sink) => [sink?.sink, sink?.type, sink?.view])).toEqual([
    ['s3-json', 's3-json', 's3_json_unique'],
    ['app_logs', 'iceberg', 'app_logs_unique'],
  ])
  const [alone] = sinkQueries({ name: 'web-events', sinks: [S3_JSON] }, since, since)
  expect([alone?.database, alone?.table]).toEqual(['web_events', 's3_json'])
})

test.each([
  ['hour', '2026-11-28T23:00:00Z', `"year" = '2026' AND "month" = 11 AND "day" IN (28)`],
  ['month', '2026-11-03T00:00:00Z', `"year" = '2026' AND "month" = 11`],
  [
    'day',
    '2026-10-01T00:00:00Z',
    `(("year" = '2026' AND "month" = 10) OR ("year" = '2026' AND "month" = 11 AND "day" IN (1`,
  ],
  ['year', '2025-12-31T00:00:00Z', `(("year" = '2025') OR ("year" = '2026'))`],
] as const)('folders by %s since %s', (partitionBy, since, condition) => {
  expect(folderCondition(partitionBy, new Date(since), new Date('2026-11-28T23:59:00Z'))).toContain(condition)
})
