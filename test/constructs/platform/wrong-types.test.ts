import { expect, test } from '@jest/globals'
import type { Construct } from 'constructs'
import {
  Alarms,
  CollectorApplicationLoadBalancer,
  CollectorNetworkLoadBalancer,
  CollectorObservability,
  CollectorService,
  ConnectorObservability,
  ConnectWorkers,
  EventCanary,
  IcebergSink,
  KafkaConnector,
  KafkaTopics,
  PipelineDashboard,
  S3JsonSink,
} from '../../../src/constructs/index.js'
import { ClickstreamError } from '../../../src/errors.js'
import { testStack } from '../support.js'

type Class = new (scope: Construct, id: string, props: never) => Construct

/** What is wrong with props that a JavaScript caller gives, by the code of each problem; `path` is the construct's. */
function refusal(construct: Class, props: object): { path: unknown; problems: string[] } {
  try {
    new construct(testStack(), 'It', props as never)
  } catch (error) {
    if (!ClickstreamError.is(error)) throw error
    return { path: error.place.path, problems: error.problems.map(({ code, message }) => `${code}: ${message}`) }
  }
  throw new Error('nothing was refused')
}

test.each<[Class, object, string[]]>([
  [CollectorService, { containers: 'one', cpu: '1024' }, ['containers is "one"', 'cpu is "1024"']],
  [CollectorNetworkLoadBalancer, { dualStack: 'yes' }, ['dualStack is "yes"']],
  [CollectorApplicationLoadBalancer, { paths: '/collect' }, ['paths is "/collect"']],
  [ConnectWorkers, { name: 7 }, ['name is 7']],
  [KafkaConnector, { connectorName: ['a'] }, ['connectorName is ["a"]']],
  [S3JsonSink, { flush: 60, topics: 'app_logs' }, ['flush is 60', 'topics is "app_logs"']],
  [CollectorObservability, { alarmEmail: ['a'], brokers: 3 }, ['alarmEmail is ["a"]', 'brokers is 3']],
  [PipelineDashboard, { name: 7, canary: 'yes' }, ['name is 7', 'canary is "yes"']],
  [EventCanary, { url: 7, vpc: 'vpc-1', logRetention: '30' }, ['url is 7', 'vpc is "vpc-1"', 'logRetention is "30"']],
  [IcebergSink, { commitInterval: '5m', partitionBy: 'week' }, ['commitInterval is "5m"', 'partitionBy is "week"']],
])(
  'GIVEN %p with wrong types and nothing that it needs WHEN made THEN all of it is said at once',
  (made, props, wrong) => {
    const { path, problems } = refusal(made, props)

    expect(path).toBe('Test/It')
    expect(problems).toEqual(expect.arrayContaining(wrong.map((text) => `WrongType: ${text}`)))
    expect(problems.some((problem) => problem.startsWith('MissingProp: '))).toBe(true)
  },
)

test.each<[string, object, string[]]>([
  ['no known type', { type: 'parquet' }, ['WrongType: sinks[0].type is "parquet"']],
  [
    'a text for a duration',
    { type: 's3-json', name: 'a', bucket: {}, topics: [], interval: 60, prefix: 'p' },
    ['WrongType: sinks[0].bucket is {}', 'WrongType: sinks[0].interval is 60'],
  ],
])('GIVEN a sink of a canary with %s WHEN made THEN it is said which one', (_, sink, wrong) => {
  const alarms = new Alarms(testStack(), 'Alarms', {})
  const { path, problems } = refusal(EventCanary, {
    name: 'a',
    url: 'https://a.example/b',
    topics: ['t'],
    alarms,
    sinks: [sink],
  })

  expect(path).toBe('Test/It')
  expect(problems).toEqual(expect.arrayContaining(wrong))
})

test('GIVEN connectors to watch with wrong types WHEN made THEN all of it is said at once, with the sink it belongs to', () => {
  const { problems } = refusal(ConnectorObservability, { name: 'a', sinks: [{ topics: 'app_logs' }] })
  expect(problems).toEqual([
    'MissingProp: sinks[0].connector is missing',
    'MissingProp: sinks[0].consumerGroup is missing',
    'WrongType: sinks[0].topics is "app_logs"',
  ])
})

test('GIVEN topics with wrong types WHEN made THEN the construction goes on, and synth says it', () => {
  const stack = testStack()
  const topics = new KafkaTopics(stack, 'Topics', { clusterArn: 7, topics: [] } as never)

  expect(topics.node.validate()).toEqual(['clusterArn is 7 (WrongType); give a text'])
})
