import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { exchange, rawPost } from '../../support/ask.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { FORGED, fuzzProxyHeader, fuzzRequest, randomNumbers } from '../../support/fuzz-requests.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { report } from '../../support/report.js'
import { TOPICS } from '../../support/traffic.js'

const REQUESTS = 20_000
const PROXY_REQUESTS = 1_000
const WIDTH = 48
/** Longer than the collector waits for a client that stays silent. */
const PATIENCE_MS = 25_000

let kafka: KafkaCluster
let collector: CollectorUnderTest
let behind: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
  collector = await collectorKind.start({ brokers: kafka.brokers })
  behind = await collectorKind.start({ brokers: kafka.brokers, env: { CLICKSTREAM_PROXY_PROTOCOL: 'on' } })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await behind?.remove()
  await kafka?.remove()
}, 30_000)

/** Sends bytes on a connection of their own; what came back, or undefined where nothing ended it. */
const send = (url: string, bytes: Buffer): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let text = ''
    const timer = setTimeout(() => {
      resolve(undefined)
      socket.destroy()
    }, PATIENCE_MS)
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(text)
    })
    // Half closed: what is too short is not waited for, and everything else is answered all the same.
    socket.end(bytes)
  })

/** Sends so many; counts by status, by "closed" and by "silent". */
const sendMany = async (
  url: string,
  count: number,
  make: (index: number) => Buffer,
): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  let next = 0
  const work = async (): Promise<void> => {
    while (next < count) {
      // The interim answer to Expect is none yet.
      const text = (await send(url, make(next++)))?.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
      const outcome =
        text === undefined
          ? 'silent'
          : (/^HTTP\/1\.[01] (\d\d\d) /.exec(text)?.[1] ?? (text === '' ? 'closed' : 'other'))
      counts[outcome] = (counts[outcome] ?? 0) + 1
      if (text?.includes('smuggled')) counts['smuggled'] = (counts['smuggled'] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: WIDTH }, work))
  return counts
}

const residentKiB = async (pid = 0): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])

const KNOWN = [
  '200',
  '204',
  '400',
  '404',
  '405',
  '408',
  '411',
  '413',
  '414',
  '415',
  '417',
  '501',
  '505',
  'closed',
  'other',
]

test('20,000 bad requests: every one is answered or closed, no worker dies, and nothing but JSON is in Kafka', async () => {
  // GIVEN
  const seed = Number(process.env['CLICKSTREAM_FUZZ_SEED'] ?? 20_261_128)
  const random = randomNumbers(seed)
  const [worker = 0] = await collector.workerPids()
  // WHEN
  const counts = await sendMany(collector.url, REQUESTS, (index) => fuzzRequest(random, index))
  report('fuzz', { seed, ...counts, 'memory of the worker in KiB': await residentKiB(worker) })
  // THEN
  expect(Object.keys(counts).filter((outcome) => !KNOWN.includes(outcome))).toEqual([])
  expect(counts['200']).toBeGreaterThan(REQUESTS / 100)
  expect(await collector.workerPids()).toEqual([worker])
  expect((await exchange(collector.url, rawPost('{"after":"fuzz"}'))).slice(9, 12)).toBe('200')
  await drained(collector)
  expect((await kafka.topics()).sort()).toEqual([...TOPICS])
  const wrong = []
  for (const topic of TOPICS) {
    // Reading raises an error at bytes that are no UTF-8.
    for (const text of await kafka.read(topic)) {
      const { meta, data } = JSON.parse(text) as { meta: { project: string }; data: unknown }
      if (meta.project !== topic || typeof data !== 'object' || data === null || /[\n\r\0]/.test(text)) wrong.push(text)
    }
  }
  expect(wrong).toEqual([])
}, 180_000)

test('bad PROXY headers: every one is closed or answered', async () => {
  const random = randomNumbers(7)
  const workers = await behind.workerPids()
  const make = (): Buffer => Buffer.concat([fuzzProxyHeader(random), rawPost('{"behind":"proxy"}')])
  const counts = await sendMany(behind.url, PROXY_REQUESTS, make)
  report('bad PROXY headers', counts)
  expect(Object.keys(counts).filter((outcome) => !KNOWN.includes(outcome))).toEqual([])
  expect(await behind.workerPids()).toEqual(workers)
}, 60_000)

test('clients that are slow, silent or half closed are let go, and others do not wait for them', async () => {
  // GIVEN clients that stop at every byte of a request
  const whole = rawPost('{"slow":1}')
  const idle = Array.from({ length: 100 }, async (_, index) => {
    const socket = connect(Number(new URL(collector.url).port), '127.0.0.1')
    const closed = new Promise<number>((resolve) => socket.on('close', () => resolve(performance.now())))
    socket.on('error', () => {})
    socket.resume()
    socket.write(whole.subarray(0, index % whole.length))
    return closed
  })
  const begin = performance.now()
  // WHEN
  const latencies = []
  for (let round = 0; round < 50; round++) {
    const from = performance.now()
    expect((await exchange(collector.url, rawPost('{"quick":1}'))).slice(9, 12)).toBe('200')
    latencies.push(performance.now() - from)
  }
  const ends = await Promise.all(idle)
  // THEN
  expect(Math.max(...latencies)).toBeLessThan(1000)
  expect(Math.max(...ends) - begin).toBeLessThan(PATIENCE_MS + 10_000)
}, 60_000)

test('no line of the log is a client’s', () => {
  const lines = [collector, behind].flatMap((one) => one.output().split('\n'))
  expect(lines.filter((line) => line.startsWith(FORGED) || /[\x00-\x08\x0b-\x1f\x7f]/.test(line))).toEqual([])
  const known = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[\w+\] |%\d\||\{"|nginx: |$)/
  expect(lines.filter((line) => !known.test(line))).toEqual([])
})
