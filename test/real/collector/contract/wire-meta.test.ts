import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { recordsWith, type Stored, uuid5 } from '../../support/ask.js'
import type { CollectorUnderTest } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { newRun } from '../../support/load.js'
import { TOPICS } from '../../support/traffic.js'

const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
/** The two bytes of ü, as a header value that fetch takes. */
const UTF8_UE = Buffer.from('ü').toString('latin1')
const AGENT = 'Mozilla/5.0 "quoted" \\ (X11)'

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
  collector = await collectorKind.start({ brokers: kafka.brokers })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

/** Sends a body of one or more events; gives the status and the records that came of them, in the order of their `n`. */
const recordsOf = async (
  make: (marker: string) => string,
  headers: Readonly<Record<string, string>> = {},
  { query = '', to = collector } = {},
): Promise<Stored[]> => {
  const marker = newRun('meta')
  const response = await fetch(`${to.url}/collect${query}`, {
    method: 'POST',
    body: make(`"marker":"${marker}"`),
    headers: { 'user-agent': AGENT, ...headers },
  })
  expect(response.status).toBe(200)
  const records = await recordsWith(kafka, to, headers['project'] ?? 'app_logs', marker)
  return records.sort((left, right) => Number(left.data['n']) - Number(right.data['n']))
}
const one = (marker: string): string => `{"n":0,${marker}}`
const metaOf = async (...args: Parameters<typeof recordsOf>): Promise<Stored['meta'] | undefined> =>
  (await recordsOf(...args))[0]?.meta

test('a record holds project, time, address, id, user agent and query, and nothing that the client says of itself', async () => {
  const before = Date.now()
  const claims = { 'x-forwarded-for': '6.6.6.6', 'x-real-ip': '6.6.6.6', forwarded: 'for=6.6.6.6' }
  const meta = await metaOf(one, { project: 'web_logs', ...claims }, { query: '?platform=Web&appId=a%22b&e=1' })
  expect(meta).toEqual({
    project: 'web_logs',
    ctime: expect.any(Number),
    ip: '127.0.0.1',
    id: expect.stringMatching(UUID4),
    ua: AGENT,
    query: 'platform=Web&appId=a%22b&e=1',
  })
  const { ctime } = meta ?? { ctime: NaN }
  expect([Number.isInteger(ctime), ctime >= before - 1000, ctime <= Date.now() + 1000]).toEqual([true, true, true])
})

test('x-event-id is the id of an event, and names those of a batch, so that a batch sent again has the same', async () => {
  // GIVEN
  const id = 'F47AC10B-58CC-4372-A567-0E02B2C3D479'
  const batch = (marker: string): string => `[{"n":0,${marker}},{"n":1,${marker}},{"n":2,${marker}}]`
  const ids = async (...args: Parameters<typeof recordsOf>): Promise<string[]> =>
    (await recordsOf(...args)).map(({ meta }) => meta.id)
  // THEN
  expect(await ids(one, { 'x-event-id': id })).toEqual([id.toLowerCase()])
  const named = [0, 1, 2].map((index) => uuid5(id, String(index)))
  expect(await ids(batch, { 'x-event-id': id })).toEqual(named)
  expect(await ids(batch, { 'x-event-id': id })).toEqual(named)
  const generated = [...(await ids(batch)), ...(await ids(batch, { 'x-event-id': 'not-a-uuid' })), ...(await ids(one))]
  expect(generated.filter((text) => !UUID4.test(text))).toEqual([])
  expect(new Set(generated).size).toBe(7)
})

test('x-anonymous: 1 keeps neither address nor user agent', async () => {
  expect(Object.keys((await metaOf(one, { 'x-anonymous': '1' })) ?? {}).sort()).toEqual(['ctime', 'id', 'project'])
  expect((await metaOf(one, { 'x-anonymous': '0' }))?.['ip']).toBe('127.0.0.1')
})

test('query and user agent are bounded and stay valid text, whatever their bytes are', async () => {
  const meta = await metaOf(one, { 'user-agent': 'a'.repeat(2000) }, { query: `?q=${'%F0%9F%8E%89'.repeat(500)}` })
  expect([meta?.['ua'], Buffer.byteLength(String(meta?.['query']))]).toEqual(['a'.repeat(512), 2048])
  // Bytes that are no UTF-8, and characters that do not end where the bound is.
  for (const bytes of ['\xff\xfe\x80', `a${UTF8_UE.repeat(1000)}`]) {
    const ua = String((await metaOf(one, { 'user-agent': bytes }))?.['ua'])
    expect([ua === '', ua.includes('\ufffd'), Buffer.byteLength(ua) <= 3 * 512]).toEqual([false, false, true])
  }
})

test('the pixel keeps its query without the data', async () => {
  const marker = newRun('pixel')
  const data = Buffer.from(`{"marker":"${marker}"}`).toString('base64url')
  expect((await fetch(`${collector.url}/collect?a=1&data=${data}&b=2`)).status).toBe(200)
  expect((await recordsWith(kafka, collector, 'app_logs', marker))[0]?.meta['query']).toBe('a=1&b=2')
})

test('query, user agent and address can be switched off', async () => {
  const off = await collectorKind.start({
    brokers: kafka.brokers,
    collector: { meta: { query: false, userAgent: false, ip: 'none' } },
  })
  try {
    const meta = await metaOf(one, {}, { query: '?a=1', to: off })
    expect(Object.keys(meta ?? {}).sort()).toEqual(['ctime', 'id', 'project'])
  } finally {
    await off.remove()
  }
}, 30_000)
