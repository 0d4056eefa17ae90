import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, statuses } from '../support/accounting.js'
import { rawPost } from '../support/ask.js'
import { type CollectorUnderTest, drained } from '../support/collector-under-test.js'
import { fuzzRequest, randomNumbers } from '../support/fuzz-requests.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { startLoad } from '../support/load.js'
import { sanitizedCollector } from '../support/lua-collector.js'
import { signal } from '../support/processes.js'
import { until } from '../support/programs.js'
import { report } from '../support/report.js'
import { TOPICS } from '../support/traffic.js'

/** Bad ones, and as many good ones that are cut off somewhere. */
const REQUESTS = 1000

let kafka: KafkaCluster
const collectors: CollectorUnderTest[] = []

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
}, 240_000)

afterAll(async () => {
  await Promise.all(collectors.map((collector) => collector.remove()))
  await kafka?.remove()
}, 30_000)

/** Sends bytes, and waits for the end of the connection, or cuts it at once. */
const send = (url: string, bytes: Buffer, cut: boolean): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    socket.resume()
    if (cut) socket.write(bytes, () => socket.resetAndDestroy())
    else socket.end(bytes)
  })

const disturb = async (url: string, seed: number): Promise<void> => {
  const random = randomNumbers(seed)
  const whole = rawPost('{"cut":1}')
  let next = 0
  const work = async (): Promise<void> => {
    while (next < REQUESTS) {
      const index = next++
      await send(url, fuzzRequest(random, index), false)
      // Whole at times: then the answer finds nobody.
      await send(url, whole.subarray(0, whole.length - (index % 3 === 0 ? index % 30 : 0)), true)
    }
  }
  await Promise.all(Array.from({ length: 16 }, work))
}

const start = async (durability: 'acknowledged' | 'buffered'): Promise<CollectorUnderTest> => {
  // Limits that nobody reaches: each request takes its tokens.
  const limits = { perAddressPerSecond: 1_000_000, perProjectPerSecond: 1_000_000 }
  const collector = await sanitizedCollector.start({ brokers: kafka.brokers, collector: { durability, limits } })
  collectors.push(collector)
  return collector
}

/** Whether a process runs what the sanitizers watch. */
const isWatched = async (pid = 0): Promise<boolean> => {
  const mapped = await readFile(`/proc/${pid}/maps`, 'utf8')
  return ['libasan', 'ngx_clickstream.so'].every((name) => mapped.includes(name))
}

const reload = async (collector: CollectorUnderTest): Promise<void> => {
  const before = await collector.workerPids()
  signal([collector.pid], 'SIGHUP')
  await until('another worker', async () => {
    const now = await collector.workerPids()
    return now.length > 0 && !now.some((pid) => before.includes(pid))
  })
}

test('nothing compiled misuses memory: bad requests, cut connections, without Kafka, at a reload and at the end', async () => {
  // GIVEN
  const both = await Promise.all([start('acknowledged'), start('buffered')])
  for (const collector of both) expect(await isWatched((await collector.workerPids())[0])).toBe(true)
  const options = { rate: 500, seconds: 60, form: 'base64' } as const
  const loads = await Promise.all(both.map(({ url }) => startLoad({ url, ...options })))
  const disturbBoth = (seed: number): Promise<unknown> => Promise.all(both.map(({ url }) => disturb(url, seed)))
  // WHEN
  await disturbBoth(1)
  await kafka.stop('SIGKILL')
  await disturbBoth(2)
  await kafka.resume()
  await Promise.all(both.map((collector) => drained(collector)))
  await Promise.all(both.map(reload))
  await disturbBoth(3)
  const requests = await Promise.all(loads.map((load) => load.end()))
  const ends = await Promise.all(both.map((collector) => collector.stop('SIGQUIT')))
  // THEN
  const bad = /AddressSanitizer|runtime error|exited (on|with)/
  for (const [index, collector] of both.entries()) {
    const lines = collector.output().split('\n')
    expect(lines.filter((line) => bad.test(line)).slice(0, 5)).toEqual([])
    const { 200: accepted = 0 } = statuses(requests[index] ?? [])
    expect([ends[index], accepted > 1000]).toEqual([0, true])
    const sum = loads[index] && (await account(loads[index], kafka, TOPICS, await collector.spilled()))
    report('sanitized', { ...sum })
    expect(sum?.lost).toEqual([])
  }
}, 120_000)
