import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { account, statuses } from '../support/accounting.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { collectorKind } from '../support/kinds.js'
import { startLoad } from '../support/load.js'
import { isAlive, killAll, signal, treeOf } from '../support/processes.js'
import { until } from '../support/programs.js'
import { report } from '../support/report.js'
import { TOPICS } from '../support/traffic.js'

/** One in four would end a worker with signal 11 where librdkafka's threads still ran at its exit. */
const TRIES = 8

let kafka: KafkaCluster

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
}, 240_000)

afterAll(async () => {
  await kafka?.remove()
}, 30_000)

interface End {
  readonly milliseconds: number
  readonly crashed: readonly string[]
  readonly others: object
  readonly lost: readonly number[]
}

/** Starts a collector, and sends the signal to each of its processes at once, under load. */
const stopAll = async (name: NodeJS.Signals): Promise<End> => {
  const collector = await collectorKind.start({ brokers: kafka.brokers, workers: 2 })
  try {
    const load = await startLoad({ url: collector.url, seconds: 30, connections: 16 })
    await until('answers', async () => load.requests.filter(({ status }) => status === 200).length > 500)
    const all = await treeOf(collector.pid)
    const begin = Date.now()
    signal(all, name)
    const gone = async (): Promise<boolean> => !(await Promise.all(all.map(isAlive))).includes(true)
    await until('every process to end', gone, 10_000).catch(() => killAll(all))
    const milliseconds = Date.now() - begin
    const { 200: _, 0: __, ...others } = statuses(await load.end())
    const { lost } = await account(load, kafka, TOPICS, await collector.spilled())
    const crashed = collector
      .output()
      .split('\n')
      .filter((line) => line.includes('exited on signal'))
    return { milliseconds, crashed, others, lost }
  } finally {
    await collector.remove()
  }
}

test('a stop signal to the whole process group ends every worker in order, and at once', async () => {
  // WHEN
  const ends: End[] = []
  for (let index = 0; index < TRIES; index++) ends.push(await stopAll(index % 2 === 0 ? 'SIGTERM' : 'SIGINT'))
  // THEN
  const slowest = Math.max(...ends.map(({ milliseconds }) => milliseconds))
  report('stop signal to all processes', { tries: TRIES, 'slowest in ms': slowest })
  for (const { crashed, others, lost } of ends)
    expect({ crashed, others, lost }).toEqual({ crashed: [], others: {}, lost: [] })
  expect(slowest).toBeLessThan(5000)
}, 120_000)
