import { describe, expect, test } from '@jest/globals'
import { jsonEventSource } from '../../src/spec/event-sources.js'
import { deduplicatedSql } from '../../src/spec/event-sql.js'

/** The pattern that cuts `data` out of a line, as Athena gets it; the regular expressions of both are the same here. */
function dataPattern(envelope: boolean): RegExp {
  const { columns } = jsonEventSource({ database: 'd', table: 't', partitionBy: 'hour', envelope })
  const [, pattern = ''] =
    /regexp_extract\("line", '(.*)', 1\)/.exec(columns.find(({ name }) => name === 'data')?.sql ?? '') ?? []
  return new RegExp(pattern)
}

const META = '{"project":"app_logs","ctime":1795000000000,"ip":"192.0.2.1","id":"0191"}'
const HOSTILE_META =
  '{"project":"a","ctime":1,"id":"0192","ua":"}\\",\\"data\\":{\\\\\\" {\\"meta\\":{}","query":"x=},\\"data\\":1}"}'

describe('data of a JSON line', () => {
  test.each([
    '{"a":1}',
    '1e400',
    '12345678901234567890',
    '"19"',
    'null',
    '"\\ud800"',
    '[ 1 , {"data":2} ]',
    '{"a":1,"a":2}',
    '{"meta":{"id":"other"},"data":"},\\"data\\":"}',
    '"}}"',
    '-0.0',
  ])(
    'GIVEN the event %s WHEN cut out THEN it is its source text, also behind hostile meta and in an envelope',
    (data) => {
      for (const meta of [META, HOSTILE_META]) {
        const line = `{"meta":${meta},"data":${data}}`
        expect(dataPattern(false).exec(line)?.[1]).toBe(data)
        expect(
          dataPattern(true).exec(`{"headers":[{"key":"k","value":"\\"value\\":{"}],"offset":7,"value":${line}}`)?.[1],
        ).toBe(data)
      }
    },
  )

  test.each(['{"data":1,"meta":{}}', 'no JSON', '{"meta":"text","data":1}', ''])(
    'GIVEN a line of another shape, %j WHEN cut out THEN nothing is, and the line itself is taken',
    (line) => {
      expect(dataPattern(false).exec(line)).toBeNull()
    },
  )

  test('GIVEN a megabyte of braces and quotes WHEN cut out THEN it takes no time to speak of', () => {
    const long = JSON.stringify('{}"\\'.repeat(250_000))
    const started = performance.now()
    const found = dataPattern(false).exec(`{"meta":${HOSTILE_META},"data":${long}}`)?.[1]
    expect(found === long).toBe(true)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

test('GIVEN folders by hour WHEN deduplicated THEN copies are compared within a day of folders, so that other days are left out', () => {
  const sql = deduplicatedSql(jsonEventSource({ database: 'd', table: 't', partitionBy: 'hour' }))
  expect(sql).toContain(
    'row_number() OVER (PARTITION BY "event_id", "ctime", "topic", "year", "month", "day" ORDER BY "year", "month", "day", "hour") AS "copy"',
  )
  expect(sql.split('\n').at(-1)).toBe('WHERE "copy" = 1 OR "event_id" IS NULL')
})
