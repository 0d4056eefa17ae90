import { beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { Duration, type App, type Stack } from 'aws-cdk-lib/core'
import * as s3 from 'aws-cdk-lib/aws-s3'
import * as sns from 'aws-cdk-lib/aws-sns'
import { Alarms, EventCanary, type CanarySink, type EventCanaryProps } from '../../../src/constructs/index.js'
import { everyMinutes, freshnessThreshold } from '../../../src/constructs/event-canary/freshness-threshold.js'
import { nagFindings, propertiesOf, resourcesOf, testStack, testVpc } from '../support.js'

const topics = ['app_logs', 'web_logs']

function sinksIn(stack: Stack): CanarySink[] {
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'my-data-bucket')
  return [
    { type: 's3-json', name: 's3-json', bucket, prefix: 'events', topics, interval: Duration.seconds(60) },
    {
      type: 'iceberg',
      name: 'app_logs',
      bucket,
      prefix: 'warehouse/clickstream.db/app_logs',
      database: 'clickstream',
      table: 'app_logs',
      topics: ['app_logs'],
      interval: Duration.seconds(300),
    },
  ]
}

function canaryIn(stack: Stack, props: Partial<EventCanaryProps> = {}): EventCanary {
  const alarmTopic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:123456789012:alarms')
  return new EventCanary(stack, 'Canary', {
    topics,
    name: 'web-events',
    url: 'https://collect.example.com/collect',
    alarms: new Alarms(stack, 'Alarms', { alarmTopic }),
    ...props,
  })
}

interface Statement {
  readonly Action: string | string[]
  readonly Resource: unknown
}

const statementsOf = (stack: Stack): Statement[] =>
  (propertiesOf(stack, 'AWS::IAM::Policy') as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement

describe('a canary with both kinds of sinks', () => {
  let stack: Stack

  beforeAll(() => {
    // GIVEN
    stack = testStack()
    // WHEN
    canaryIn(stack, { sinks: sinksIn(stack) })
  })

  test('the function knows what to send and what to measure, and is called each minute', () => {
    const { Environment } = propertiesOf(stack, 'AWS::Lambda::Function') as {
      Environment: { Variables: { CANARY: string } }
    }
    expect(JSON.parse(Environment.Variables.CANARY)).toEqual({
      service: 'web-events',
      endpoint: { url: 'https://collect.example.com/collect', checkName: true },
      header: 'project',
      topics,
      workGroup: 'web-events-canary',
      sinks: [
        {
          name: 's3-json',
          type: 's3-json',
          intervalSeconds: 60,
          everyMinutes: 1,
          bucket: 'my-data-bucket',
          prefix: 'events',
        },
        {
          name: 'app_logs',
          type: 'iceberg',
          topics: ['app_logs'],
          intervalSeconds: 300,
          everyMinutes: 5,
          database: 'clickstream',
          table: 'app_logs',
        },
      ],
    })
    expect(propertiesOf(stack, 'AWS::Events::Rule').ScheduleExpression).toBe('rate(1 minute)')
  })

  test('an alarm wakes somebody at three intervals, whatever the connectors say of themselves', () => {
    const alarms = resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties) as {
      MetricName?: string
      Dimensions?: unknown
      Period?: number
      Threshold: number
      TreatMissingData: string
      AlarmDescription: unknown
    }[]
    const freshness = alarms.filter(({ MetricName }) => MetricName === 'FreshnessSeconds')
    expect(freshness.map(({ Threshold, Period }) => [Threshold, Period])).toEqual([
      [180, 60],
      [900, 300],
    ])
    expect(freshness.map(({ Dimensions }) => Dimensions)).toEqual(
      ['s3-json', 'app_logs'].map((Value) => [
        { Name: 'service', Value: 'web-events' },
        { Name: 'sink', Value },
      ]),
    )
    const [endpoint] = alarms.filter(({ MetricName }) => MetricName === 'CanaryFailures')
    expect(endpoint?.TreatMissingData).toBe('breaching')
    expect(alarms.length).toBe(4)
    for (const { AlarmDescription } of alarms)
      expect(JSON.stringify(AlarmDescription)).toMatch(/aws (logs tail|kafkaconnect) /)
  })

  test('the metrics that are watched are those that the function prints', () => {
    const source = readFileSync(
      new URL('../../../src/constructs/event-canary/handler/beat.mjs', import.meta.url),
      'utf8',
    )
    const printed = [...source.matchAll(/([A-Z]\w+): \[/g)].map(([, name]) => name)
    const watched = JSON.stringify(resourcesOf(stack, 'AWS::CloudWatch::Alarm'))
    const names = [...watched.matchAll(/"MetricName":"(\w+)"/g)].map(([, name]) => name)
    expect([...new Set(names)].filter((name) => !printed.includes(name))).toEqual([])
    expect(printed.toSorted()).toEqual(['CanaryFailures', 'CanaryLatency', 'FreshnessSeconds', 'MeasurementFailures'])
    expect(watched.match(/"Namespace":"Clickstream"/g)?.length).toBe(names.length)
  })

  test('it reads what it measures and nothing else, and a query cannot get expensive', () => {
    const actions = statementsOf(stack).flatMap(({ Action }) => Action)
    expect(actions.toSorted()).toEqual([
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StartQueryExecution',
      'glue:GetDatabase',
      'glue:GetTable',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:GetObject',
      's3:ListBucket',
    ])
    expect(propertiesOf(stack, 'AWS::Athena::WorkGroup')).toMatchObject({
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10_000_000_000,
        ManagedQueryResultsConfiguration: { Enabled: true },
      },
    })
    expect(nagFindings(stack)).toEqual([])
  })
})

test('GIVEN an endpoint inside of a VPC and a bucket for results WHEN made THEN it sends from there and may write there', () => {
  // GIVEN
  const stack = testStack()
  const sinks = sinksIn(stack)
  const bucket = s3.Bucket.fromBucketName(stack, 'Results', 'my-results')
  // WHEN
  canaryIn(stack, { sinks, ...testVpc(stack), results: { bucket, prefix: 'canary' } })
  // THEN
  const { VpcConfig } = propertiesOf(stack, 'AWS::Lambda::Function') as { VpcConfig: { SubnetIds: string[] } }
  expect(VpcConfig.SubnetIds).toEqual(['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0bbbbbbbbbbbbbbb2'])
  expect(statementsOf(stack).flatMap(({ Action }) => Action)).toContain('s3:PutObject')
  expect(JSON.stringify(propertiesOf(stack, 'AWS::Athena::WorkGroup').WorkGroupConfiguration)).toContain('canary/')
  expect(nagFindings(stack)).toEqual([])
})

test('GIVEN no sinks WHEN made THEN only the endpoint is watched, without a workgroup', () => {
  // GIVEN
  const stack = testStack()
  // WHEN
  canaryIn(stack)
  // THEN
  expect(resourcesOf(stack, 'AWS::CloudWatch::Alarm').length).toBe(1)
  expect(resourcesOf(stack, 'AWS::Athena::WorkGroup')).toEqual([])
})

test('GIVEN props that cannot be WHEN synthesized THEN all of it is reported at once', () => {
  // GIVEN
  const stack = testStack()
  const [json] = sinksIn(stack) as [CanarySink]
  canaryIn(stack, {
    url: 'collect.example.com',
    topics: Array.from({ length: 50 }, (_, index) => `topic-with-a-long-name-for-a-canary-${index}`.padEnd(80, 'x')),
    vpc: testVpc(stack).vpc,
    sinks: [
      { ...json, topics: [] },
      { ...json, name: 'other', topics: ['web_logs'] },
    ],
  })
  // WHEN
  let text = ''
  try {
    ;(stack.node.root as App).synth()
  } catch (error) {
    text = String(error)
  }
  // THEN
  expect([...text.matchAll(/\[Test\/Canary\].*\((\w+)\)/g)].map(([, code]) => code)).toEqual([
    'CanaryUrlInvalid',
    'CanarySubnetsMissing',
    'SinkWithoutCanary',
    'UnknownTopic',
    'CanaryTooLarge',
  ])
})

test.each([
  [10, 1, 130],
  [60, 1, 180],
  [90, 2, 270],
  [300, 5, 900],
  [3600, 60, 10_800],
])('an interval of %s s is measured every %s minutes and may be %s s old', (seconds, minutes, threshold) => {
  const interval = Duration.seconds(seconds)
  expect([everyMinutes(interval), freshnessThreshold(interval).toSeconds()]).toEqual([minutes, threshold])
})
