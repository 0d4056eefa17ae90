import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { App, Stack } from 'aws-cdk-lib/core'
import * as s3 from 'aws-cdk-lib/aws-s3'
import {
  ConnectorCapacity,
  ConnectorPlugin,
  ConnectWorkers,
  KafkaConnector,
  RoleConventions,
  S3JsonSink,
  type KafkaConnectorProps,
} from '../../../src/constructs/index.js'
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
    capacity: ConnectorCapacity.provisioned({ mcu: 1, workers: 2 }),
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
      connector({ capacity: ConnectorCapacity.autoscaled({ mcu: 2, minWorkers: 1, maxWorkers: 3 }) }),
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

  test('cannot reach a cluster by SCRAM', () => {
    const stack = testStack()
    const { vpc } = testVpc(stack)
    const kafka = { ...testKafka(stack), auth: 'scram' } as unknown as ReturnType<typeof testKafka>
    expect(() => new ConnectWorkers(stack, 'Workers', { vpc, subnets: {}, name: 'web', kafka })).toThrow(
      expect.objectContaining({ code: 'ConnectAuthUnsupported' }),
    )
  })

  test.each([
    [{ mcu: 3, minWorkers: 1, maxWorkers: 2 }, 'a worker has 1, 2, 4 or 8 MCU, not 3'],
    [{ mcu: 1, minWorkers: 3, maxWorkers: 2 }, 'a connector has 1 to 10 workers, not 3 to 2'],
    [{ mcu: 1, minWorkers: 1, maxWorkers: 11 }, 'a connector has 1 to 10 workers, not 1 to 11'],
  ])('refuses the capacity %j', (capacity, message) => {
    expect(() => ConnectorCapacity.autoscaled(capacity)).toThrow(message)
  })

  test('measures its tasks under its full name', () => {
    const [, made] = connector()
    expect(made.metricRunningTaskCount().toMetricConfig().metricStat).toMatchObject({
      namespace: 'AWS/KafkaConnect',
      metricName: 'RunningTaskCount',
      statistic: 'Minimum',
      dimensions: [{ name: 'ConnectorName', value: made.connectorName }],
    })
  })
})

describe('ConnectorPlugin', () => {
  test('from a lock is a file asset that is built at deployment, and named after it and the bucket that it goes to', () => {
    // GIVEN
    const digest = createHash('sha256').update(readFileSync('connect/locks/s3-json-sink.lock.json')).digest('hex')
    // WHEN
    const [stack] = connector({ plugin: ConnectorPlugin.fromLock('s3-json-sink') })
    // THEN
    const nameOf = (stack: Stack) => propertiesOf(stack, 'AWS::KafkaConnect::CustomPlugin').Name
    const elsewhere = new App({ context: { '@aws-cdk/core:bootstrapQualifier': 'lz0123' } })
    const other = new Stack(elsewhere, 'Test', { env: { region: 'us-east-1' } })
    new KafkaConnector(other, 'Sink', {
      workers: workers(other),
      connectorName: 'sink',
      plugin: ConnectorPlugin.fromLock('s3-json-sink'),
      configuration: {},
      capacity: ConnectorCapacity.provisioned({ mcu: 1, workers: 1 }),
    })
    expect(nameOf(other)).not.toBe(nameOf(stack))
    expect(propertiesOf(stack, 'AWS::KafkaConnect::CustomPlugin')).toEqual({
      Name: expect.stringMatching(/^Test-s3-json-sink-[0-9a-f]{8}$/),
      ContentType: 'ZIP',
      Location: {
        S3Location: {
          BucketArn: {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':s3:::',
                { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-us-east-1' },
              ],
            ],
          },
          FileKey: digest,
        },
      },
    })
    const assembly = stack.node.root as import('aws-cdk-lib/core').App
    const { directory } = assembly.synth()
    const { files } = JSON.parse(readFileSync(`${directory}/Test.assets.json`, 'utf8')) as {
      files: Record<string, { source: unknown }>
    }
    expect(files[digest]?.source).toEqual({
      executable: ['npx', '--no-install', 'clickstream', 'plugins', 'build', 's3-json-sink'],
    })
  })

  test('needs a lock of this package', () => {
    expect(() => ConnectorPlugin.fromLock('../secrets')).toThrow(
      expect.objectContaining({ code: 'PluginLockNotFound' }),
    )
  })
})
