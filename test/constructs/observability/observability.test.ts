import { beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { Duration, type Stack } from 'aws-cdk-lib/core'
import {
  CollectorMetrics,
  CollectorNetworkLoadBalancer,
  CollectorObservability,
  CollectorService,
  ConnectorObservability,
  ConnectWorkers,
  IcebergSink,
  PipelineDashboard,
  S3JsonSink,
} from '../../../src/constructs/index.js'
import { bucketOf } from '../../../src/constructs/environment/planned-sinks.js'
import { CONTAINER, nagFindings, propertiesOf, resourcesOf, testKafka, testStack, testVpc } from '../support.js'

interface AlarmProperties {
  readonly AlarmDescription: unknown
  readonly MetricName?: string
  readonly Namespace?: string
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[]
  readonly Metrics?: readonly {
    readonly Expression?: string
    readonly MetricStat?: {
      readonly Metric: { readonly MetricName: string; readonly Namespace: string; readonly Dimensions: unknown[] }
    }
  }[]
  readonly Threshold: number
  readonly AlarmActions?: unknown[]
}

const alarmsOf = (stack: Stack): AlarmProperties[] =>
  resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties as AlarmProperties)

const expressionsOf = (stack: Stack): string[] =>
  alarmsOf(stack).flatMap(({ Metrics = [] }) => Metrics.flatMap(({ Expression }) => Expression ?? []))

/** Text of a description, with references left out. */
const textOf = (description: unknown): string => JSON.stringify(description)

describe('collectors', () => {
  let stack: Stack

  beforeAll(() => {
    // GIVEN
    stack = testStack()
    const place = testVpc(stack)
    const collector = new CollectorService(stack, 'Collector', {
      ...place,
      kafka: testKafka(stack),
      containers: [CONTAINER],
    })
    const loadBalancer = new CollectorNetworkLoadBalancer(stack, 'LoadBalancer', {
      ...place,
      collector,
      internetFacing: true,
    })
    const metrics = new CollectorMetrics('web-events')
    // WHEN
    const { alarms } = new CollectorObservability(stack, 'Observability', {
      collector,
      metrics,
      loadBalancer: loadBalancer.metrics,
      alarmEmail: 'ops@example.com',
      alarmTopicName: 'web-events-alarms',
      brokers: { clusterName: 'orders-prod', count: 12 },
    })
    new PipelineDashboard(stack, 'Dashboard', {
      collector,
      metrics,
      name: 'web-events',
      dashboardName: 'web-events',
      clusterName: 'orders-prod',
      loadBalancer: loadBalancer.metrics,
      sinks: [{ name: 'app_logs', freshnessSeconds: 900 }],
      alarms: alarms.alarms,
    })
  })

  test('the names that alarms and dashboard use are those that the template publishes, and no others', () => {
    const lua = readFileSync(new URL('../../../templates/nginx-lua/lua/emf.lua', import.meta.url), 'utf8')
    const published = [...lua.matchAll(/\{ "([A-Z]\w+)", ['"]clickstream_|put\("([A-Z]\w+)"/g)].map(
      ([, a, b]) => a ?? b,
    )
    // `Requests5xx` is put together from the class of the status.
    expect(lua).toContain('"Requests" .. class .. "xx"')
    expect([...CollectorMetrics.NAMES].toSorted()).toEqual([...published, 'Requests5xx'].toSorted())
    expect(lua).toContain(`Namespace = "${CollectorMetrics.NAMESPACE}", Dimensions = { { "service" } }`)
    expect(lua).toContain('service = settings.service')
  })

  test('every alarm says what is wrong and what to run first, and tells the topic', () => {
    const alarms = alarmsOf(stack)
    expect(alarms.length).toBe(12)
    const first = /Start with|See: |Raise |rejected|say|Look for|Kafka has been away/
    for (const { AlarmDescription } of alarms) {
      expect(textOf(AlarmDescription)).toMatch(/aws (ecs|logs|kafka) /)
      expect(textOf(AlarmDescription)).toMatch(first)
    }
    expect(alarms.filter(({ AlarmActions }) => AlarmActions?.length !== 1)).toEqual([])
    expect(propertiesOf(stack, 'AWS::SNS::Topic').TopicName).toBe('web-events-alarms')
  })

  test('what was not accepted is a share of what came, and a spill that grows is told from one that drains', () => {
    expect(expressionsOf(stack)).toEqual([
      '100 * (received - accepted) / received',
      'DIFF(bytes)',
      'MAX([used, 100 - free])',
      'MAX([m0, m1, m2, m3, m4, m5, m6, m7, m8, m9])',
      'MAX([m0, m1])',
    ])
  })

  test('the dashboard follows an event from the load balancer to the connectors, row by row', () => {
    const body = JSON.stringify(propertiesOf(stack, 'AWS::CloudWatch::Dashboard').DashboardBody)
    const rows = [...body.matchAll(/## ([^"\\]+)/g)].map(([, title]) => title)
    expect(rows).toEqual([
      'Alarms',
      '1. Load balancer',
      '2. Collectors',
      '3. From collectors to Kafka',
      '4. Kafka',
      '5. Connectors',
    ])
  })

  test('nothing is left for cdk-nag', () => {
    expect(nagFindings(stack)).toEqual([])
  })
})

describe('connectors', () => {
  let stack: Stack

  beforeAll(() => {
    // GIVEN
    stack = testStack()
    const workers = new ConnectWorkers(stack, 'Workers', {
      ...testVpc(stack),
      name: 'web-events',
      kafka: testKafka(stack),
    })
    const common = { workers, bucket: bucketOf(stack, 'my-data-bucket'), topics: ['app_logs', 'web_logs'] }
    const sinks = [
      new S3JsonSink(stack, 's3-json', { ...common, sinkName: 's3-json', deadLetterTopic: 'dead', prefix: 'events' }),
      new IcebergSink(stack, 'app_logs', {
        ...common,
        sinkName: 'app_logs',
        deadLetterTopic: 'dead-2',
        database: 'clickstream',
        table: 'app_logs',
        controlTopic: 'control',
      }),
    ]
    // WHEN
    new ConnectorObservability(stack, 'Observability', {
      sinks,
      name: 'web-events',
      clusterName: 'orders-prod',
      lag: Duration.minutes(20),
      steadyEvents: true,
    })
  })

  test('one alarm a sink for its tasks, one for lag, one for dead letters', () => {
    expect(expressionsOf(stack)).toEqual([
      'IF(running < 1 OR failed > 0 OR read <= 0, 1, 0)',
      'IF(running < 1 OR failed > 0 OR read <= 0, 1, 0)',
      'MAX([m0, m1, m2, m3])',
    ])
    expect(alarmsOf(stack).map(({ Threshold }) => Threshold)).toEqual([0, 0, 1200, 0])
    for (const { AlarmDescription } of alarmsOf(stack))
      expect(textOf(AlarmDescription)).toMatch(/aws (logs tail|kafkaconnect list) ?/)
  })

  test('lag is that of the groups which the connectors use', () => {
    const groups = alarmsOf(stack)
      .flatMap(({ Metrics = [] }) => Metrics)
      .flatMap(({ MetricStat }) => (MetricStat?.Metric.Namespace === 'AWS/Kafka' ? [MetricStat.Metric.Dimensions] : []))
    const used = resourcesOf(stack, 'AWS::KafkaConnect::Connector').map(
      ({ Properties }) =>
        (Properties as { ConnectorConfiguration: Record<string, unknown> }).ConnectorConfiguration[
          'consumer.override.group.id'
        ],
    )
    expect(new Set(used).size).toBe(2)
    expect(groups).toEqual(
      used.flatMap((Value) =>
        ['app_logs', 'web_logs'].map((Topic) => [
          { Name: 'Cluster Name', Value: 'orders-prod' },
          { Name: 'Consumer Group', Value },
          { Name: 'Topic', Value: Topic },
        ]),
      ),
    )
  })

  test('dead letters are counted by what Kafka Connect logs of each, and the alarm sums them all up', () => {
    const filters = resourcesOf(stack, 'AWS::Logs::MetricFilter').map(({ Properties }) => Properties) as {
      FilterPattern: string
      MetricTransformations: unknown[]
    }[]
    const transformation = { MetricName: 'DeadLetters', MetricNamespace: 'Clickstream/web-events', MetricValue: '1' }
    expect(filters.map(({ FilterPattern }) => FilterPattern)).toEqual(Array(2).fill('"Error encountered in task"'))
    expect(filters.flatMap(({ MetricTransformations }) => MetricTransformations)).toEqual([
      transformation,
      transformation,
    ])
    expect(alarmsOf(stack).at(-1)).toMatchObject({ Namespace: 'Clickstream/web-events', MetricName: 'DeadLetters' })
  })
})
