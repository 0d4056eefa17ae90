import { deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ask, dataText, textsWith } from '../../support/ask.js'
import type { CollectorUnderTest } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { newRun } from '../../support/load.js'
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

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer)

/** Texts of the events that a topic holds for this run, sorted. */
const textsOf = async (topic: string, run: string): Promise<string[]> =>
  (await textsWith(kafka, collector, topic, run)).map(dataText).sort()

test.each(['/collect', '/data/v1'])(
  '%s takes every form of a body, and each event is a record, word for word',
  async (path) => {
    // GIVEN
    const run = newRun('forms')
    const event = (name: string): string =>
      `{"n": "${name}",\t"run":"${run}", "list":[1.50,null,{},1E5,-0],"text":"ü 漢字 \\u0041 🎉"}`
    const two = (name: string): string[] => [event(`${name} 1`), event(`${name} 2`)]
    const cases: [string | Uint8Array<ArrayBuffer>, string[], Record<string, string>?][] = [
      [event('raw'), [event('raw')]],
      [` \r\n${event('space')}\t\n`, [event('space')]],
      [base64(event('base64')), [event('base64')]],
      [base64(event('no padding')).replace(/=+$/, ''), [event('no padding')]],
      [Buffer.from(event('url')).toString('base64url'), [event('url')]],
      [`[${two('array').join(' , ')}]`, two('array')],
      [`${two('lines').join('\n')}\n`, two('lines')],
      [`${two('crlf').join('\r\n\r\n')}\r\n`, two('crlf')],
      [base64(`[${two('base64 array')}]`), two('base64 array')],
      [base64(two('base64 lines').join('\n')), two('base64 lines')],
      [event('text'), [event('text')], { 'content-type': 'text/plain;charset=UTF-8' }],
      [bytes(gzipSync(event('gzip'))), [event('gzip')], { 'content-encoding': 'gzip' }],
      [bytes(deflateSync(`[${two('deflate')}]`)), two('deflate'), { 'content-encoding': 'deflate' }],
      [bytes(gzipSync(base64(two('all').join('\n')))), two('all'), { 'content-encoding': 'gzip' }],
      [event('identity'), [event('identity')], { 'content-encoding': 'identity' }],
    ]
    // WHEN
    const answers = []
    for (const [body, , headers = {}] of cases) {
      const { status, body: answer } = await ask(`${collector.url}${path}`, { method: 'POST', body, headers })
      answers.push([status, answer])
    }
    // THEN
    expect(answers).toEqual(cases.map(() => [200, { code: 200, data: true }]))
    expect(await textsOf('app_logs', run)).toEqual(cases.flatMap(([, texts]) => texts).sort())
  },
  60_000,
)

test('an event over several lines becomes one line, with its strings untouched', async () => {
  const run = newRun('lines')
  const text = `{\r\n  "run": "${run}",\n  "text": "a\\nb\u2028c",\r\n  "list": [\n  1\n]\n}`
  expect((await ask(`${collector.url}/collect`, { method: 'POST', body: text })).status).toBe(200)
  expect(await textsOf('app_logs', run)).toEqual([text.replace(/[\r\n]/g, ' ')])
})

test('GET ?data= takes the same, base64url, and answers a GIF that nobody caches', async () => {
  // GIVEN
  const run = newRun('pixel')
  const event = (n: number): string => `{"run":"${run}","n":${n},"text":"ÿ?>~"}`
  const encode = (text: string): string => Buffer.from(text).toString('base64url')
  // WHEN
  const one = await fetch(`${collector.url}/collect?data=${encode(event(1))}&page=%2Fhome`, {
    headers: { project: 'web_logs' },
  })
  const gif = Buffer.from(await one.arrayBuffer())
  const many = await fetch(`${collector.url}/data/v1?v=1&data=${encode(`[${event(2)},${event(3)}]`)}`, {
    headers: { project: 'web_logs' },
  })
  // THEN
  expect([one.status, one.headers.get('content-type'), one.headers.get('cache-control'), gif.length]).toEqual([
    200,
    'image/gif',
    'no-store',
    43,
  ])
  expect([gif.toString('latin1', 0, 6), gif.readUInt16LE(6), gif.readUInt16LE(8), many.status]).toEqual([
    'GIF89a',
    1,
    1,
    200,
  ])
  expect(await textsOf('web_logs', run)).toEqual([event(1), event(2), event(3)])
})

test('a batch is accepted whole or not at all', async () => {
  // GIVEN
  const run = newRun('batch')
  const good = (count: number): string[] => Array.from({ length: count }, (_, n) => `{"run":"${run}","n":${n}}`)
  const post = async (body: string): Promise<unknown> => {
    const { status, body: answer } = await ask(`${collector.url}/collect`, { method: 'POST', body })
    return status === 200 ? 200 : [status, (answer as { error: string }).error]
  }
  // WHEN one of them is no event, or there are more than 5,000
  expect(await post(`[${good(20)},{"run":01}]`)).toEqual([400, 'InvalidJson'])
  expect(await post(`[${good(20)},[]]`)).toEqual([400, 'InvalidJson'])
  expect(await post(`[${good(20)},]`)).toEqual([400, 'InvalidJson'])
  expect(await post(`${good(20).join('\n')}\n{"run":`)).toEqual([400, 'InvalidJson'])
  expect(await post(`${good(20).join('\n')}\n"text"`)).toEqual([400, 'InvalidJson'])
  expect(await post(`[${good(5001)}]`)).toEqual([400, 'BatchTooLarge'])
  expect(await post(good(5001).join('\n'))).toEqual([400, 'BatchTooLarge'])
  // THEN
  expect(await textsOf('app_logs', run)).toEqual([])
  expect(await post(`[${good(5000)}]`)).toBe(200)
  expect(await textsOf('app_logs', run)).toEqual(good(5000).sort())
}, 30_000)
