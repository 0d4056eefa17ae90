import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { account, between, statuses } from '../../support/accounting.js'
import { ask } from '../../support/ask.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { type Load, sendLoad, startLoad } from '../../support/load.js'
import { pause, run, until } from '../../support/programs.js'
import { report } from '../../support/report.js'
import { TOPICS } from '../../support/traffic.js'

const MiB = 1024 * 1024

let kafka: KafkaCluster
let collector: CollectorUnderTest | undefined

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS, proxied: true })
}, 240_000)

afterEach(async () => {
  await collector?.remove()
  for (const proxy of kafka.proxies) await proxy.pass()
})

afterAll(async () => {
  await kafka?.remove()
}, 30_000)

/** The refusal of a full spill, whole. A small event may still find room where the others of a load do not. */
const refusal = async (url: string): Promise<unknown[]> => {
  const { status, headers, body } = await ask(`${url}/collect`, {
    method: 'POST',
    body: `{"full":"${'x'.repeat(200_000)}"}`,
  })
  return [status, headers.get('retry-after'), (body as { error?: string }).error]
}

/** Loads until events are refused, and a little longer. */
const fill = async (url: string): Promise<Load> => {
  const load = await startLoad({ url, seconds: 60, connections: 32, pad: 2000 })
  await until('the spill to be full', async () => load.requests.some(({ status }) => status === 503), 50_000)
  await pause(1)
  await load.end()
  return load
}

const check = async (what: string, load: Load): Promise<void> => {
  const sum = await account(load, kafka, TOPICS)
  report(what, { ...sum })
  const refused = load.requests.filter(({ status }) => status !== 200)
  expect([...new Set(refused.map(({ status, retryAfter }) => `${status} ${retryAfter}`))]).toEqual(['503 true'])
  expect(sum).toEqual({ ...sum, unanswered: 0, lost: [], idChanged: [] })
}

test('the spill is bounded: full, it says 503 with Retry-After; it goes on as soon as there is room', async () => {
  // GIVEN
  collector = await collectorKind.start({ brokers: kafka.brokers, spillBytes: 8 * MiB, workers: 2 })
  for (const proxy of kafka.proxies) await proxy.refuse()
  // WHEN
  const load = await fill(collector.url)
  const bytes = await collector.spilledBytes()
  report('spill bounded to 8 MiB', { bytes })
  // THEN
  expect(await refusal(collector.url)).toEqual([503, '5', 'SpoolFull'])
  expect([bytes > 6 * MiB, bytes <= 8.5 * MiB]).toEqual([true, true])
  const metrics = await (await fetch(`${collector.metricsUrl}/metrics`)).text()
  expect(metrics).toContain(`\nclickstream_spill_limit_bytes ${8 * MiB}\n`)
  for (const proxy of kafka.proxies) await proxy.pass()
  await drained(collector)
  await check('spill full', load)
  expect(statuses((await sendLoad({ url: collector.url, seconds: 5, requests: 100 })).requests)).toEqual({ 200: 100 })
}, 120_000)

const asRoot = process.getuid?.() === 0 ? test : test.skip

asRoot(
  'a full disk is no full spill: 503 until it has room again, none lost (skipped where it cannot mount a tmpfs: needs root)',
  async () => {
    // GIVEN a disk of 16 MiB
    const spoolFolder = await mkdtemp(join(tmpdir(), 'clickstream-disk-'))
    await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', spoolFolder])
    try {
      collector = await collectorKind.start({ brokers: kafka.brokers, spoolFolder, workers: 2 })
      await writeFile(join(spoolFolder, 'ballast'), Buffer.alloc(4 * MiB))
      for (const proxy of kafka.proxies) await proxy.refuse()
      // WHEN it is full
      const load = await fill(collector.url)
      expect(await refusal(collector.url)).toEqual([503, '5', 'SpoolFull'])
      expect((await ask(`${collector.metricsUrl}/health`)).status).toBe(200)
      // AND has room again while Kafka is still away
      await unlink(join(spoolFolder, 'ballast'))
      const roomy = await sendLoad({ url: collector.url, seconds: 20, requests: 500, run: load.run, first: 10_000_000 })
      expect(statuses(roomy.requests)).toEqual({ 200: 500 })
      // AND is full while Kafka is there
      const again = await fill(collector.url)
      for (const proxy of kafka.proxies) await proxy.pass()
      await drained(collector)
      const after = await sendLoad({ url: collector.url, seconds: 10, requests: 100 })
      // THEN
      expect(statuses(between(after.requests, 0))).toEqual({ 200: 100 })
      await check('disk full', load)
      await check('disk full again', again)
      const sum = await account(roomy, kafka, TOPICS)
      expect(sum).toEqual({ ...sum, accepted: 500, lost: [] })
    } finally {
      await collector?.remove()
      await run('umount', ['-l', spoolFolder])
      await rm(spoolFolder, { recursive: true, force: true })
    }
  },
  180_000,
)
