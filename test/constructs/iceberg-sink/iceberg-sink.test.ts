import { describe, expect, test } from '@jest/globals'
import type { Stack } from 'aws-cdk-lib/core'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { ConnectWorkers, IcebergSink, type IcebergSinkProps } from '../../../src/constructs/index.js'
import { CLUSTER_ARN, nagFindings, propertiesOf, resourcesOf, testKafka, testStack, testVpc } from '../support.js'

const UUID = '0a1b2c3d-1111-2222-3333-444455556666-7'

function iceberg(props: Partial<IcebergSinkProps> = {}): Stack {
  const stack = testStack()
  new IcebergSink(stack, 'Lake', {
    workers: new ConnectWorkers(stack, 'Workers', { ...testVpc(stack), name: 'web', kafka: testKafka(stack) }),
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

  test('refuses a typed column with the name of a fixed one', () => {
    expect(() => iceberg({ columns: [{ name: 'data', type: 'string', path: 'data.x' }] })).toThrow(
      'column data exists already',
    )
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
  readonly Schema: { readonly Fields: { Id: number; Name: string; Type: string; Required: boolean }[] }
}

function input(table: Record<string, unknown> | undefined): { icebergTable: IcebergTable } {
  const { OpenTableFormatInput } = table?.Properties as { OpenTableFormatInput: { IcebergInput: object } }
  const { IcebergTableInput, ...rest } = OpenTableFormatInput.IcebergInput as { IcebergTableInput: IcebergTable }
  return { icebergTable: IcebergTableInput, ...rest }
}
