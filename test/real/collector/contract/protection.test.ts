import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { statuses } from '../../support/accounting.js'
import { type CollectorUnderTest, drained } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { sendLoad } from '../../support/load.js'
import { until } from '../../support/programs.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest
let agent: Server
const requests: unknown[] = []
let refusing = true

/** The container agent of ECS, as the developer guide describes its task protection endpoint. */
beforeAll(async () => {
  agent = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push([request.method, request.url, JSON.parse(Buffer.concat(chunks).toString())])
      const answer = refusing
        ? { error: { Arn: 'task', Code: 'AccessDeniedException', Message: 'not authorized' } }
        : { protection: { ProtectionEnabled: true, TaskArn: 'task' } }
      response.writeHead(refusing ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  }).listen(0, '127.0.0.1')
  await once(agent, 'listening')
  kafka = await KafkaCluster.start({ topics: TOPICS, proxied: true })
  const { port } = agent.address() as { port: number }
  const env = { ECS_AGENT_URI: `http://127.0.0.1:${port}/api/0123456789abcdef` }
  collector = await collectorKind.start({ brokers: kafka.brokers, env, workers: 2 })
}, 240_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
  agent?.closeAllConnections()
  agent?.close()
}, 30_000)

const PUT = ['PUT', '/api/0123456789abcdef/task-protection/v1/state']

test('a task with events on its disk alone asks ECS not to stop it, until Kafka has them', async () => {
  // GIVEN events that Kafka takes: nothing to ask for
  const before = await sendLoad({ url: collector.url, seconds: 5, requests: 100 })
  expect([statuses(before.requests), requests]).toEqual([{ 200: 100 }, []])
  // WHEN Kafka is away, and the agent refuses
  for (const proxy of kafka.proxies) await proxy.refuse()
  const during = await sendLoad({ url: collector.url, seconds: 20, requests: 100, first: 1_000_000 })
  await until('the collector to ask', async () => requests.length > 0, 10_000)
  // AND does it when it is asked again
  refusing = false
  await until('the collector to ask again', async () => requests.length > 1, 20_000)
  // AND Kafka is back
  for (const proxy of kafka.proxies) await proxy.pass()
  await drained(collector)
  await until('the collector to release the task', async () => requests.length > 2, 20_000)
  // THEN
  const protect = [...PUT, { ProtectionEnabled: true, ExpiresInMinutes: 15 }]
  expect(requests).toEqual([protect, protect, [...PUT, { ProtectionEnabled: false }]])
  expect(statuses(during.requests)).toEqual({ 200: 100 })
  expect(collector.output().match(/scale-in protection: status 400/g)).toHaveLength(1)
}, 120_000)
