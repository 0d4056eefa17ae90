import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { containerSpec } from '../../support/container-spec.js'
import { startCollector, writeContainer, type Collector } from '../support/collector.js'
import { run } from '../support/programs.js'

/** What Vector's HTTP source answers (status, no body), by what the event says. */
const answers: Readonly<Record<string, number>> = { stored: 200, refused: 400, failed: 500 }

let vector: Server
let collector: Collector
let seen: IncomingHttpHeaders[]

beforeAll(async () => {
  vector = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      seen.push(request.headers)
      const status = answers[(JSON.parse(body) as { say: string }).say]
      if (status !== undefined) response.writeHead(status, { 'content-length': 0 }).end()
    })
  }).listen(0, '127.0.0.1')
  await once(vector, 'listening')
  seen = []
  collector = await startFront((vector.address() as { port: number }).port)
})

afterAll(async () => {
  await collector?.remove()
  vector?.closeAllConnections()
  vector?.close()
})

/** nginx as rendered, but for the port of the Vector that it asks: 8685 may be taken on this machine. */
const startFront = (port: number): Promise<Collector> =>
  startCollector(containerSpec('nginx-vector'), 'nginx-vector/nginx', {}, async (prefix) => {
    const file = join(prefix, 'nginx.conf')
    await writeFile(file, (await readFile(file, 'utf8')).replace('127.0.0.1:8685', `127.0.0.1:${port}`))
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

const VECTOR =
  process.env['CLICKSTREAM_VECTOR'] ??
  (await run('/bin/sh', ['-c', 'command -v vector']).catch(() => undefined))?.stdout.trim()
const withVector = VECTOR === undefined ? test.skip : test

withVector(
  'Vector takes the rendered configuration (skipped where neither CLICKSTREAM_VECTOR nor the PATH has it)',
  async () => {
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
  },
)
