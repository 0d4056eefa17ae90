import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { containerSpec } from '../../support/container-spec.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { send, sendAll, stored, TOPICS, traffic } from '../support/traffic.js'
import { startVectorCollector, VECTOR, type VectorCollector, WITHOUT_VECTOR } from '../support/vector.js'

const suite = VECTOR === undefined ? describe.skip : describe

suite(`the stop signal (${WITHOUT_VECTOR})`, () => {
  let kafka: KafkaCluster

  beforeAll(async () => {
    kafka = await KafkaCluster.start({ topics: TOPICS })
  }, 240_000)

  afterAll(async () => {
    await kafka?.remove()
  }, 30_000)

  const leaving = async (other: VectorCollector): Promise<[number | null, number]> => {
    const begin = performance.now()
    await other.vector.stop('SIGTERM', 70_000)
    return [other.vector.child.exitCode, performance.now() - begin]
  }

  test('Vector at SIGTERM delivers what it has before it leaves, and nginx answers 503 from then on', async () => {
    // GIVEN a collector of its own, in the middle of traffic
    const other = await startVectorCollector(containerSpec('nginx-vector'), kafka.brokers)
    const running = await traffic(other.url, 60_000)
    // WHEN
    const [exitCode, milliseconds] = await leaving(other)
    const sent = await running.end()
    const after = await send(other.url, 70_000)
    await other.remove()
    // THEN
    const found = await stored(kafka, sent)
    expect(sent.filter((event) => event.status === 200 && !found.has(event))).toEqual([])
    expect([...new Set(sent.map(({ status }) => status))].sort()).toEqual([200, 503])
    expect([exitCode, after.status, after.retryAfter]).toEqual([0, 503, '5'])
    expect(milliseconds).toBeLessThan(20_000)
  }, 60_000)

  test('Vector at SIGTERM without Kafka says 200 to nobody, and leaves before the kill', async () => {
    // GIVEN requests that wait, through nginx and past it
    const other = await startVectorCollector(containerSpec('nginx-vector'), '127.0.0.1:1')
    const waiting = sendAll(other.url, 80_000, 80_020, 20)
    const past = fetch(other.vectorUrl, { method: 'POST', body: '{"past":"nginx"}' }).then(
      ({ status }) => status,
      () => 'cut',
    )
    await new Promise((resolve) => setTimeout(resolve, 500))
    // WHEN
    const [exitCode, milliseconds] = await leaving(other)
    const answers = await waiting
    await other.remove()
    // THEN
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503))
    expect([exitCode, await past]).toEqual([0, 400])
    expect(milliseconds).toBeLessThan(65_000)
  }, 100_000)
})
