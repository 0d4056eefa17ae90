import { describe, expect, test } from '@jest/globals'
import { consumerGroupName, controlTopicName, deadLetterTopicName, sinkId } from '../../src/spec/derived-names.js'
import { openPromises } from '../../src/spec/promises.js'
import { brokerKind, topicPlan, topicPlanProblems } from '../../src/spec/topic-plan.js'
import type { EnvironmentLock, SinkSpec } from '../../src/spec/index.js'
import { codes, edited, specWith } from './specs.js'

const spec = specWith({ name: 'web-events' })
const lockWith = (cluster: EnvironmentLock['cluster'], topics: EnvironmentLock['topics'] = []): EnvironmentLock => ({
  lockVersion: 1,
  cluster,
  topics,
})

describe('topicPlan', () => {
  test('has the topics for events and what each sink needs', () => {
    const copies = { replicationFactor: 3, minInsyncReplicas: 2 }
    const large = (1024 + 64) * 1024
    expect(topicPlan(spec)).toEqual([
      {
        name: 'app_logs',
        role: 'events',
        partitions: 3,
        ...copies,
        retentionHours: 72,
        maxMessageBytes: large,
        reason: 'events from the collectors',
      },
      {
        name: 'web-events-dlq-s3-json',
        role: 'dead-letter',
        partitions: 1,
        ...copies,
        retentionHours: 336,
        maxMessageBytes: large,
        reason: 'records that sinks.0 (s3-json) cannot store',
      },
      {
        name: 'web-events-control-app_logs',
        role: 'control',
        partitions: 1,
        ...copies,
        retentionHours: 168,
        maxMessageBytes: 1_048_588,
        reason: 'commits of sinks.1 to clickstream.app_logs',
      },
      {
        name: 'web-events-dlq-app_logs',
        role: 'dead-letter',
        partitions: 1,
        ...copies,
        retentionHours: 336,
        maxMessageBytes: large,
        reason: 'records that sinks.1 (iceberg) cannot store',
      },
    ])
  })

  test('never plans records smaller than Kafka takes by itself', () => {
    const tiny = edited(spec, ({ collector }) => (collector.maxBodyKiB = 1))
    expect(topicPlan(tiny)[0]?.maxMessageBytes).toBe(1_048_588)
  })
})

test('sinks of the same kind have names of their own', () => {
  const json = spec.sinks[0] as SinkSpec
  const many = { name: 'web', sinks: [json, spec.sinks[1] as SinkSpec, json] }
  expect([0, 1, 2].map((index) => sinkId(many, index))).toEqual(['s3-json', 'app_logs', 's3-json-2'])
  expect([controlTopicName(many, 1), deadLetterTopicName(many, 2), consumerGroupName(many, 2, 'uuid')]).toEqual([
    'web-control-app_logs',
    'web-dlq-s3-json-2',
    'web-s3-json-2-uuid',
  ])
})

describe('topicPlanProblems', () => {
  test('finds nothing without facts', () => {
    expect(topicPlanProblems(spec)).toEqual([])
  })

  test('counts every copy of every topic against the brokers', () => {
    const wide = edited(spec, ({ topics }) => topics.forEach((topic) => (topic.partitions = 297)))
    const small = { instanceType: 'kafka.t3.small', brokerCount: 3 }
    expect(codes(topicPlanProblems(wide, lockWith(small)))).toEqual([])
    wide.topics.forEach((topic) => topic.partitions++)
    expect(codes(topicPlanProblems(wide, lockWith(small)))).toEqual(['TooManyPartitions topics'])
    expect(codes(topicPlanProblems(wide, lockWith({ ...small, instanceType: 'express.m7g.large' })))).toEqual([])
  })

  test('finds topics that CloudFormation could not make, because they exist', () => {
    const lock = lockWith({}, [{ name: 'app_logs' }, { name: 'other' }])
    expect(codes(topicPlanProblems(spec, lock))).toEqual(['TopicExists topicManagement'])
    expect(
      topicPlanProblems(
        edited(spec, (copy) => (copy.topicManagement = 'tool')),
        lock,
      ),
    ).toEqual([])
  })
})

test.each([
  [undefined, undefined],
  [{ instanceType: 'express.m7g.large' }, 'express'],
  [{ instanceType: 'kafka.m7g.large' }, 'standard'],
  [{ type: 'SERVERLESS' }, 'serverless'],
])('brokers of %j are %s', (cluster, kind) => {
  expect(brokerKind(cluster)).toBe(kind)
})

test('promises depend on what is asked for, and on the solution', () => {
  const vector = edited(spec, ({ collector }) => {
    collector.solution = 'nginx-vector'
  })
  const modest = edited(vector, ({ collector, sinks }) => {
    collector.meta = { query: false, userAgent: false, ip: 'full' }
    collector.limits = { perAddressPerSecond: 0, perProjectPerSecond: 0 }
    sinks.length = 0
  })
  const wishes = openPromises(vector).filter((promise) => !openPromises(modest).includes(promise))
  expect(wishes).toEqual([
    expect.stringContaining('meta.query'),
    expect.stringContaining('collector.limits'),
    expect.stringContaining('MSK Connect itself'),
  ])
  // The Lua collector spills, limits, and keeps query and user agent.
  expect(
    openPromises(spec).filter((promise) => /no spill|meta\.query|collector\.limits|batches/.test(promise)),
  ).toEqual([])
})
