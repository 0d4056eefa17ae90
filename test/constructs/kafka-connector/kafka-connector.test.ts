import { describe, expect, test } from '@jest/globals'
import { Fn, type Stack } from 'aws-cdk-lib/core'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as s3 from 'aws-cdk-lib/aws-s3'
import {
  Capacity,
  ConnectorLogs,
  ConnectorPlugin,
  ConnectWorkers,
  KafkaConnector,
  RoleConventions,
  S3JsonSink,
  type KafkaConnectorProps,
} from '../../../src/constructs/index.js'
import { problemsOf } from '../problems.js'
import { nagFindings, propertiesOf, resourcesOf, testKafka, testStack, testVpc } from '../support.js'

const PLUGIN_ARN = 'arn:aws:kafkaconnect:us-east-1:123456789012:custom-plugin/p/0a1b2c3d-1111-2222-3333-444455556666-1'

const workers = (stack: Stack, auth: 'iam' | 'tls' | 'none' | 'scram' = 'iam'): ConnectWorkers =>
  new ConnectWorkers(stack, 'Workers', { ...testVpc(stack), name: 'web', kafka: testKafka(stack, auth) })

const bucket = (stack: Stack): s3.IBucket => s3.Bucket.fromBucketName(stack, 'Bucket', 'my-data-bucket')

function connector(
  props: Partial<KafkaConnectorProps> = {},
  auth: 'iam' | 'tls' | 'none' = 'iam',
): [Stack, KafkaConnector] {
  const stack = testStack()
  const made = new KafkaConnector(stack, 'Sink', {
    workers: workers(stack, auth),
    connectorName: 'sink',
    plugin: ConnectorPlugin.fromArn(PLUGIN_ARN),
    configuration: { 'connector.class': 'x.Y', 'tasks.max': '1' },
    capacity: Capacity.provisioned({ mcu: 1, workers: 2 }),
    ...props,
  })
  return [stack, made]
}

describe('KafkaConnector', () => {
  test('runs a plugin with the configuration that it is given', () => {
    // WHEN
    const [stack, { connectorName }] = connector()
    // THEN
    expect(connectorName).toMatch(/^web-sink-[0-9a-f]{8}$/)
    expect(propertiesOf(stack, 'AWS::KafkaConnect::Connector')).toEqual({
      ConnectorName: connectorName,
      KafkaConnectVersion: '3.7.x',
      Capacity: { ProvisionedCapacity: { McuCount: 1, WorkerCount: 2 } },
      ConnectorConfiguration: { 'connector.class': 'x.Y', 'tasks.max': '1' },
      KafkaCluster: {
        ApacheKafkaCluster: {
          BootstrapServers: 'b-1.orders.example:9098',
          Vpc: {
            Subnets: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0bbbbbbbbbbbbbbb2'],
            SecurityGroups: [{ 'Fn::GetAtt': ['WorkersSecurityGroup55F5AD6C', 'GroupId'] }],
          },
        },
      },
      KafkaClusterClientAuthentication: { AuthenticationType: 'IAM' },
      KafkaClusterEncryptionInTransit: { EncryptionType: 'TLS' },
      LogDelivery: { WorkerLogDelivery: { CloudWatchLogs: { Enabled: true, LogGroup: { Ref: 'SinkLogsE1BBA07C' } } } },
      Plugins: [{ CustomPlugin: { CustomPluginArn: PLUGIN_ARN, Revision: 1 } }],
      ServiceExecutionRoleArn: { 'Fn::GetAtt': ['SinkRole0D214317', 'Arn'] },
      WorkerConfiguration: {
        WorkerConfigurationArn: { 'Fn::GetAtt': ['WorkersConfigurationD41F9A6D', 'WorkerConfigurationArn'] },
        Revision: { 'Fn::GetAtt': ['WorkersConfigurationD41F9A6D', 'Revision'] },
      },
    })
    expect(nagFindings(stack)).toEqual([])
  })

  test('keeps its name when configuration and capacity change, and changes it with everything that makes a new connector', () => {
    // GIVEN
    const name = connector()[1].connectorName
    // WHEN
    const inPlace = [
      connector({ configuration: { 'connector.class': 'x.Y', 'tasks.max': '9' } }),
      connector({ capacity: Capacity.autoscaled({ mcu: 2, minWorkers: 1, maxWorkers: 3 }) }),
    ]
    const replaced = [
      connector({ kafkaConnectVersion: '2.7.1' }),
      connector({ plugin: ConnectorPlugin.fromArn(PLUGIN_ARN, 2) }),
      connector({ plugin: ConnectorPlugin.fromLock('s3-json-sink') }),
      connector({}, 'tls'),
    ]
    // THEN
    expect(inPlace.map(([, { connectorName }]) => connectorName)).toEqual([name, name])
    expect(new Set([name, ...replaced.map(([, { connectorName }]) => connectorName)]).size).toBe(5)
  })

  test('changes its name with the prefix of roles, because another name makes another role', () => {
    // GIVEN
    const named = (rolePrefix?: string): string => {
      const stack = testStack()
      RoleConventions.apply(stack, rolePrefix === undefined ? {} : { rolePrefix })
      return new S3JsonSink(stack, 'Json', {
        workers: workers(stack),
        bucket: bucket(stack),
        sinkName: 's3-json',
        topics: ['app_logs'],
        prefix: 'events',
        deadLetterTopic: 'web-dlq-s3-json',
      }).connector.connectorName
    }
    // THEN
    expect(new Set([named(), named('lz-'), named('other-')]).size).toBe(3)
    expect(named('lz-')).toBe(named('lz-'))
  })

  test("runs on workers with MSK Connect's mandatory properties and none that it refuses", () => {
    // WHEN
    const [stack] = connector()
    // THEN
    const { Name, PropertiesFileContent } = propertiesOf(stack, 'AWS::KafkaConnect::WorkerConfiguration')
    expect(Name).toMatch(/^web-workers-[0-9a-f]{8}$/)
    expect(Buffer.from(String(PropertiesFileContent), 'base64').toString().split('\n')).toEqual([
      'key.converter=org.apache.kafka.connect.converters.ByteArrayConverter',
      'value.converter=org.apache.kafka.connect.converters.ByteArrayConverter',
      'offset.flush.interval.ms=1000',
      'producer.max.request.size=10551296',
    ])
  })

  test.each([
    ['iam', 'IAM', 'TLS', 1],
    ['tls', 'NONE', 'TLS', 0],
    ['none', 'NONE', 'PLAINTEXT', 0],
  ] as const)('reaches a cluster by %s', (auth, authentication, encryption, policies) => {
    const [stack] = connector({}, auth)
    const { KafkaClusterClientAuthentication, KafkaClusterEncryptionInTransit } = propertiesOf(
      stack,
      'AWS::KafkaConnect::Connector',
    )
    expect([KafkaClusterClientAuthentication, KafkaClusterEncryptionInTransit]).toEqual([
      { AuthenticationType: authentication },
      { EncryptionType: encryption },
    ])
    expect(resourcesOf(stack, 'AWS::IAM::ManagedPolicy')).toHaveLength(policies)
  })

  test('GIVEN everything wrong at once WHEN synthesized THEN each is said with its path, the value and the way out', () => {
    // GIVEN
    const stack = testStack()
    const scram = { ...testKafka(stack), auth: 'scram' } as unknown as ReturnType<typeof testKafka>
    const bad = new ConnectWorkers(stack, 'Workers', {
      ...testVpc(stack),
      name: 'web',
      kafka: scram,
      properties: {
        'connector.client.config.override.policy': 'All',
        'group.id': 'g',
        'consumer.fetch.min.bytes': '1',
        'producer.linger.ms': '5',
        'consumer.isolation.level': 'read_committed',
        'rest.port': '1',
        'offset.flush.interval.ms': '10000',
      },
    })
    new KafkaConnector(stack, 'Sink', {
      workers: bad,
      connectorName: 'sink',
      plugin: ConnectorPlugin.fromArn(PLUGIN_ARN),
      kafkaConnectVersion: '2.7.1',
      configuration: { 'consumer.override.group.id': 'g', 'tasks.max': 3 as unknown as string },
      capacity: Capacity.autoscaled({
        mcu: 3 as 1,
        minWorkers: 3,
        maxWorkers: 11,
        scaleInCpuPercent: 90,
        scaleOutCpuPercent: 50,
      }),
    })
    // WHEN
    const problems = problemsOf(stack)
    // THEN
    expect(problems).toEqual([
      '[Test/Workers] MSK Connect cannot log in by scram (ConnectAuthUnsupported); enable IAM access control on the cluster beside SCRAM and give the connectors a cluster with auth iam',
      '[Test/Workers] MSK Connect refuses the worker property connector.client.config.override.policy=All (WorkerPropertyRefused); leave it out: workers of 3.7.x allow a connector its own consumer group without it; for 2.7.1 see docs/replace-a-connector.md',
      "[Test/Workers] MSK Connect refuses the worker property group.id=g (WorkerPropertyRefused); leave it out: it is the workers' own group; a sink's group is consumer.override.group.id",
      '[Test/Workers] MSK Connect refuses the worker property consumer.isolation.level=read_committed (WorkerPropertyRefused); give it to the connector, as consumer.override.isolation.level',
      '[Test/Workers] MSK Connect refuses the worker property rest.port=1 (WorkerPropertyRefused); leave it out: MSK Connect sets it itself',
      '[Test/Sink] a worker has 1, 2, 4 or 8 MCU, not 3 (CapacityInvalid); set mcu to 1; see the limits of MSK Connect',
      '[Test/Sink] a connector has 1 to 10 workers, and maxWorkers is 11 (CapacityInvalid); set maxWorkers to 1; see the limits of MSK Connect',
      '[Test/Sink] scaling in at 90 % CPU and out at 50 % would go on for ever (CapacityInvalid); take 1 to 100, the lower number for scaleInCpuPercent; see the limits of MSK Connect',
      "[Test/Sink] the configuration has no connector.class (ConnectorClassMissing); name the plugin's connector class in full",
      '[Test/Sink] tasks.max is 3, and Kafka Connect takes text (SettingInvalid); write it in quotes',
      "[Test/Sink] workers of 2.7.1 refuse consumer.override.group.id (OverrideRefused); run on 3.7.x; or leave them out, and follow docs/replace-a-connector.md when the connector's name changes",
    ])
  })

  test('measures everything that MSK Connect publishes under its full name', () => {
    const [, made] = connector()
    const measured = (metric: cloudwatch.Metric): unknown => metric.toMetricConfig().metricStat
    expect(measured(made.metricRunningTaskCount())).toMatchObject({
      namespace: 'AWS/KafkaConnect',
      metricName: 'RunningTaskCount',
      statistic: 'Minimum',
      dimensions: [{ name: 'ConnectorName', value: made.connectorName }],
    })
    const names = Object.keys(made).filter((key) => key.startsWith('metric'))
    expect(names).toHaveLength(16)
    for (const name of names) {
      const metric = (made as unknown as Record<string, () => cloudwatch.Metric>)[name]?.()
      expect(metric && measured(metric)).toMatchObject({ metricName: name.slice('metric'.length) })
    }
  })

  test.each([
    ['CloudWatch by default', undefined, 1, ['CloudWatchLogs']],
    ['a bucket', ConnectorLogs.s3({ bucketName: 'logs' } as s3.IBucket, { prefix: 'connect' }), 0, ['S3']],
    ['Firehose', ConnectorLogs.firehose('stream'), 0, ['Firehose']],
    ['nowhere', ConnectorLogs.none(), 0, []],
  ])('sends its logs to %s', (_, logs, groups, destinations) => {
    // WHEN
    const [stack, { connectorName, logGroup }] = connector(logs === undefined ? {} : { logs })
    // THEN
    const { LogDelivery } = propertiesOf(stack, 'AWS::KafkaConnect::Connector') as {
      LogDelivery?: { WorkerLogDelivery: Record<string, unknown> }
    }
    expect(Object.keys(LogDelivery?.WorkerLogDelivery ?? {})).toEqual(destinations)
    expect([resourcesOf(stack, 'AWS::Logs::LogGroup').length, logGroup === undefined]).toEqual([groups, groups === 0])
    expect(connectorName === connector()[1].connectorName).toBe(logs === undefined)
  })

  test('lets somebody see, manage or do one thing with it, and nothing with another', () => {
    // GIVEN
    const [stack, made] = connector()
    const user = (id: string): iam.Role => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() })
    // WHEN
    made.grantDescribe(user('Reader'))
    made.grantManage(user('Operator'))
    made.grant(user('Own'), 'kafkaconnect:DeleteConnector')
    // THEN
    const granted = resourcesOf(stack, 'AWS::IAM::Policy').map(({ Properties }) => {
      const [statement] = (Properties as { PolicyDocument: { Statement: Record<string, unknown>[] } }).PolicyDocument
        .Statement
      return [statement?.Action, statement?.Resource]
    })
    const arn = { Ref: 'SinkConnector404D7AA6' }
    const seen = ['kafkaconnect:DescribeConnector', 'kafkaconnect:ListConnectorOperations']
    expect(granted).toEqual([
      [seen, arn],
      [[...seen, ...['Pause', 'Restart', 'Resume', 'Update'].map((action) => `kafkaconnect:${action}Connector`)], arn],
      ['kafkaconnect:DeleteConnector', arn],
    ])
  })

  test('is known by its ARN, which may be a token', () => {
    // GIVEN
    const stack = testStack()
    const arn = 'arn:aws-cn:kafkaconnect:cn-north-1:123456789012:connector/web-sink-01234567/0a1b2c3d-1111-2222-3333-4'
    // WHEN
    const known = KafkaConnector.fromConnectorArn(stack, 'Known', arn)
    const late = KafkaConnector.fromConnectorArn(stack, 'Late', Fn.importValue('ConnectorArn'))
    KafkaConnector.fromConnectorArn(stack, 'Wrong', 'web-sink')
    // THEN
    expect([known.connectorName, known.connectorArn, known.env.region]).toEqual([
      'web-sink-01234567',
      arn,
      'cn-north-1',
    ])
    expect(stack.resolve(late.metricErroredTaskCount().dimensions)).toEqual({
      ConnectorName: { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::ImportValue': 'ConnectorArn' }] }] },
    })
    expect(problemsOf(stack)).toEqual([
      expect.stringContaining('[Test/Wrong] "web-sink" is no ARN of a connector (ConnectorArnInvalid)'),
    ])
  })
})
