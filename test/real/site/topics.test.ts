import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeTopics, validateTopics } from '../../../src/runtime/topics/index.js'
import { KafkaTopicAdmin } from '../../../src/site/kafka/topic-admin.js'
import type { PlannedTopic } from '../../../src/spec/topic-plan.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { run, until } from '../support/programs.js'

const EVENTS: PlannedTopic = {
  name: 'app_logs',
  role: 'events',
  partitions: 3,
  replicationFactor: 3,
  minInsyncReplicas: 2,
  retentionHours: 72,
  maxMessageBytes: 2_000_000,
  reason: 'events',
}
const LETTERS: PlannedTopic = { ...EVENTS, name: 'letters', role: 'dead-letter', partitions: 1 }

let kafka: KafkaCluster
let admin: KafkaTopicAdmin

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: [], nodes: 3 })
  admin = new KafkaTopicAdmin(kafka.brokers.split(','))
}, 120_000)

afterAll(async () => {
  await admin?.close()
  await kafka?.remove()
}, 30_000)

/** Partitions by a program that shares nothing with the tool. */
const partitions = async (topic: string): Promise<number> => {
  const { stdout } = await run('kcat', ['-b', kafka.brokers, '-L', '-J', '-t', topic])
  const { topics } = JSON.parse(stdout) as { topics: { partitions: unknown[] }[] }
  return topics[0]?.partitions.length ?? 0
}

test('GIVEN a cluster without topics WHEN a plan is made twice THEN they are as planned, and the second time changes nothing', async () => {
  const plan = [EVENTS, LETTERS]
  const missing = await validateTopics(admin, plan)

  const first = await makeTopics(admin, plan)
  await Promise.all(plan.map(({ name }) => kafka.inSync(name)))
  const second = await makeTopics(admin, plan)

  expect(missing).toEqual([
    { what: 'topic app_logs', found: 'is missing', ok: false },
    { what: 'topic letters', found: 'is missing', ok: false },
  ])
  expect(first).toEqual({ created: ['app_logs', 'letters'], altered: [], refused: [] })
  expect(second).toEqual({ created: [], altered: [], refused: [] })
  expect([await partitions('app_logs'), await partitions('letters')]).toEqual([3, 1])
  const settings = 'retention.ms=259200000, max.message.bytes=2000000, min.insync.replicas=2'
  expect(await validateTopics(admin, plan)).toEqual([
    { what: 'topic app_logs', found: `3 partitions, 3 copies, all in sync, ${settings}`, ok: true },
    { what: 'topic letters', found: `1 partition, 3 copies, all in sync, ${settings}`, ok: true },
  ])
}, 60_000)

test('GIVEN a plan with more of everything WHEN made THEN partitions, retention, size and copies in sync are altered', async () => {
  const more = { ...EVENTS, partitions: 5, retentionHours: 96, maxMessageBytes: 3_000_000, minInsyncReplicas: 1 }
  const deviations = await validateTopics(admin, [more])

  const { altered, refused } = await makeTopics(admin, [more])
  await kafka.inSync('app_logs')

  expect(deviations.map(({ found, ok }) => [found, ok])).toEqual([
    ['has 3 partitions in place of 5', false],
    ['has max.message.bytes=2000000 in place of 3000000', false],
    ['has min.insync.replicas=2 in place of 1', false],
    ['has retention.ms=259200000 in place of 345600000', false],
  ])
  expect([altered, refused]).toEqual([
    [
      { topic: 'app_logs', setting: 'partitions', from: '3', to: '5' },
      { topic: 'app_logs', setting: 'max.message.bytes', from: '2000000', to: '3000000' },
      { topic: 'app_logs', setting: 'min.insync.replicas', from: '2', to: '1' },
      { topic: 'app_logs', setting: 'retention.ms', from: '259200000', to: '345600000' },
    ],
    [],
  ])
  expect(await partitions('app_logs')).toBe(5)
  expect((await validateTopics(admin, [more])).map(({ ok }) => ok)).toEqual([true])
}, 60_000)

test('GIVEN fewer partitions, other copies, a compacted topic WHEN made THEN each is refused with its reason, and nothing of it is touched', async () => {
  await admin.create({
    name: 'compacted',
    partitions: 1,
    replicationFactor: 3,
    configuration: { 'cleanup.policy': 'compact' },
  })
  const plan = [
    { ...EVENTS, partitions: 2, retentionHours: 1 },
    { ...LETTERS, replicationFactor: 2, retentionHours: 1 },
    { ...LETTERS, name: 'compacted' },
  ]
  const before = await admin.describe(plan.map(({ name }) => name))

  const made = await makeTopics(admin, plan)

  expect({ ...made, refused: made.refused.map(({ code, message }) => [code, message]) }).toEqual({
    created: [],
    altered: [],
    refused: [
      ['PartitionsLowered', 'app_logs has 5 partitions, and Kafka cannot lower them to 2'],
      ['ReplicationChanged', 'letters has 3 copies, and the plan wants 2'],
      ['TopicCompacted', expect.stringContaining('compacted has cleanup.policy=compact')],
    ],
  })
  expect(await admin.describe(plan.map(({ name }) => name))).toEqual(before)
}, 60_000)

test('GIVEN a plan that no cluster takes WHEN made THEN the broker’s own words are in the error', async () => {
  const impossible = { ...EVENTS, name: 'impossible', replicationFactor: 4 }
  await expect(makeTopics(admin, [impossible])).rejects.toMatchObject({
    code: 'TopicNotMade',
    message: expect.stringMatching(/replication factor/i),
  })
  await expect(admin.configure('app_logs', { 'retention.ms': 'long' })).rejects.toMatchObject({
    code: 'TopicNotAltered',
    message: expect.stringContaining('retention.ms'),
  })
}, 60_000)

test('GIVEN a broker that was killed WHEN validated THEN copies out of sync and partitions without a leader are named', async () => {
  const single = { ...EVENTS, name: 'single', replicationFactor: 1, minInsyncReplicas: 1 }
  await makeTopics(admin, [single])
  const [topic] = await admin.describe(['single'])
  const orphan = topic?.partitions[0]
  await kafka.stop('SIGKILL', orphan?.leader)

  const found = async (name: string, plan: PlannedTopic): Promise<string[]> =>
    (await validateTopics(admin, [{ ...plan, name }])).filter(({ ok }) => !ok).map((fact) => fact.found)
  const noticed = async () => (await found('letters', LETTERS)).length > 0
  await until('the controller to notice', noticed, 40_000)

  expect(await found('letters', LETTERS)).toEqual(['partition 0 has 2 of 3 copies in sync'])
  expect(await found('single', single)).toContain('partition 0 has no leader')
}, 90_000)
