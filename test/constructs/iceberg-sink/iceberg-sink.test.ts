import { describe, expect, jest, test } from '@jest/globals'
import { Duration, type Stack } from 'aws-cdk-lib/core'
import { Annotations, Match } from 'aws-cdk-lib/assertions'
import * as s3 from 'aws-cdk-lib/aws-s3'
import {
  ConnectorPlugin,
  ConnectWorkers,
  IcebergSink,
  S3JsonSink,
  type IcebergSinkProps,
} from '../../../src/constructs/index.js'
import { problemsOf } from '../problems.js'
import { CLUSTER_ARN, nagFindings, propertiesOf, resourcesOf, testKafka, testStack, testVpc } from '../support.js'

// CDK prints the warnings.
jest.spyOn(console, 'error').mockImplementation(() => undefined)

const UUID = '0a1b2c3d-1111-2222-3333-444455556666-7'

function iceberg(
  props: Partial<IcebergSinkProps> = {},
  properties?: Record<string, string>,
  region = 'us-east-1',
): Stack {
  const stack = testStack(region)
  const kafka = testKafka(stack)
  new IcebergSink(stack, 'Lake', {
    workers: new ConnectWorkers(stack, 'Workers', { ...testVpc(stack), name: 'web', kafka, properties }),
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'my-data-bucket'),
    sinkName: 'app_logs',
    topics: ['app_logs'],
    database: 'clickstream',
    table: 'app_logs',
    controlTopic: 'web-control-app_logs',
    deadLetterTopic: 'web-dlq-app_logs',
    ...props,
  })
  return stack
}

describe('IcebergSink', () => {
  test('makes the flat table before anything arrives, typed columns last, and never deletes it', () => {
    // WHEN
    const stack = iceberg({
      partitionBy: 'hour',
      columns: [{ name: 'paid_at', type: 'timestamp', path: 'data.paidAt' }],
    })
    // THEN
    const [table] = resourcesOf(stack, 'AWS::Glue::Table')
    expect([table?.DeletionPolicy, table?.UpdateReplacePolicy]).toEqual(['Retain', 'Retain'])
    const { icebergTable, ...rest } = input(table)
    expect(rest).toEqual({ MetadataOperation: 'CREATE', Version: '2' })
    expect(icebergTable.Location).toBe('s3://my-data-bucket/warehouse/clickstream.db/app_logs')
    expect(icebergTable.PartitionSpec).toEqual({
      Fields: [{ FieldId: 1000, Name: 'received_at_hour', SourceId: 8, Transform: 'hour' }],
    })
    expect(
      icebergTable.Schema.Fields.map(({ Id, Name, Type, Required }) => `${Id} ${Name} ${Type} ${Required}`),
    ).toEqual([
      '1 event_id string false',
      '2 project string false',
      '3 ctime long false',
      '4 ip string false',
      '5 user_agent string false',
      '6 query string false',
      '7 data string false',
      '8 received_at timestamptz false',
      '9 kafka_partition int false',
      '10 kafka_offset long false',
      '11 paid_at timestamptz false',
    ])
    expect(nagFindings(stack)).toEqual([])
  })

  test('may commit to its table in groups and transactions of its own, and nothing else', () => {
    // WHEN
    const stack = iceberg()
    // THEN
    const kafkaArn = (kind: string, name: string): string => `${CLUSTER_ARN.replace(':cluster/', `:${kind}/`)}/${name}`
    const glueArn = (rest: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':glue:us-east-1:', { Ref: 'AWS::AccountId' }, `:${rest}`]],
    })
    const { Statement } = propertiesOf(stack, 'AWS::IAM::Policy').PolicyDocument as { Statement: object[] }
    expect(Statement.slice(1)).toEqual([
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
        Resource: [kafkaArn('topic', 'app_logs'), kafkaArn('topic', 'web-control-app_logs')],
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
        Resource: kafkaArn('group', `web-app_logs-${UUID}*`),
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'],
        Resource: CLUSTER_ARN,
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
        Resource: [kafkaArn('topic', 'web-control-app_logs'), kafkaArn('topic', 'web-dlq-app_logs')],
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:AlterTransactionalId', 'kafka-cluster:DescribeTransactionalId'],
        Resource: kafkaArn('transactional-id', `web-app_logs-${UUID}*`),
      },
      {
        Effect: 'Allow',
        Action: ['glue:GetDatabase', 'glue:GetTable', 'glue:UpdateTable'],
        Resource: [glueArn('catalog'), glueArn('database/clickstream'), glueArn('table/clickstream/app_logs')],
      },
      {
        Effect: 'Allow',
        Action: [
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:ListMultipartUploadParts',
          's3:PutObject',
        ],
        Resource: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':s3:::my-data-bucket/warehouse/clickstream.db/app_logs/*'],
          ],
        },
      },
    ])
  })

  test('GIVEN everything wrong at once WHEN synthesized THEN each is said with the reason', () => {
    // WHEN
    const stack = iceberg({
      prefix: '/lake/',
      table: 'App-Logs',
      upserts: true,
      schemaEvolution: true,
      commitInterval: Duration.seconds(5),
      maintenance: { snapshotRetention: Duration.days(5), orphanFileAge: Duration.days(3) },
      columns: [
        { name: 'data', type: 'string', path: 'data.x' },
        { name: 'Amount', type: 'decimal' as 'double', path: 'data[0]' },
      ],
      extraConfiguration: { 'iceberg.tables.evolve-schema-enabled': 'true', 'iceberg.tables.cdc-field': 'op' },
    })
    // THEN
    expect(problemsOf(stack).map((line) => line.replace(/;.*/, ''))).toEqual([
      '[Test/Lake] extraConfiguration sets iceberg.tables.evolve-schema-enabled to "true", which the sink sets itself (SettingTaken)',
      '[Test/Lake] prefix is "/lake/" (PrefixInvalid)',
      '[Test/Lake] upserts is true, and events are only added (UpsertsRefused)',
      '[Test/Lake] schemaEvolution is true, and the sink would take types from the first event that has a field (SchemaEvolutionRefused)',
      '[Test/Lake] commitInterval is 5 s (CommitIntervalTooShort)',
      '[Test/Lake/Events] table is "App-Logs" (GlueNameInvalid)',
      '[Test/Lake/Events] column data exists already (ColumnNameTaken)',
      '[Test/Lake/Events] a column is called "Amount" (ColumnNameInvalid)',
      '[Test/Lake/Events] column Amount has the type "decimal" (ColumnTypeInvalid)',
      '[Test/Lake/Events] column Amount comes from "data[0]" (ColumnPathInvalid)',
      '[Test/Lake/Maintenance] snapshotRetention is 5 days, and a commit of the sink may be pending in the control topic for 7 (MaintenanceTooEarly)',
      '[Test/Lake/Maintenance] orphanFileAge is 3 days, and a commit of the sink may be pending in the control topic for 7 (MaintenanceTooEarly)',
    ])
  })

  test('GIVEN another plugin and another worker configuration WHEN replaced THEN the name changes, and nothing that the sink goes on by', () => {
    // GIVEN
    const arn = 'arn:aws:kafkaconnect:us-east-1:123456789012:custom-plugin/p/0a1b2c3d-1111-2222-3333-444455556666-1'
    const continuity = (stack: Stack): unknown[] => {
      const { ConnectorName, ConnectorConfiguration } = propertiesOf(stack, 'AWS::KafkaConnect::Connector')
      const settings = ConnectorConfiguration as Record<string, string>
      return [
        ConnectorName,
        ...[
          'consumer.override.group.id',
          'iceberg.connect.group-id',
          'iceberg.control.topic',
          'iceberg.control.group-id-prefix',
          'iceberg.coordinator.transactional.prefix',
        ].map((key) => settings[key]),
      ]
    }
    // WHEN
    const [name, ...kept] = continuity(iceberg())
    const replaced = [
      iceberg({ plugin: ConnectorPlugin.fromArn(arn) }),
      iceberg({ plugin: ConnectorPlugin.fromArn(arn, 2) }),
      iceberg({}, { 'offset.flush.interval.ms': '10000' }),
    ].map(continuity)
    // THEN
    const group = `web-app_logs-${UUID}`
    expect(kept).toEqual([group, group, 'web-control-app_logs', `${group}-control-`, `${group}-`])
    expect(replaced.map(([, ...rest]) => rest)).toEqual([kept, kept, kept])
    expect(new Set([name, ...replaced.map(([other]) => other)]).size).toBe(4)
    expect(kept).not.toContain(name)
  })

  test('has no maintenance where it is declined, or where CloudFormation has none to offer', () => {
    const count = (stack: Stack): number => resourcesOf(stack, 'AWS::Glue::TableOptimizer').length
    expect(count(iceberg())).toBe(3)
    expect(count(iceberg({ maintenance: false }))).toBe(0)
    expect(count(iceberg({}, {}, 'cn-north-1'))).toBe(0)
    expect(problemsOf(iceberg({ maintenance: true }, {}, 'cn-north-1'))).toEqual([
      '[Test/Lake] maintenance is asked for, and CloudFormation has no AWS::Glue::TableOptimizer in cn-north-1 (MaintenanceUnavailable); leave it out, and run OPTIMIZE and VACUUM of Athena on the table',
    ])
  })

  test('warns of commits and files a day below five minutes, and passes table properties on', () => {
    // WHEN
    const stack = iceberg({
      commitInterval: Duration.minutes(1),
      tasks: 2,
      tableProperties: { 'write.target-file-size-bytes': '134217728' },
      extraConfiguration: { 'iceberg.control.commit.timeout-ms': '60000' },
    })
    // THEN
    const [warning] = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('a commit every'))
    expect(warning?.entry.data).toContain('1440 commits and at least 2880 data files a day')
    expect(Annotations.fromStack(iceberg()).findWarning('*', Match.anyValue())).toEqual([])
    expect(input(resourcesOf(stack, 'AWS::Glue::Table')[0]).icebergTable.Properties).toMatchObject({
      'write.target-file-size-bytes': '134217728',
      'write.parquet.compression-codec': 'zstd',
    })
    expect(propertiesOf(stack, 'AWS::KafkaConnect::Connector').ConnectorConfiguration).toMatchObject({
      'iceberg.control.commit.timeout-ms': '60000',
    })
  })

  test('refuses a second sink with a table, a control topic, a group or a place of another one', () => {
    // GIVEN
    const stack = iceberg()
    const first = {
      workers: stack.node.findChild('Workers') as ConnectWorkers,
      bucket: stack.node.findChild('Bucket') as s3.Bucket,
      topics: ['t'],
      deadLetterTopic: 'd',
    }
    // WHEN
    new IcebergSink(stack, 'Twin', {
      ...first,
      sinkName: 'app_logs',
      database: 'clickstream',
      table: 'app_logs',
      controlTopic: 'web-control-app_logs',
    })
    new S3JsonSink(stack, 'Inside', { ...first, sinkName: 'json', prefix: 'warehouse', table: 'app_logs_unique' })
    new S3JsonSink(stack, 'Beside', { ...first, sinkName: 'json2', prefix: 'warehouse2' })
    // THEN
    expect(problemsOf(stack).map((line) => line.replace(/;.*/, ''))).toEqual([
      '[Test/Twin] the consumer group web-app_logs-0a1b2c3d-1111-2222-3333-444455556666-7 belongs to Test/Lake already (ConsumerGroupShared)',
      '[Test/Twin] warehouse/clickstream.db/app_logs/ lies with warehouse/clickstream.db/app_logs/ of Test/Lake in one bucket, so that they would write into each other (OverlappingPrefix)',
      '[Test/Twin] the control topic web-control-app_logs belongs to Test/Lake already (ControlTopicShared)',
      '[Test/Twin/Events] the table clickstream.app_logs belongs to Test/Lake/Events already (DuplicateTable)',
      '[Test/Twin/Unique] the table clickstream.app_logs_unique belongs to Test/Lake/Unique already (DuplicateTable)',
      '[Test/Inside] warehouse/ lies with warehouse/clickstream.db/app_logs/ of Test/Lake in one bucket, so that they would write into each other (OverlappingPrefix)',
      '[Test/Inside] warehouse/ lies with warehouse/clickstream.db/app_logs/ of Test/Twin in one bucket, so that they would write into each other (OverlappingPrefix)',
    ])
  })

  test('shares the database with the other sinks of the stack, whatever their names look alike', () => {
    // GIVEN
    const stack = iceberg()
    const shared = stack.node.findChild('Workers') as ConnectWorkers
    const more = {
      workers: shared,
      bucket: stack.node.findChild('Bucket') as s3.Bucket,
      topics: ['t'],
      deadLetterTopic: 'd',
    }
    // WHEN
    new IcebergSink(stack, 'B', { ...more, sinkName: 'b', database: 'clickstream', table: 'b', controlTopic: 'b' })
    new IcebergSink(stack, 'C', { ...more, sinkName: 'c', database: 'click_stream', table: 'c', controlTopic: 'c' })
    // THEN
    const names = resourcesOf(stack, 'AWS::Glue::Database').map(({ Properties }) => Properties)
    expect(names).toEqual([
      { CatalogId: { Ref: 'AWS::AccountId' }, DatabaseInput: { Name: 'clickstream' } },
      { CatalogId: { Ref: 'AWS::AccountId' }, DatabaseInput: { Name: 'click_stream' } },
    ])
  })
})

interface IcebergTable {
  readonly Location: string
  readonly PartitionSpec: unknown
  readonly Properties: Record<string, string>
  readonly Schema: { readonly Fields: { Id: number; Name: string; Type: string; Required: boolean }[] }
}

function input(table: Record<string, unknown> | undefined): { icebergTable: IcebergTable } {
  const { OpenTableFormatInput } = table?.Properties as { OpenTableFormatInput: { IcebergInput: object } }
  const { IcebergTableInput, ...rest } = OpenTableFormatInput.IcebergInput as { IcebergTableInput: IcebergTable }
  return { icebergTable: IcebergTableInput, ...rest }
}
