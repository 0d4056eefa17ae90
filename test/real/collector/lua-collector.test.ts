import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { containerSpec } from '../../support/container-spec.js'
import { type Collector, startCollector } from '../support/collector.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { until } from '../support/programs.js'
import {
  preflight,
  refusal,
  send,
  sendAll,
  stored,
  storedTexts,
  type StoredRecord,
  TOPICS,
  traffic,
} from '../support/traffic.js'

let kafka: KafkaCluster
let collector: Collector

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
  collector = await startCollector(containerSpec('nginx-lua'), 'nginx-lua', { KAFKA_BROKERS: kafka.brokers })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

test('1,000 events over both paths, both topics and both encodings: every 200 is in Kafka, word for word', async () => {
  // WHEN
  const sent = await sendAll(collector.url, 0, 1000)
  // THEN
  expect(sent.filter(({ status }) => status !== 200)).toEqual([])
  for (const topic of TOPICS) {
    const expected = sent.filter((event) => event.topic === topic).map(({ text }) => text)
    expect((await storedTexts(kafka, topic)).sort()).toEqual(expected.sort())
  }
}, 60_000)

test('a record holds project, time, address and id, and nothing that the client said of itself', async () => {
  // GIVEN
  const before = Date.now()
  await fetch(`${collector.url}/collect`, {
    method: 'POST',
    headers: { project: 'web_logs', 'X-Forwarded-For': '6.6.6.6', 'X-Real-IP': '6.6.6.6' },
    body: '{"marker":"record"}',
  })
  // WHEN
  const records = (await kafka.read('web_logs')).map((record) => JSON.parse(record) as StoredRecord)
  const record = records.find(({ data }) => data['marker'] === 'record')
  // THEN
  expect(record).toEqual({
    meta: {
      project: 'web_logs',
      ctime: expect.any(Number),
      ip: '127.0.0.1',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    },
    data: { marker: 'record' },
  })
  const { ctime } = record?.meta ?? { ctime: NaN }
  expect([Number.isInteger(ctime), ctime >= before - 1000, ctime <= Date.now() + 1000]).toEqual([true, true, true])
  const ids = records.map(({ meta }) => meta.id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('what is no event is refused by name and leaves no record', async () => {
  const post = (body: string, headers = {}): Promise<[number, string]> =>
    refusal(`${collector.url}/collect`, { method: 'POST', body, headers })
  const before = (await storedTexts(kafka, 'app_logs')).length
  expect(await post('{}', { project: 'other' })).toEqual([400, 'UnknownProject'])
  expect(await post('{}', { project: '../app_logs' })).toEqual([400, 'UnknownProject'])
  expect(await post('')).toEqual([400, 'EmptyBody'])
  expect(await post('%%%')).toEqual([400, 'InvalidBody'])
  expect(await post('{}', { 'content-encoding': 'gzip' })).toEqual([415, 'UnsupportedEncoding'])
  expect(await post('x'.repeat(1024 * 1024 + 1))).toEqual([413, 'BodyTooLarge'])
  for (const text of [
    '[1]',
    '{"a":01}',
    '{"a":1.}',
    '{"a":NaN}',
    '{"a":"\n"}',
    '{"a":1}{}',
    '{"a":1,}',
    '{"a"}',
    '{"a":"\\x"}',
  ]) {
    expect([text, await post(text)]).toEqual([text, [400, 'InvalidJson']])
  }
  const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
  expect(await post(deep)).toEqual([400, 'InvalidJson'])
  expect(await post(Buffer.from('{"a":"\u0000"}').toString('base64'))).toEqual([400, 'InvalidJson'])
  expect(await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64'))).toEqual([
    400,
    'InvalidJson',
  ])
  expect(await refusal(`${collector.url}/collect`, { method: 'GET' })).toEqual([405, 'MethodNotAllowed'])
  expect(await refusal(`${collector.url}/other`, { method: 'POST', body: '{}' })).toEqual([404, 'NotFound'])
  expect((await storedTexts(kafka, 'app_logs')).length).toBe(before)
  expect((await kafka.topics()).sort()).toEqual([...TOPICS])
})

test('pages of the listed origin may send events, others are told nothing', async () => {
  expect(await preflight(collector.url, 'https://www.example.com')).toEqual([
    '204',
    'https://www.example.com',
    'true',
    'POST, OPTIONS',
    'Content-Type, project',
    '86400',
  ])
  expect(await preflight(collector.url, 'https://www.example.com.evil.test')).toEqual([
    '204',
    null,
    null,
    null,
    null,
    null,
  ])
})

test('Kafka goes away and comes back: 503 with Retry-After meanwhile, and no 200 that is not in Kafka', async () => {
  // GIVEN a broker that stops in the middle of the traffic
  const running = await traffic(collector.url, 10_000)
  await kafka.stop()
  const sent = await running.end()
  // WHEN it is gone
  const refused = await fetch(`${collector.url}/collect`, { method: 'POST', body: '{"n":"refused"}' })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect(((await refused.json()) as { error: string }).error).toBe('KafkaUnavailable')
  expect((await fetch(`${collector.url}/health`)).status).toBe(200)
  // THEN every event was answered, and after the restart what was accepted is there
  await kafka.resume()
  await until('events to be accepted again', async () => (await send(collector.url, 20_000)).status === 200, 20_000)
  expect([...new Set(sent.map(({ status }) => status))].sort()).toEqual([200, 503])
  const found = await stored(kafka, sent)
  expect(sent.filter((event) => event.status === 200 && !found.has(event))).toEqual([])
}, 90_000)

/** A PROXY protocol v2 header of a TCP connection over IPv4. */
const proxyHeader = (source: readonly number[]): Buffer =>
  Buffer.from([
    ...Buffer.from('\r\n\r\n\0\r\nQUIT\n'),
    0x21,
    0x11,
    0,
    12,
    ...source,
    10,
    0,
    0,
    1,
    0x30,
    0x39,
    0x22,
    0x62,
  ])

test('the address comes from PROXY protocol v2 and trusted proxies, shortened where the spec says so', async () => {
  // GIVEN a collector behind one trusted proxy and the load balancer
  const spec = containerSpec('nginx-lua', { trustedHops: 1, meta: { query: false, userAgent: false, ip: 'truncated' } })
  const env = { KAFKA_BROKERS: kafka.brokers, CLICKSTREAM_PROXY_PROTOCOL: 'on' }
  const other = await startCollector(spec, 'nginx-lua', env)
  const ask = async (marker: string, headers: string): Promise<string> => {
    const body = JSON.stringify({ marker })
    const socket = connect(Number(new URL(other.url).port), '127.0.0.1')
    const request = `POST /collect HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Content-Length: ${body.length}\r\n\r\n`
    socket.write(Buffer.concat([proxyHeader([203, 0, 113, 9]), Buffer.from(request + body)]))
    return (await socket.setEncoding('latin1').toArray()).join('').slice(9, 12)
  }
  // WHEN
  expect(await ask('direct', '')).toBe('200')
  expect(await ask('proxied', 'X-Forwarded-For: 6.6.6.6, 2001:db8:1:2::9\r\n')).toBe('200')
  expect(await ask('nonsense', 'X-Forwarded-For: "},{\r\n')).toBe('200')
  await other.remove()
  // THEN
  const records = (await kafka.read('app_logs')).map((record) => JSON.parse(record) as StoredRecord)
  const ipOf = (marker: string): string | undefined => records.find(({ data }) => data['marker'] === marker)?.meta.ip
  expect([ipOf('direct'), ipOf('proxied'), ipOf('nonsense')]).toEqual(['203.0.113.0', '2001:db8:1::', '203.0.113.0'])
}, 30_000)

test('the stop signal lets requests in flight finish', async () => {
  // GIVEN a collector of its own
  const other = await startCollector(containerSpec('nginx-lua'), 'nginx-lua', { KAFKA_BROKERS: kafka.brokers })
  const answers = Array.from({ length: 20 }, (_, number) =>
    fetch(`${other.url}/collect`, { method: 'POST', body: `{"stop":${number}}` }).then(
      ({ status }) => status,
      () => 0,
    ),
  )
  await Promise.race(answers)
  // WHEN
  await other.running.stop('SIGQUIT', 20_000)
  // THEN
  const accepted = (await Promise.all(answers)).filter((status) => status === 200).length
  const delivered = (await storedTexts(kafka, 'app_logs')).filter((text) => text.includes('"stop"')).length
  expect([other.running.child.exitCode, delivered >= accepted, accepted > 0]).toEqual([0, true, true])
  await other.remove()
}, 60_000)
