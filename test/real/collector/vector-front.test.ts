import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { containerSpec } from '../../support/container-spec.js'
import { writeContainer, type Collector } from '../support/collector.js'
import { run } from '../support/programs.js'
import { startFront, VECTOR, WITHOUT_VECTOR } from '../support/vector.js'

/** What Vector's HTTP source answers (status and body), by what the event says. */
const answers: Readonly<Record<string, [number, string]>> = {
  stored: [200, ''],
  refused: [400, '{"code":400,"message":"Failed decoding body: ParsingError(aborted)"}'],
  undelivered: [400, '{"code":400,"message":"Contents failed to deliver to sink"}'],
  failed: [500, '{"code":500,"message":"Error delivering contents to sink"}'],
}

let vector: Server
let collector: Collector
let seen: IncomingHttpHeaders[]

beforeAll(async () => {
  vector = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      seen.push(request.headers)
      const [status, text] = answers[(JSON.parse(body) as { say: string }).say] ?? []
      if (status !== undefined) response.writeHead(status, { 'content-length': text?.length }).end(text)
    })
  }).listen(0, '127.0.0.1')
  await once(vector, 'listening')
  seen = []
  collector = await startFront(containerSpec('nginx-vector'), (vector.address() as { port: number }).port)
})

afterAll(async () => {
  await collector?.remove()
  vector?.closeAllConnections()
  vector?.close()
})

const post = async (say: string, headers = {}): Promise<[number, unknown, string | null, string | null]> => {
  const response = await fetch(`${collector.url}/collect`, { method: 'POST', headers, body: JSON.stringify({ say }) })
  const { code, error, data } = (await response.json()) as { code: number; error?: string; data?: boolean }
  return [
    response.status,
    error ?? [code, data],
    response.headers.get('retry-after'),
    response.headers.get('content-type'),
  ]
}

test('nginx answers what Vector means, in the words of the wire format', async () => {
  expect(await post('stored')).toEqual([200, [200, true], null, 'application/json'])
  expect(await post('refused')).toEqual([400, 'InvalidBody', null, 'application/json'])
  expect(await post('undelivered')).toEqual([503, 'KafkaUnavailable', '5', 'application/json'])
  expect(await post('failed')).toEqual([503, 'KafkaUnavailable', '5', 'application/json'])
  expect(await post('nothing, ever')).toEqual([503, 'KafkaUnavailable', '5', 'application/json'])
}, 20_000)

test('Vector hears the topic and the address from nginx alone', async () => {
  seen = []
  const claims = {
    'x-clickstream-topic': 'stolen',
    'x-clickstream-address': '6.6.6.6',
    'x-forwarded-for': '6.6.6.6, 192.0.2.7',
  }
  expect((await post('stored', { project: 'web_logs', ...claims }))[0]).toBe(200)
  expect((await post('stored'))[0]).toBe(200)
  expect((await post('stored', { project: 'WEB_LOGS' })).slice(0, 2)).toEqual([400, 'UnknownProject'])
  expect(seen.map((headers) => [headers['x-clickstream-topic'], headers['x-clickstream-address']])).toEqual([
    ['web_logs', '192.0.2.7'],
    ['app_logs', '127.0.0.1'],
  ])
})

test('what is no event is refused by name, and health never asks Vector', async () => {
  const status = async (init: RequestInit): Promise<[number, string]> => {
    const response = await fetch(`${collector.url}/collect`, init)
    return [response.status, ((await response.json()) as { error: string }).error]
  }
  expect(await status({ method: 'GET' })).toEqual([405, 'MethodNotAllowed'])
  expect(await status({ method: 'POST', body: '{}', headers: { 'content-encoding': 'gzip' } })).toEqual([
    415,
    'UnsupportedEncoding',
  ])
  expect(await status({ method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })).toEqual([413, 'BodyTooLarge'])
  expect((await fetch(`${collector.url}/accepted`)).status).toBe(404)
  expect((await fetch(`${collector.url}/health`)).status).toBe(200)
})

const withVector = VECTOR === undefined ? test.skip : test

withVector(`Vector takes the rendered configuration (${WITHOUT_VECTOR})`, async () => {
  for (const auth of ['none', 'tls', 'scram'] as const) {
    const spec = containerSpec('nginx-vector')
    const prefix = await writeContainer({ ...spec, kafka: { ...spec.kafka, auth } }, 'nginx-vector/vector')
    const env = {
      PATH: process.env['PATH'],
      KAFKA_BROKERS: '127.0.0.1:1',
      KAFKA_USERNAME: 'user',
      KAFKA_PASSWORD: 'password',
      VECTOR_DANGEROUSLY_ALLOW_ENV_VAR_INTERPOLATION: 'true',
    }
    await run(VECTOR ?? 'vector', ['validate', '--no-environment', '--config-yaml', join(prefix, 'vector.yaml')], {
      env,
    })
  }
})
