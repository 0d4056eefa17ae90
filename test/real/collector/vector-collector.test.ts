import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { containerSpec } from '../../support/container-spec.js'
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
import { startVectorCollector, VECTOR, type VectorCollector, WITHOUT_VECTOR } from '../support/vector.js'

const suite = VECTOR === undefined ? describe.skip : describe

suite(`nginx, Vector and Kafka (${WITHOUT_VECTOR})`, () => {
  let kafka: KafkaCluster
  let collector: VectorCollector

  beforeAll(async () => {
    kafka = await KafkaCluster.start({ topics: TOPICS })
    collector = await startVectorCollector(containerSpec('nginx-vector'), kafka.brokers)
  }, 240_000)

  afterAll(async () => {
    await collector?.remove()
    await kafka?.remove()
  }, 30_000)

  const post = (body: string | Uint8Array<ArrayBuffer>, headers = {}): Promise<[number, string]> =>
    refusal(`${collector.url}/collect`, { method: 'POST', body, headers })

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
      headers: { project: 'web_logs', 'X-Forwarded-For': '6.6.6.6, 192.0.2.7', 'X-Clickstream-Topic': 'stolen' },
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
        ip: '192.0.2.7',
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      },
      data: { marker: 'record' },
    })
    const { ctime } = record?.meta ?? { ctime: NaN }
    expect([Number.isInteger(ctime), ctime >= before - 1000, ctime <= Date.now() + 1000]).toEqual([true, true, true])
    const ids = records.map(({ meta }) => meta.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('hostile events are stored word for word, but for the space around them, or refused by name', async () => {
    // GIVEN
    const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64')
    const kept = [
      '{"a":12345678901234567890,"b":19.99,"c":19.990,"d":-0,"e":1E5,"f":1e-400}',
      '{"b":1,"a":2,"b":3}',
      '{"half":"\\ud83d","other half":"\\uDE00","whole":"\\uD83D\\uDE00","text":"\\\\ud83d"}',
      '{"nul":"\\u0000","line":"\u2028","é":"e\u0301"}',
      `{"deep":${'['.repeat(126)}${']'.repeat(126)}}`,
      '{"{{ topic }}":"${KAFKA_BROKERS} %Y \\"}} "}',
    ]
    const before = (await storedTexts(kafka, 'app_logs')).length
    // WHEN
    const answers = []
    for (const text of kept) {
      for (const body of [text, base64(text), base64(text).replace(/=+$/, ''), ` \r\n${text}\t\n`]) {
        const response = await fetch(`${collector.url}/collect`, { method: 'POST', body })
        answers.push([response.status, await response.json()])
      }
    }
    // THEN
    expect(answers).toEqual(answers.map(() => [200, { code: 200, data: true }]))
    const expected = kept.flatMap((text) => [text, text, text, text])
    const all = await storedTexts(kafka, 'app_logs')
    expect(all.filter((text) => kept.includes(text)).sort()).toEqual(expected.sort())
    expect(all.length - before).toBe(expected.length)
    expect((await kafka.read('app_logs')).map((record) => typeof JSON.parse(record))).toEqual(all.map(() => 'object'))
  }, 30_000)

  test('what is no event is refused by name and leaves no record', async () => {
    const before = (await storedTexts(kafka, 'app_logs')).length
    expect(await post('{}', { project: 'other' })).toEqual([400, 'UnknownProject'])
    expect(await post('{}', { project: '../app_logs' })).toEqual([400, 'UnknownProject'])
    expect(await post('{}', { 'content-encoding': 'gzip' })).toEqual([415, 'UnsupportedEncoding'])
    expect(await post('x'.repeat(1024 * 1024 + 1))).toEqual([413, 'BodyTooLarge'])
    const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values)
    const bodies = [
      '',
      ' \n',
      '%%%',
      '[1]',
      'null',
      '{"a":01}',
      '{"a":1.}',
      '{"a":NaN}',
      '{"a":1e400}',
      `{"a":${'9'.repeat(400)}}`,
      '{"a":"\n"}',
      '{"a":"\u0000"}',
      '{"a":1}{}',
      '{"a":1},{"b":2}',
      '{"a":1,}',
      '{"a"}',
      '{"a":"\\x"}',
      '{"a":"\\ud83d\\x"}',
      '{\\n"a":"\\ud83d"}',
      '{"a":"\\ud83"}',
      `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      '\ufeff{"a":1}',
      Buffer.from('\ufeff{"a":1}').toString('base64'),
      Buffer.from(Buffer.from('{"a":1}').toString('base64')).toString('base64'),
      bytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d),
      Buffer.from(bytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)).toString('base64'),
    ]
    for (const body of bodies) {
      expect([body, await post(body)]).toEqual([body, [400, 'InvalidBody']])
    }
    expect(await refusal(`${collector.url}/collect`, { method: 'GET' })).toEqual([405, 'MethodNotAllowed'])
    expect(await refusal(`${collector.url}/other`, { method: 'POST', body: '{}' })).toEqual([404, 'NotFound'])
    expect((await storedTexts(kafka, 'app_logs')).length).toBe(before)
    expect((await kafka.topics()).sort()).toEqual([...TOPICS])
  }, 30_000)

  test('pages of the listed origin may send events, others are told nothing', async () => {
    const allowed = ['https://www.example.com', 'true', 'POST, OPTIONS', 'Content-Type, project', '86400']
    expect(await preflight(collector.url, 'https://www.example.com')).toEqual(['204', ...allowed])
    expect(await preflight(collector.url, 'https://www.example.com.evil.test')).toEqual([
      '204',
      ...allowed.map(() => null),
    ])
  })

  test('the address comes from trusted proxies, shortened where the spec says so', async () => {
    // GIVEN a collector behind one trusted proxy and the load balancer
    const meta = { query: false, userAgent: false, ip: 'truncated' } as const
    const other = await startVectorCollector(containerSpec('nginx-vector', { trustedHops: 1, meta }), kafka.brokers)
    const ask = async (forwarded: string): Promise<unknown> => {
      const headers = { 'x-forwarded-for': forwarded }
      const body = JSON.stringify({ forwarded })
      return (await fetch(`${other.url}/collect`, { method: 'POST', headers, body })).status
    }
    // WHEN
    const forwarded = ['6.6.6.6, 203.0.113.9, 10.0.0.1', '2001:db8:1:2::9, 10.0.0.1', '"},{', ':::, 10.0.0.1']
    expect(await Promise.all(forwarded.map(ask))).toEqual([200, 200, 200, 200])
    await other.remove()
    // THEN
    const records = (await kafka.read('app_logs')).map((record) => JSON.parse(record) as StoredRecord)
    const ipOf = (value: string): unknown => records.find(({ data }) => data['forwarded'] === value)?.meta.ip
    expect(forwarded.map(ipOf)).toEqual(['203.0.113.0', '2001:db8:1::', '127.0.0.0', ''])
  }, 30_000)

  test('an event that Kafka itself refuses is answered 503, never 400', async () => {
    // GIVEN a collector that takes more than the broker's message.max.bytes, and text that lz4 cannot shorten
    const other = await startVectorCollector(containerSpec('nginx-vector', { maxBodyKiB: 2048 }), kafka.brokers)
    const noise = Buffer.from(Array.from({ length: 1_100_000 }, () => Math.random() * 256)).toString('base64')
    // WHEN
    const response = await fetch(`${other.url}/collect`, { method: 'POST', body: JSON.stringify({ noise }) })
    const answer = [response.status, response.headers.get('retry-after'), await response.json()]
    await other.remove()
    // THEN
    expect(answer).toEqual([503, '5', expect.objectContaining({ error: 'KafkaUnavailable' })])
  }, 30_000)

  test('Kafka goes away and comes back: 503 with Retry-After meanwhile, and no 200 that is not in Kafka', async () => {
    // GIVEN a broker that stops in the middle of the traffic
    const running = await traffic(collector.url, 10_000)
    await kafka.stop()
    const during = [...(await running.end())]
    // WHEN it is gone for longer than Vector keeps an event
    const unhurried = await sendAll(collector.url, 20_000, 20_100, 100)
    expect(await refusal(`${collector.url}/collect`, { method: 'POST', body: '{"a":01}' })).toEqual([
      400,
      'InvalidBody',
    ])
    expect((await fetch(`${collector.url}/health`)).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 6_000))
    const last = await sendAll(collector.url, 30_000, 30_100, 100)
    const health = await Promise.all([fetch(`${collector.url}/health`), fetch(`${collector.metricsUrl}/health`)])
    expect(health.map(({ status }) => status)).toEqual([200, 200])
    // THEN every event was answered in time, and after the restart what was accepted is there
    const refused = [...unhurried, ...last]
    expect(new Set(refused.map(({ status, retryAfter }) => [status, retryAfter].join()))).toEqual(new Set(['503,5']))
    expect(Math.max(...[...during, ...refused].map(({ milliseconds }) => milliseconds))).toBeLessThan(7_000)
    await kafka.resume()
    await until('events to be accepted again', async () => (await send(collector.url, 40_000)).status === 200, 20_000)
    const sent = [...during, ...refused, ...(await sendAll(collector.url, 50_000, 50_200))]
    expect([...new Set(sent.map(({ status }) => status))].sort()).toEqual([200, 503])
    const found = await stored(kafka, sent)
    expect(sent.filter((event) => event.status === 200 && !found.has(event))).toEqual([])
    // Vector gives up what waited for 4 s; what waited for less may still arrive.
    expect(unhurried.filter((event) => found.has(event))).toEqual([])
  }, 120_000)
})
