import { deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ask, post } from '../../support/ask.js'
import type { CollectorUnderTest } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { until } from '../../support/programs.js'
import { TOPICS } from '../../support/traffic.js'

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

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')
const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer)
const gzip = { 'content-encoding': 'gzip' }

test('what is no event is refused by name, leaves no record and makes no topic', async () => {
  const { url } = collector
  const packed = gzipSync('{"a":1}')
  const damaged = bytes(packed)
  damaged[12] = (damaged[12] ?? 0) ^ 0xff
  // WHEN
  const answers = {
    'topic not listed': await post(url, '{}', { project: 'other' }),
    'topic with a path': await post(url, '{}', { project: '../app_logs' }),
    'topic in capitals': await post(url, '{}', { project: 'APP_LOGS' }),
    empty: await post(url, ''),
    'neither JSON nor base64': await post(url, '%%%'),
    'base64 of nothing that is JSON': await post(url, base64('%%%')),
    'text of another encoding': await post(url, base64(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))),
    'gzip that is none': await post(url, '{"a":1}', gzip),
    'gzip that is cut off': await post(url, bytes(packed).slice(0, -10), gzip),
    'gzip that is damaged': await post(url, damaged, gzip),
    'deflate that is none': await post(url, 'abc', { 'content-encoding': 'deflate' }),
    brotli: await post(url, '{}', { 'content-encoding': 'br' }),
    'two encodings': await post(url, bytes(packed), { 'content-encoding': 'gzip, br' }),
    'body too large': await post(url, 'x'.repeat(1024 * 1024 + 1)),
    'gzip bomb': await post(url, bytes(gzipSync(Buffer.alloc(256 * 1024 * 1024, 0x20), { level: 1 })), gzip),
    'deflate bomb': await post(url, bytes(deflateSync(`{"a":"${'b'.repeat(1024 * 1024)}"}`)), {
      'content-encoding': 'deflate',
    }),
    'empty gzip': await post(url, bytes(gzipSync('')), gzip),
  }
  // THEN
  expect(answers).toEqual({
    'topic not listed': [400, 'UnknownProject'],
    'topic with a path': [400, 'UnknownProject'],
    'topic in capitals': [400, 'UnknownProject'],
    empty: [400, 'EmptyBody'],
    'neither JSON nor base64': [400, 'InvalidBody'],
    'base64 of nothing that is JSON': [400, 'InvalidBody'],
    'text of another encoding': [400, 'InvalidJson'],
    'gzip that is none': [400, 'InvalidEncoding'],
    'gzip that is cut off': [400, 'InvalidEncoding'],
    'gzip that is damaged': [400, 'InvalidEncoding'],
    'deflate that is none': [400, 'InvalidEncoding'],
    brotli: [415, 'UnsupportedEncoding'],
    'two encodings': [415, 'UnsupportedEncoding'],
    'body too large': [413, 'BodyTooLarge'],
    'gzip bomb': [413, 'BodyTooLarge'],
    'deflate bomb': [413, 'BodyTooLarge'],
    'empty gzip': [400, 'EmptyBody'],
  })
  expect([(await kafka.read('app_logs')).length, (await kafka.topics()).sort()]).toEqual([0, [...TOPICS]])
}, 60_000)

test('JSON that a strict parser would not read is refused', async () => {
  const texts = [
    '[1]',
    '[[{}]]',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":NaN}',
    '{"a":"\n"}',
    '{"a":"\t"}',
    '{"a":1}x',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '{"a"}',
    '{"a":"\\x"}',
    '{"a":"\\u12"}',
    '{"a":tru}',
    '{"a":1/**/}',
    '{"a":"',
    '{"a":{"b":[1,2}]}',
    `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    `{"a":${'['.repeat(128)}${']'.repeat(128)}}`,
  ]
  const answers = []
  for (const text of [...texts, ...texts.map(base64), base64('{"a":"\u0000"}')])
    answers.push([text, await post(collector.url, text)])
  expect(answers).toEqual(answers.map(([text]) => [text, [400, 'InvalidJson']]))
  // What does not even begin as JSON is no body.
  for (const text of ['\ufeff{"a":1}', base64('\ufeff{"a":1}'), base64(base64('{"a":1}'))]) {
    expect([text, await post(collector.url, text)]).toEqual([text, [400, 'InvalidBody']])
  }
  expect((await kafka.read('app_logs')).length).toBe(0)
}, 30_000)

test('a refusal says what was wrong in the words of the wire format', async () => {
  const { status, headers, body } = await ask(`${collector.url}/collect`, { method: 'POST', body: '{"a":01}' })
  expect([status, headers.get('content-type'), body]).toEqual([
    400,
    expect.stringMatching(/^application\/json/),
    { code: 400, error: 'InvalidJson', message: expect.stringMatching(/^.{5,}$/) },
  ])
})

test('refused bodies are kept, with reason, project and time, in the rejected stream', async () => {
  // GIVEN
  const marker = `refused-${Date.now()}`
  const before = Date.now()
  // Only a sample of many is kept, and the tests before this one sent many: a second later there is room again.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  // WHEN
  await post(collector.url, `{"${marker}":01}`, { project: 'web_logs' })
  await post(collector.url, `${marker} ${'%'.repeat(100_000)}`)
  // THEN
  const kept = async (): Promise<Record<string, unknown>[]> =>
    (await collector.rejected())
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map((line) => ({ ...line, body: Buffer.from(String(line['body']), 'base64').toString('latin1') }))
      .filter(({ body }) => body.includes(marker))
  await until('both in the rejected stream', async () => (await kept()).length === 2)
  const [first, second] = await kept()
  expect(first).toEqual({
    reason: 'InvalidJson',
    status: 400,
    project: 'web_logs',
    time: expect.any(Number),
    ip: '127.0.0.1',
    bytes: `{"${marker}":01}`.length,
    body: `{"${marker}":01}`,
  })
  expect(second).toMatchObject({ reason: 'InvalidBody', project: 'app_logs', bytes: marker.length + 100_001 })
  expect(String(second?.['body']).length).toBe(64 * 1024)
  const time = Number(first?.['time'])
  expect([time >= before - 1000, time <= Date.now() + 1000]).toEqual([true, true])
}, 30_000)
