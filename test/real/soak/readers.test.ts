import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { needPrograms } from '../support/needed.js'
import { run } from '../support/programs.js'
import { report } from '../support/report.js'
import { numberedEvents } from '../support/sink-events.js'
import { BUCKET, SinkUnderTest } from '../support/sink-under-test.js'

const EVENTS = 5000
const HOURS = 3

let sink: SinkUnderTest
let folder: string

beforeAll(async () => {
  await needPrograms(['python3', 'zcat', 'zstd'], 'python3-venv gzip zstd')
  folder = await mkdtemp(join(tmpdir(), 'clickstream-readers-'))
  await run('python3', ['-m', 'venv', join(folder, 'venv')])
  await run(join(folder, 'venv/bin/pip'), ['install', '-q', 'duckdb==2.0.1'])
  sink = await SinkUnderTest.start()
  await sink.startWorkers(1)
}, 300_000)

afterAll(async () => {
  await sink?.remove()
  if (folder !== undefined) await rm(folder, { recursive: true })
}, 60_000)

/** Python's own JSON parser over lines on its input. */
const PYTHON = 'import json,sys; print(len({json.loads(line)["meta"]["id"] for line in sys.stdin}))'

const DUCKDB = `
import duckdb, sys
print(*duckdb.sql(f"""
  select count(*), count(distinct meta.id), count(distinct hour),
         count(*) filter (where make_timestamp(meta.ctime * 1000) not between
           make_timestamp(year::bigint, month::bigint, day::bigint, hour::bigint, 0, 0) and
           make_timestamp(year::bigint, month::bigint, day::bigint, hour::bigint, 59, 60 - 1e-6))
  from read_json('{sys.argv[1]}/**/*.jsonl*', hive_partitioning = true, hive_types_autocast = true)
""").fetchall()[0])
`

test.each([
  ['none', 'cat'],
  ['gzip', 'zcat'],
  ['zstd', 'zstd -dcq'],
])(
  'GIVEN objects written with %s THEN %s with Python, and DuckDB by their names, read every event',
  async (compression, unpack) => {
    await sink.kafka.admin.create(compression, 2, 1)
    await sink.connect(compression, compression, {
      ...{ compression, 'partition.time': 'meta.ctime', 'rotate.interval.ms': '1000' },
    })
    await sink.kafka.produce(compression, numberedEvents({ count: EVENTS, hours: HOURS, late: 1 }))
    await sink.drained(compression, compression)
    // WHEN the objects are files
    const files = join(folder, compression)
    const keys = await sink.s3.list(BUCKET, `${compression}/${compression}/`)
    for (const key of keys) {
      const path = join(files, key)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, (await sink.s3.get(BUCKET, key)).bytes)
    }
    // THEN
    const lines = `find "$0" -type f -print0 | xargs -0 ${unpack} | python3 -c '${PYTHON}'`
    const python = Number((await run('sh', ['-c', lines, files])).stdout)
    const duckdb = (await run(join(folder, 'venv/bin/python'), ['-c', DUCKDB, files])).stdout
      .trim()
      .split(' ')
      .map(Number)
    report(`readers, ${compression}`, { objects: keys.length, python, duckdb: duckdb.join(' ') })
    expect(python).toBe(EVENTS)
    expect(duckdb).toEqual([EVENTS, EVENTS, HOURS, 0])
  },
  120_000,
)
