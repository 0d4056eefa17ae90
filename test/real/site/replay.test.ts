import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { RejectedResult } from '../../../src/runtime/replay/replay-rejected.js'
import { errorOf } from '../../cli/run-bin.js'
import { recordOf, spillLine } from '../support/backup-writer.js'
import { partitionOf } from '../support/murmur2.js'
import { until } from '../support/programs.js'
import { backedUp, HOUR, ids, ReplaySite } from '../support/replay-site.js'

const BIN = fileURLToPath(new URL('../../../bin/clickstream.js', import.meta.url))

let site: ReplaySite
/** Begin of the hours that a test has for itself. */
let day: number

beforeAll(async () => {
  site = await ReplaySite.start()
}, 180_000)

afterAll(async () => {
  await site?.remove()
}, 60_000)

beforeEach(() => {
  day = site.nextHours()
})

const range = (): string[] => ['--from', new Date(day).toISOString(), '--to', new Date(day + 2 * HOUR).toISOString()]

test('GIVEN objects in the format of the shipper, part of whose events Kafka has WHEN replayed THEN the missing ones come once, with id, key and time', async () => {
  const [first, second] = [backedUp('app_logs', 3000, day + 1000), backedUp('app_logs', 1000, day + HOUR + 1000)]
  const outside = backedUp('app_logs', 10, day + 3 * HOUR)
  const lines = [...first, ...second].map(({ record }, n) =>
    spillLine('app_logs', record, n % 2 === 0 ? `k${n}` : undefined),
  )
  await site.backup(day + 2000, [...lines.slice(0, 2500), ...lines.slice(0, 100), lines[0]?.slice(0, -9) ?? ''])
  await site.backup(day + HOUR + 2000, [
    ...lines.slice(2500),
    ...outside.map(({ record }) => spillLine('app_logs', record)),
  ])

  const dry = await site.replayed(...range(), '--dry-run')
  expect(dry.topics).toEqual([
    {
      topic: 'app_logs',
      events: 4000,
      hours: [
        { hour: new Date(day).toISOString(), events: 3000 },
        { hour: new Date(day + HOUR).toISOString(), events: 1000 },
      ],
      inKafka: 0,
      sentBefore: 0,
      missing: 4000,
      sent: 0,
    },
  ])
  expect(await site.records('app_logs', ids(first))).toEqual([])

  const only = await site.replayed('--from', new Date(day).toISOString(), '--to', new Date(day + HOUR).toISOString())
  expect(only.topics[0]).toMatchObject({ events: 3000, inKafka: 0, sent: 3000 })
  const whole = await site.replayed(...range())
  const { copies, damaged, topics } = whole
  expect({ copies, damaged, topics }).toMatchObject({
    copies: 100,
    damaged: 1,
    topics: [{ events: 4000, inKafka: 3000, missing: 1000, sent: 1000 }],
  })
  expect((await site.replayed(...range())).topics[0]).toMatchObject({ inKafka: 4000, missing: 0, sent: 0 })

  const found = await site.records('app_logs', ids([...first, ...second, ...outside]))
  expect(found.map(({ id }) => id).sort()).toEqual([...ids([...first, ...second])].sort())
  const byId = new Map([...first, ...second].map((event, n) => [event.id, { ...event, n }]))
  for (const { id, value, timestamp, key, partition } of found) {
    const event = byId.get(id)
    const expected = {
      record: event?.record,
      timestamp: event?.ctime,
      key: event?.n === undefined || event.n % 2 > 0 ? undefined : `k${event.n}`,
    }
    expect({ record: String(value), timestamp, key: key?.toString() }).toEqual(expected)
    if (key !== undefined) expect(partition).toBe(partitionOf(String(key), 4))
  }
}, 120_000)

test('GIVEN a replay that is killed in the middle WHEN it is called again THEN it goes on, and every event is in Kafka once', async () => {
  const all = backedUp('app_logs', 12_000, day)
  for (let from = 0; from < all.length; from += 1000) {
    await site.backup(
      day + from,
      all.slice(from, from + 1000).map(({ record }) => spillLine('app_logs', record)),
    )
  }
  const checkpoint = join(site.project.folder, '.clickstream-local', 'replay.json')
  const child = spawn(process.execPath, [BIN, 'replay', site.project.folder, ...range(), '--rate', '3000', '--json'], {
    env: { PATH: process.env['PATH'], ...site.project.env },
    stdio: 'ignore',
  })
  const done = async (): Promise<string> =>
    (JSON.parse(await readFile(checkpoint, 'utf8')) as { done?: string }).done ?? ''
  await until('some objects to be sent', async () => (await done()) !== '', 60_000)
  const second = await site.replay(...range())
  expect([second.code, errorOf(second).code]).toEqual([1, 'ReplayRuns'])
  child.kill('SIGKILL')
  await once(child, 'exit')
  const before = (await site.records('app_logs', ids(all))).length

  const [topic] = (await site.replayed(...range(), '--rate', '100000')).topics

  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(12_000)
  expect(topic).toMatchObject({ events: 12_000, inKafka: 0, sentBefore: before, sent: 12_000 - before })
  const found = await site.records('app_logs', ids(all))
  expect([found.length, new Set(found.map(({ id }) => id)).size]).toEqual([12_000, 12_000])
}, 120_000)

test('GIVEN events of a topic that the spec does not have WHEN replayed THEN it is named and nothing is sent; another topic can be chosen', async () => {
  const [known, unknown] = [backedUp('app_logs', 5, day), backedUp('old_logs', 7, day)]
  await site.backup(day, [
    ...known.map(({ record }) => spillLine('app_logs', record)),
    ...unknown.map(({ record }) => spillLine('old_logs', record)),
  ])

  const refused = await site.replay(...range())
  expect([refused.code, errorOf(refused).code, errorOf(refused).message]).toEqual([
    3,
    'TopicNotInSpec',
    expect.stringContaining('old_logs'),
  ])
  expect(await site.records('app_logs', ids(known))).toEqual([])
  expect((await site.replayed(...range(), '--topic', 'app_logs')).topics).toMatchObject([
    { topic: 'app_logs', sent: 5 },
  ])
}, 60_000)

test('GIVEN a topic whose retention has passed for the range WHEN replayed THEN it is refused, and with --force all is sent once', async () => {
  const old = backedUp('web_logs', 50, day)
  await site.backup(
    day,
    old.map(({ record }) => spillLine('web_logs', record)),
  )

  const refused = await site.replay(...range())
  expect([refused.code, errorOf(refused).code]).toEqual([3, 'RetentionPassed'])
  expect(errorOf(refused)).toMatchObject({
    message: expect.stringMatching(/web_logs.*2 hours/),
    hint: expect.stringContaining('--force'),
  })

  const forced = await site.replayed(...range(), '--force')
  expect(forced).toMatchObject({ forced: true, topics: [{ topic: 'web_logs', sent: 50, inKafka: 0 }] })
  expect(forced.comparedFrom).toBeUndefined()
}, 60_000)

test('GIVEN requests that were refused, in the format of the shipper WHEN replayed after the cause is mended THEN each is accepted once and the rest is named', async () => {
  const line = (reason: string, n: number, body: string, over: object = {}): string =>
    JSON.stringify({
      ...{ reason, status: 400, project: 'app_logs', time: day + n, ip: '203.0.113.9', bytes: body.length },
      ...{ body: Buffer.from(body).toString('base64'), ...over },
    })
  const text = (n: number): string => JSON.stringify({ mark: `mended-${day}`, n })
  const good = Array.from({ length: 200 }, (_, n) => line('InvalidJson', n, text(n)))
  const accepted = randomUUID()
  const large = recordOf('app_logs', accepted, day + 7, { mark: `mended-${day}`, n: 1000, pad: 'x'.repeat(80_000) })
  await site.backup(
    day,
    [
      ...good,
      ...good.slice(0, 20),
      line('InvalidJson', 300, `[${text(201)},${text(202)}]`),
      line('InvalidJson', 301, '{"broken"'),
      line('BodyTooLarge', 302, text(203), { bytes: 3_000_000 }),
      line('UnknownProject', 303, text(204), { project: undefined }),
      line('EventTooLarge', 304, large, { status: 413 }),
      'not a line of ours',
    ],
    'rejected',
  )

  const first = await site.replay(...range(), '--rejected')
  const again = await site.replay(...range(), '--rejected')

  const reasons = (run: { stdout: string }): object[] => [...(JSON.parse(run.stdout) as RejectedResult).reasons]
  expect([first.code, reasons(first)]).toEqual([
    1,
    [
      { reason: 'BodyTooLarge', requests: 1, inKafka: 0, unusable: 1, sent: 0, refusedAgain: {} },
      { reason: 'EventTooLarge', requests: 1, inKafka: 0, unusable: 0, sent: 1, refusedAgain: {} },
      { reason: 'InvalidJson', requests: 222, inKafka: 0, unusable: 0, sent: 201, refusedAgain: { InvalidJson: 1 } },
      { reason: 'UnknownProject', requests: 1, inKafka: 0, unusable: 1, sent: 0, refusedAgain: {} },
    ],
  ])
  expect(reasons(again)).toMatchObject([{}, { inKafka: 1, sent: 0 }, { inKafka: 201, sent: 0 }, {}])
  const numbers: number[] = []
  for await (const { value } of site.read('app_logs')) {
    const { data } = JSON.parse(String(value)) as { data: { mark?: string; n: number } }
    if (data.mark === `mended-${day}`) numbers.push(data.n)
  }
  const sent = [...Array.from({ length: 200 }, (_, n) => n), 201, 202, 1000]
  expect(numbers.sort((a, b) => a - b)).toEqual(sent)
}, 60_000)

test('GIVEN nothing that runs, or times that make no sense WHEN replayed THEN each is refused by its code', async () => {
  const reversed = await site.replay('--from', '1h', '--to', '2h')
  expect([reversed.code, errorOf(reversed).code]).toEqual([2, 'InvalidTime'])
  const never = await site.replay('--from', 'yesterday')
  expect([never.code, errorOf(never).code]).toEqual([2, 'InvalidTime'])
  expect([site.beforeUp.code, errorOf(site.beforeUp).code]).toEqual([1, 'NothingRuns'])
}, 60_000)

test('GIVEN a collector that holds events of the range on its disk WHEN replayed THEN it is refused, because they come by themselves', async () => {
  const kafka = site.state.parts.find(({ name }) => name === 'kafka')
  process.kill(kafka?.pid ?? 0, 'SIGKILL')
  const post = (): Promise<Response> => fetch(site.state.addresses.endpoint ?? '', { method: 'POST', body: '{"n":1}' })
  const metrics = async (): Promise<string> => (await fetch(site.state.addresses.metrics ?? '')).text()
  await until('an event on the disk', async () => {
    expect((await post()).status).toBe(200)
    return /^clickstream_spill_bytes [1-9]/m.test(await metrics())
  })

  const refused = await site.replay('--from', '5m')

  expect([refused.code, errorOf(refused).code]).toEqual([3, 'StillDraining'])
  expect(errorOf(refused).hint).toContain('nothing was sent')
}, 60_000)
