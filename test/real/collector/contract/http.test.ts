import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ask, exchange, verdict } from '../../support/ask.js'
import type { CollectorUnderTest } from '../../support/collector-under-test.js'
import { collectorKind } from '../../support/kinds.js'
import { preflight } from '../../support/traffic.js'

// No Kafka at all: what is asked here must be answered without it.
let collector: CollectorUnderTest

beforeAll(async () => {
  collector = await collectorKind.start({ brokers: '127.0.0.1:1' })
}, 60_000)

afterAll(async () => {
  await collector?.remove()
})

test('pages of the listed origin may send events, others are told nothing', async () => {
  const [status, origin, credentials, methods, headers, age] = await preflight(collector.url, 'https://www.example.com')
  const listed = (text: string | null | undefined): string[] => (text ?? '').toLowerCase().split(/, */).sort()
  expect([status, origin, credentials, age]).toEqual(['204', 'https://www.example.com', 'true', '86400'])
  expect(listed(methods)).toEqual(['get', 'options', 'post'])
  expect(listed(headers)).toEqual(['content-encoding', 'content-type', 'project', 'x-anonymous', 'x-event-id'])
  for (const other of [
    'https://www.example.com.evil.test',
    'https://evil-www.example.com',
    'http://www.example.com',
    'null',
  ]) {
    expect([other, ...(await preflight(collector.url, other))]).toEqual([other, '204', null, null, null, null, null])
  }
})

test('every answer to the listed origin can be read by its page, a refusal too, and no cache mixes origins', async () => {
  const cors = async (body: string, origin: string): Promise<unknown[]> => {
    const { status, headers } = await ask(`${collector.url}/collect`, { method: 'POST', body, headers: { origin } })
    const names = ['access-control-allow-origin', 'access-control-allow-credentials', 'vary']
    return [status, ...names.map((name) => headers.get(name))]
  }
  const allowed = ['https://www.example.com', 'true', 'Origin']
  expect(await cors('{}', 'https://www.example.com')).toEqual([200, ...allowed])
  expect(await cors('%', 'https://www.example.com')).toEqual([400, ...allowed])
  expect(await cors('x'.repeat(1024 * 1024 + 1), 'https://www.example.com')).toEqual([413, ...allowed])
  expect(await cors('{}', 'https://evil.test')).toEqual([200, null, null, 'Origin'])
})

test('other methods and paths are refused by name', async () => {
  const at = `${collector.url}/collect`
  const { headers } = await ask(at, { method: 'PUT', body: '{}' })
  expect((headers.get('allow') ?? '').split(/, */).sort()).toEqual(expect.arrayContaining(['GET', 'OPTIONS', 'POST']))
  expect(await verdict(at, { method: 'PUT', body: '{}' })).toEqual([405, 'MethodNotAllowed'])
  expect(await verdict(at, { method: 'DELETE' })).toEqual([405, 'MethodNotAllowed'])
  expect(await verdict(`${collector.url}/other`, { method: 'POST', body: '{}' })).toEqual([404, 'NotFound'])
  expect(await verdict(`${collector.url}/collect/x`, { method: 'POST', body: '{}' })).toEqual([404, 'NotFound'])
  expect((await verdict(at))[0]).toBe(400)
  const head = await ask(at, { method: 'HEAD' })
  expect([head.status, head.body]).toEqual([200, ''])
})

test('health and readiness on both listeners, metrics on theirs alone', async () => {
  const status = async (url: string): Promise<number> => (await ask(url)).status
  const { url, metricsUrl } = collector
  expect(await Promise.all([url, metricsUrl].map((base) => status(`${base}/health`)))).toEqual([200, 200])
  expect([await status(`${metricsUrl}/metrics`), await status(`${url}/metrics`)]).toEqual([200, 404])
  const ready = await Promise.all([url, metricsUrl].map((base) => ask(`${base}/ready`)))
  expect(ready.map(({ status, body }) => [status, (body as { status?: string }).status])).toEqual([
    [200, 'ready'],
    [200, 'ready'],
  ])
  expect(await status(`${metricsUrl}/collect`)).toBe(404)
})

test('neither an error page nor a header tells which program and version answers', async () => {
  const answers = [
    await exchange(collector.url, Buffer.from('NONSENSE\r\n\r\n')),
    await exchange(collector.url, Buffer.from(`GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)),
    await exchange(collector.url, Buffer.from('GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')),
  ]
  expect(answers.map((text) => /nginx\/[0-9]|openresty/i.exec(text)?.[0])).toEqual([undefined, undefined, undefined])
})
