import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from '@jest/globals'
import { Ledger } from '../../../src/runtime/traffic/ledger.js'
import { refusals } from '../../../src/runtime/traffic/refusals.js'
import { send, type Sent } from '../../../src/runtime/traffic/send.js'
import { TrafficPlan } from '../../../src/runtime/traffic/traffic-plan.js'
import { containerSpec } from '../../support/container-spec.js'

const RUN = '0a1b2c3d-0000-4000-8000-000000000000'

interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

let server: Server | undefined
afterEach(() => void server?.closeAllConnections())
afterEach(() => void server?.close())

/** A server that tells each request what `answer` says: a status, or `cut`. */
async function serve(
  answer: (asked: Asked, index: number) => number | 'cut',
): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) }
      const status = answer(one, asked.push(one) - 1)
      if (status === 'cut') return void request.socket.destroy()
      response.writeHead(status, status === 503 ? { 'retry-after': '0' } : {}).end('{"code":1}')
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/collect`, asked }
}

async function sendAll(endpoint: string, events: number, rate?: number): Promise<{ ledger: Ledger; sent: Sent }> {
  const ledger = new Ledger(new TrafficPlan(RUN, events, ['a', 'b'], 64))
  const options = { endpoint, header: 'x-project', connections: 4, began: performance.now(), progress: () => undefined }
  return { ledger, sent: await send(ledger, { ...options, ...(rate !== undefined && { rate }) }) }
}

/** The events of a request, as a collector reads them. */
function eventsIn({ headers, body }: Asked): string[] {
  let text = headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString()
  if (!/^[[{]/.test(text)) text = Buffer.from(text, 'base64').toString()
  return text.startsWith('[') ? text.slice(1, -1).split(/,(?=\{"run")/) : [text]
}

test('GIVEN a server that takes everything WHEN events are sent THEN each arrives in its form, with its topic, unaltered', async () => {
  const { url, asked } = await serve(() => 200)
  const { ledger, sent } = await sendAll(url, 100)

  const arrived = asked.flatMap((one) => eventsIn(one).map((text) => [text, one.headers['x-project']]))
  const due = Array.from({ length: 100 }, (_, n) => [ledger.plan.text(n), ledger.plan.topicOf(n)])
  const retried = asked.length - ledger.plan.requests
  expect(arrived.length).toBe(100 + retried)
  expect(arrived).toEqual(expect.arrayContaining(due))
  expect(sent).toMatchObject({ requests: asked.length, again: 0, refused: {} })
  expect([ledger.acceptedEvents, ledger.acceptances]).toEqual([100, 100 + retried])
  expect(retried).toBeGreaterThan(2)
  const forms = new Set(asked.map(({ headers, body }) => headers['content-encoding'] ?? body.toString('latin1', 0, 1)))
  expect([...forms].sort()).toEqual(['[', 'e', 'gzip', '{'])
})

test('GIVEN a server that is busy or cuts the connection once WHEN events are sent THEN each comes again with the same id', async () => {
  const seen = new Set<string>()
  const { url, asked } = await serve(({ headers }, index) => {
    const id = String(headers['x-event-id'])
    if (seen.has(id)) return 200
    seen.add(id)
    return index % 2 === 0 ? 503 : 'cut'
  })
  const { ledger, sent } = await sendAll(url, 28)

  expect(sent).toMatchObject({ again: ledger.plan.requests, refused: {} })
  expect(ledger.acceptedEvents).toBe(28)
  expect(
    new Set(asked.map(({ headers, body }) => `${String(headers['x-event-id'])} ${body.toString('base64')}`)).size,
  ).toBe(ledger.plan.requests)
})

test('GIVEN a server that never takes an event WHEN it was sent five times THEN it is counted by the last status', async () => {
  const { url, asked } = await serve(() => 503)
  const { ledger, sent } = await sendAll(url, 1)
  expect([sent.refused, ledger.acceptedEvents, asked.length]).toEqual([{ 503: 1 }, 0, 5])
})

test('GIVEN a refusal WHEN an event is sent THEN it is not sent again', async () => {
  const { url } = await serve(({ headers }) => (headers['content-encoding'] === 'gzip' ? 400 : 200))
  const { sent } = await sendAll(url, 29)
  expect([sent.again, sent.refused]).toEqual([0, { 400: 10 }])
})

test('GIVEN a rate WHEN events are sent THEN no faster', async () => {
  const { url } = await serve(() => 200)
  const { sent } = await sendAll(url, 57, 200)
  expect(sent.seconds).toBeGreaterThanOrEqual(56 / 200 - 0.01)
})

test('GIVEN a collector WHEN asked to take what it must refuse THEN each answer is compared with the due one', async () => {
  const { url, asked } = await serve(({ path, body }) => {
    if (path !== '/collect') return 404
    return body.length > 1024 * 1024 ? 413 : 200
  })
  const found = await refusals(url, containerSpec('nginx-lua'), 1)

  expect(found.map(({ due, found: status, ok }) => [due, status, ok])).toEqual([
    [400, 200, false],
    [413, 413, true],
    [400, 200, false],
    [404, 404, true],
  ])
  expect(asked.map(({ body }) => body.length)).toEqual([24, 1025 * 1024, 41, 41])
})
