import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, between, duplicatePercent, percentile, statuses } from '../support/accounting.js'
import { type CollectorUnderTest, drained } from '../support/collector-under-test.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { collectorKind } from '../support/kinds.js'
import { startLoad } from '../support/load.js'
import { report } from '../support/report.js'
import { TOPICS } from '../support/traffic.js'
import { pause } from '../support/programs.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
  collector = await collectorKind.start({ brokers: kafka.brokers, workers: 2 })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
}, 30_000)

/** Memory of all workers, in KiB. */
const memory = async (): Promise<number> => {
  const sizes = (await collector.workerPids()).map(async (pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** Memory once a minute. */
const watch = async (minutes: number): Promise<number[]> => {
  const sizes: number[] = []
  for (let minute = 0; minute < minutes; minute++) {
    await pause(60)
    sizes.push(await memory())
  }
  return sizes
}

test('ten minutes of traffic: memory stays what it is, and everything is there once', async () => {
  const load = await startLoad({ url: collector.url, rate: 500, seconds: 700, pad: 800 })
  const sizes = await watch(10)
  const requests = await load.end()
  await drained(collector)
  const sum = await account(load, kafka, TOPICS)
  report('soak', { ...sum, 'memory of the workers in KiB': sizes, 'p99 in ms': percentile(requests, 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
  expect((sizes.at(-1) ?? 0) / (sizes[1] ?? 1)).toBeLessThan(1.2)
}, 900_000)

test('ten minutes without Kafka under load: none lost, hardly one twice', async () => {
  const load = await startLoad({ url: collector.url, rate: 300, seconds: 900, pad: 800 })
  await pause(5)
  const gone = Date.now()
  await kafka.stop('SIGKILL')
  const sizes = await watch(10)
  const back = Date.now()
  await kafka.resume()
  await pause(10)
  const requests = await load.end()
  await drained(collector, 300_000)
  const sum = await account(load, kafka, TOPICS)
  const outage = between(requests, gone + 3000, back)
  const p99 = percentile(outage, 0.99)
  report('outage of 10 min', {
    ...sum,
    'duplicates in %': duplicatePercent(sum),
    'memory of the workers in KiB': sizes,
    'p99 in ms': p99,
    'drained after ms': Date.now() - back,
  })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, stored: sum.sent, lost: [], idChanged: [] })
  expect([duplicatePercent(sum) <= 1, p99 < 100]).toEqual([true, true])
}, 1_500_000)
