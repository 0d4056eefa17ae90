import { describe, expect, test } from '@jest/globals'
import { Lazy, type App, type Stack } from 'aws-cdk-lib/core'
import { KafkaTopics, type KafkaTopicsProps } from '../../../src/constructs/index.js'
import { TopicsStack } from '../../../src/synth/stacks/topics-stack.js'
import { CLUSTER_ARN, exampleSpec, LOCK, stackProps, testApp, testStack } from '../support.js'

const topics = [{ name: 'app_logs', partitions: 12, replicationFactor: 3 }]

/** What the constructs of a stack warn of. */
function warnings(stack: Stack): unknown[] {
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === 'aws:cdk:warning')
    .map(({ data }) => data)
}

function stackWith(props: Partial<KafkaTopicsProps>): Stack {
  const stack = testStack()
  new KafkaTopics(stack, 'Topics', { clusterArn: CLUSTER_ARN, topics, ...props })
  return stack
}

/** What synth refuses, one line each, with the construct's path. */
function refusals(stack: Stack): string[] {
  try {
    ;(stack.node.root as App).synth()
    return []
  } catch (error) {
    return String(error)
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
}

const CASES: Record<string, [props: Partial<KafkaTopicsProps>, refused: string[]]> = {
  'what the cluster has': [{ existing: [{ name: 'app_logs', partitions: 12, replicationFactor: 3 }] }, []],
  'more partitions': [{ existing: [{ name: 'app_logs', partitions: 6, replicationFactor: 3 }] }, []],
  'another topic': [{ existing: [{ name: 'web_logs', partitions: 24, replicationFactor: 2 }] }, []],
  'a provisioned cluster that is new enough': [{ clusterType: 'PROVISIONED', kafkaVersion: '3.6.0' }, []],
  'a number that is not known yet': [
    {
      topics: [{ name: 'app_logs', partitions: Lazy.number({ produce: () => 6 }), replicationFactor: 3 }],
      existing: [{ name: 'app_logs', partitions: 12 }],
    },
    [],
  ],
  'fewer partitions and other copies': [
    { existing: [{ name: 'app_logs', partitions: 24, replicationFactor: 2 }] },
    [
      '[Test/Topics] app_logs has 24 partitions, and Kafka cannot lower them to 12 (PartitionsLowered); write 24 partitions or more, or use a new topic',
      '[Test/Topics] app_logs has 2 copies, and a change to 3 would replace the topic by an empty one (ReplicationChanged); write 2 copies, or use a new topic',
    ],
  ],
  'a serverless cluster': [
    { clusterType: 'SERVERLESS' },
    [
      '[Test/Topics] AWS::MSK::Topic needs a provisioned cluster, and this one is SERVERLESS (TopicsNotManageable); make the topics over the Kafka protocol: topicManagement: tool in a spec, kafka-topics.sh --create elsewhere',
    ],
  ],
  'an old Kafka': [
    { kafkaVersion: '3.5.1' },
    [
      '[Test/Topics] AWS::MSK::Topic needs Kafka 3.6, and the cluster has 3.5.1 (TopicsNotManageable); make the topics over the Kafka protocol: topicManagement: tool in a spec, kafka-topics.sh --create elsewhere',
    ],
  ],
  'a topic twice, without a partition, with half a copy': [
    {
      topics: [
        { name: 'a', partitions: 0, replicationFactor: 1.5 },
        { name: 'a', partitions: 1, replicationFactor: 1 },
      ],
    },
    [
      '[Test/Topics] the topic a is there twice (DuplicateTopic); keep one of the two',
      '[Test/Topics] a cannot have 0 partitions (PartitionsInvalid); write a whole number from 1 on',
      '[Test/Topics] a cannot have 1.5 copies (ReplicationInvalid); write a whole number from 1 to the number of brokers; 3 is one in each zone',
    ],
  ],
}

test.each(Object.entries(CASES))('%s', (_, [props, refused]) => {
  // WHEN
  const found = refusals(stackWith(props))
  // THEN
  expect(found).toEqual(refused)
})

describe('more partitions', () => {
  const existing = [{ name: 'app_logs', partitions: 6 }]

  test('GIVEN records with keys WHEN raised THEN a warning says that keys move', () => {
    expect(warnings(stackWith({ existing, keyed: true }))).toEqual([
      expect.stringMatching(/^app_logs goes from 6 to 12 partitions: records of one key go to/),
    ])
  })

  test('GIVEN records without keys WHEN raised THEN nobody is bothered', () => {
    expect(warnings(stackWith({ existing }))).toEqual([])
  })
})

test('GIVEN a lock with the topics of today WHEN the stack of a spec is made THEN they stop what would lose events', () => {
  // GIVEN
  const dead = 'web-events-dlq-s3-json'
  const existing = [
    { name: 'app_logs', partitions: 24 },
    { name: dead, partitions: 1, replicationFactor: 2 },
  ]
  const spec = exampleSpec()
  const keyed = {
    ...spec,
    collector: { ...spec.collector, routing: { ...spec.collector.routing, key: 'json:data.user' } },
  }
  const stack = new TopicsStack(testApp(), 'Topics', {
    ...stackProps(),
    spec: keyed,
    lock: { ...LOCK, topics: [...existing, { name: 'web_logs', partitions: 3 }] },
  })
  // WHEN
  const found = refusals(stack).map((line) => /\((\w+)\)/.exec(line)?.[1])
  // THEN
  expect(found).toEqual(['PartitionsLowered', 'ReplicationChanged'])
  expect(warnings(stack)).toEqual([expect.stringMatching(/^web_logs goes from 3 to 6 partitions/)])
})
