import { describe, expect, test } from '@jest/globals'
import { newestEvents } from '../../../src/runtime/events/index.js'
import type { IcebergSlice, Lake } from '../../../src/site/index.js'
import type { SinkSpec } from '../../../src/spec/index.js'

const capacity = { mcu: 1, minWorkers: 1, maxWorkers: 1 }
const JSON_SINK = {
  type: 's3-json',
  bucket: 'lake',
  prefix: 'events',
  topics: ['a', 'b'],
  flushSeconds: 60,
  capacity,
} as unknown as SinkSpec
const TABLE = {
  type: 'iceberg',
  bucket: 'lake',
  database: 'db',
  table: 'rows',
  topics: ['a'],
  capacity,
} as unknown as SinkSpec

const line = (ctime: number): string => `{"meta":{"id":"x${ctime}","ctime":${ctime}},"data":{"n":${ctime}}}`

/** A lake of objects by key, and of columns. */
const lakeOf = (objects: Record<string, string[]>, slices: readonly IcebergSlice[] = []) =>
  ({
    objects: (_: string, prefix: string) =>
      Promise.resolve(Object.keys(objects).filter((key) => key.startsWith(prefix))),
    async *lines(_: string, keys: readonly string[]) {
      for (const key of keys) yield* objects[key] ?? []
    },
    async *icebergRows(_: string, __: string, asked: readonly string[]) {
      expect(asked).toEqual(['ctime', 'data'])
      yield* slices
    },
  }) satisfies Pick<Lake, 'objects' | 'lines' | 'icebergRows'>

describe('the newest events', () => {
  test('GIVEN two topics and hours WHEN read THEN the newest of both come first, and an old hour is not read', async () => {
    const lake = lakeOf({
      'events/a/2026/01/01/09/1.gz': [line(99)],
      'events/a/2026/01/01/10/1.gz': [line(10), line(30)],
      'events/a/2026/01/01/10/2.gz': [line(20)],
      'events/b/2026/01/01/08/1.gz': [line(25), 'no JSON'],
    })
    const { sink, events } = await newestEvents(lake, JSON_SINK, 3)
    expect([sink, events.map(({ text }) => text)]).toEqual(['s3://lake/events/', [line(30), line(25), line(20)]])
    expect(events[0]?.at).toBe('1970-01-01T00:00:00.030Z')
  })

  test('GIVEN fewer events than asked for WHEN read THEN all of them, one without a time last', async () => {
    const lake = lakeOf({ 'events/b/2026/01/01/08/1.gz': ['no JSON', line(5)] })
    const { events } = await newestEvents(lake, JSON_SINK, 5)
    expect(events).toEqual([{ at: '1970-01-01T00:00:00.005Z', text: line(5) }, { text: 'no JSON' }])
  })

  test('GIVEN rows of several files, in any order WHEN read THEN the newest by the clock, whichever file holds them', async () => {
    const lake = lakeOf({}, [
      {
        snapshot: '2',
        columns: [
          ['3', '9'],
          ['three', 'nine'],
        ],
      },
      {
        snapshot: '1',
        columns: [
          ['5', '1'],
          ['five', 'one'],
        ],
      },
    ])
    const { sink, events } = await newestEvents(lake, TABLE, 2)
    expect([sink, events.map(({ text }) => text)]).toEqual(['db.rows', ['nine', 'five']])
  })

  test('GIVEN nothing stored yet WHEN read THEN there is no event', async () => {
    expect((await newestEvents(lakeOf({}), JSON_SINK, 3)).events).toEqual([])
    expect((await newestEvents(lakeOf({}), TABLE, 3)).events).toEqual([])
  })
})
