import { describe, expect, test } from '@jest/globals'
import { CfnParameter, Fn, type Stack } from 'aws-cdk-lib/core'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as s3 from 'aws-cdk-lib/aws-s3'
import {
  ConnectWorkers,
  IcebergSink,
  JsonEventTable,
  S3JsonSink,
  type JsonEventTableProps,
} from '../../../src/constructs/index.js'
import { icebergEventSource, jsonEventSource } from '../../../src/spec/event-sources.js'
import { deduplicatedSql } from '../../../src/spec/event-sql.js'
import { nagFindings, propertiesOf, resourcesOf, testKafka, testStack, testVpc } from '../support.js'

interface TableInput {
  readonly Name: string
  readonly TableType: string
  readonly Parameters: Record<string, unknown>
  readonly PartitionKeys?: { Name: string; Type: string }[]
  readonly StorageDescriptor: { Columns: { Name: string; Type: string }[]; Location: unknown; SerdeInfo: unknown }
  readonly ViewOriginalText?: string
}

/** Both sinks in one stack. */
function lake(encryptionKey?: (stack: Stack) => kms.IKey): Stack {
  const stack = testStack()
  const common = {
    workers: new ConnectWorkers(stack, 'Workers', {
      ...testVpc(stack),
      name: 'web',
      kafka: testKafka(stack),
      encryptionKey: encryptionKey?.(stack),
    }),
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'my-data-bucket'),
    topics: ['app_logs', 'web_logs'],
    deadLetterTopic: 'd',
  }
  new S3JsonSink(stack, 'Json', { ...common, sinkName: 's3-json', prefix: 'events', database: 'clickstream' })
  new IcebergSink(stack, 'Lake', {
    ...common,
    sinkName: 'app_logs',
    database: 'clickstream',
    table: 'app_logs',
    controlTopic: 'c',
    columns: [{ name: 'paid_at', type: 'timestamp', path: 'data.paidAt' }],
  })
  return stack
}

const tablesOf = (stack: Stack): TableInput[] =>
  resourcesOf(stack, 'AWS::Glue::Table').flatMap(({ Properties }) => {
    const { TableInput } = Properties as { TableInput?: TableInput }
    return TableInput === undefined ? [] : [TableInput]
  })

function viewOf(table: TableInput | undefined): { originalSql: string; columns: { name: string; type: string }[] } {
  const [, base64 = ''] = /^\/\* Presto View: ([\w+/=]+) \*\/$/.exec(String(table?.ViewOriginalText)) ?? []
  return JSON.parse(Buffer.from(base64, 'base64').toString()) as ReturnType<typeof viewOf>
}

describe('JsonEventTable', () => {
  test('lists the folders of the sink without anybody listing them, and each line as it is', () => {
    // WHEN
    const [table] = tablesOf(lake())
    // THEN
    expect(table).toEqual({
      Name: 's3_json',
      Description: 'JSON lines of click events, as they are in the files',
      TableType: 'EXTERNAL_TABLE',
      Parameters: {
        EXTERNAL: 'TRUE',
        classification: 'json',
        'projection.enabled': 'true',
        'projection.topic.type': 'enum',
        'projection.topic.values': 'app_logs,web_logs',
        'projection.year.type': 'date',
        'projection.year.format': 'yyyy',
        'projection.year.range': '2026,NOW+1DAYS',
        'projection.year.interval': '1',
        'projection.year.interval.unit': 'YEARS',
        'projection.month.type': 'integer',
        'projection.month.range': '1,12',
        'projection.month.digits': '2',
        'projection.day.type': 'integer',
        'projection.day.range': '1,31',
        'projection.day.digits': '2',
        'projection.hour.type': 'integer',
        'projection.hour.range': '0,23',
        'projection.hour.digits': '2',
        'storage.location.template':
          's3://my-data-bucket/events/${topic}/year=${year}/month=${month}/day=${day}/hour=${hour}/',
      },
      PartitionKeys: [
        { Name: 'topic', Type: 'string' },
        { Name: 'year', Type: 'string' },
        { Name: 'month', Type: 'int' },
        { Name: 'day', Type: 'int' },
        { Name: 'hour', Type: 'int' },
      ],
      StorageDescriptor: {
        Columns: [{ Name: 'line', Type: 'string', Comment: 'one record, as it was stored' }],
        Location: 's3://my-data-bucket/events/',
        InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        SerdeInfo: {
          SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
          Parameters: { 'serialization.last.column.takes.rest': 'true' },
        },
      },
    })
  })

  test.each([
    ['month', 'plain', '${topic}/${year}/${month}/', ['year', 'month']],
    ['year', 'hive', '${topic}/year=${year}/', ['year']],
  ] as const)('follows folders by %s in %s style', (partitionBy, partitionStyle, path, folders) => {
    // GIVEN
    const stack = testStack()
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'lake')
    const props: JsonEventTableProps = { database: 'd', table: 't', bucket, prefix: 'p', topics: ['x'] }
    // WHEN
    new JsonEventTable(stack, 'Table', { ...props, partitionBy, partitionStyle, firstYear: 2024 })
    // THEN
    const [table, view] = tablesOf(stack)
    expect(table?.Parameters).toMatchObject({
      'storage.location.template': `s3://lake/p/${path}`,
      'projection.year.range': '2024,NOW+1DAYS',
    })
    expect(Object.keys(table?.Parameters ?? {}).filter((key) => key.endsWith('.range'))).toHaveLength(folders.length)
    expect(table?.PartitionKeys?.map(({ Name }) => Name)).toEqual(['topic', ...folders])
    expect(view?.StorageDescriptor.Columns.map(({ Name }) => Name).slice(-folders.length)).toEqual(folders)
  })
})

describe('DeduplicatedView', () => {
  test.each([
    [1, 's3_json_unique', jsonEventSource({ database: 'clickstream', table: 's3_json', partitionBy: 'hour' })],
    [
      2,
      'app_logs_unique',
      icebergEventSource({
        database: 'clickstream',
        table: 'app_logs',
        columns: [{ name: 'paid_at', type: 'timestamp' }],
      }),
    ],
  ] as const)('number %i is what Athena reads: the query, and its columns twice', (index, name, source) => {
    // WHEN
    const table = tablesOf(lake())[index]
    // THEN
    const view = viewOf(table)
    expect([table?.Name, table?.TableType, table?.Parameters]).toEqual([
      name,
      'VIRTUAL_VIEW',
      { presto_view: 'true', comment: 'Presto View' },
    ])
    expect(table?.StorageDescriptor.SerdeInfo).toEqual({ Name: '-', SerializationLibrary: '-' })
    expect(view).toEqual({
      originalSql: deduplicatedSql(source),
      catalog: 'awsdatacatalog',
      schema: 'clickstream',
      columns: source.columns.map((column) => ({ name: column.name, type: column.athenaType })),
    })
    expect(table?.StorageDescriptor.Columns).toEqual(
      source.columns.map((column) => ({ Name: column.name, Type: column.glueType })),
    )
    const [iceberg] = resourcesOf(lake(), 'AWS::Glue::Table').flatMap(({ Properties }) => {
      const text = JSON.stringify((Properties as Record<string, unknown>).OpenTableFormatInput ?? {})
      return text === '{}' ? [] : [[...text.matchAll(/"Id":\d+,"Name":"(\w+)"/g)].map(([, column]) => column)]
    })
    if (index === 2) expect(iceberg).toEqual(view.columns.map((column) => column.name))
    const [, selected = ''] = /^SELECT (.*)$/m.exec(view.originalSql) ?? []
    expect(selected.split(', ')).toEqual(view.columns.map((column) => `"${column.name}"`))
  })

  test('takes names that are known only at deployment', () => {
    // GIVEN
    const stack = testStack()
    const database = new CfnParameter(stack, 'Database').valueAsString
    // WHEN
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', Fn.importValue('Bucket'))
    new JsonEventTable(stack, 'Table', { database, table: 't', bucket, prefix: 'p', topics: ['x'] })
    // THEN
    const [, view] = tablesOf(stack)
    const text = JSON.stringify(view?.ViewOriginalText)
    expect(text).toContain('"Fn::Base64"')
    expect(text).toContain('{"Ref":"Database"}')
    expect(propertiesOf(stack, 'AWS::Glue::Database').DatabaseInput).toEqual({ Name: { Ref: 'Database' } })
  })
})

describe('TableMaintenance', () => {
  test('compacts, lets snapshots go after the control topic has let go of commits, and may touch this table alone', () => {
    // WHEN
    const stack = lake((scope) =>
      kms.Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'),
    )
    // THEN
    const optimizers = resourcesOf(stack, 'AWS::Glue::TableOptimizer').map(({ Properties, DependsOn }) => {
      const { TableOptimizerConfiguration, ...rest } = Properties as Record<string, unknown>
      const { RoleArn, ...configuration } = TableOptimizerConfiguration as Record<string, unknown>
      return { ...rest, configuration, RoleArn, DependsOn }
    })
    const table = {
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseName: 'clickstream',
      TableName: 'app_logs',
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^LakeMaintenanceRole/), 'Arn'] },
      DependsOn: [expect.stringMatching(/^LakeEventsTable/)],
    }
    expect(optimizers).toEqual([
      {
        ...table,
        Type: 'compaction',
        configuration: {
          Enabled: true,
          CompactionConfiguration: { IcebergConfiguration: { Strategy: 'binpack' } },
        },
      },
      {
        ...table,
        Type: 'retention',
        configuration: {
          Enabled: true,
          RetentionConfiguration: {
            IcebergConfiguration: {
              CleanExpiredFiles: true,
              NumberOfSnapshotsToRetain: 10,
              SnapshotRetentionPeriodInDays: 8,
            },
          },
        },
      },
      {
        ...table,
        Type: 'orphan_file_deletion',
        configuration: {
          Enabled: true,
          OrphanFileDeletionConfiguration: { IcebergConfiguration: { OrphanFileRetentionPeriodInDays: 8 } },
        },
      },
    ])
    const arn = (service: string, rest: string): unknown => ({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, `:${service}:us-east-1:`, { Ref: 'AWS::AccountId' }, `:${rest}`],
      ],
    })
    const s3Arn = (rest: string): unknown => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::my-data-bucket${rest}`]],
    })
    const role = resourcesOf(stack, 'AWS::IAM::Role').find(({ Properties }) => 'Policies' in (Properties as object))
    const [policy] = (role?.Properties as { Policies: { PolicyDocument: { Statement: unknown } }[] }).Policies
    expect(policy?.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        Resource: s3Arn('/warehouse/clickstream.db/app_logs/*'),
      },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: s3Arn(''),
        Condition: {
          StringLikeIfExists: {
            's3:prefix': ['warehouse/clickstream.db/app_logs', 'warehouse/clickstream.db/app_logs/*'],
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['glue:GetTable', 'glue:UpdateTable'],
        Resource: [
          arn('glue', 'catalog'),
          arn('glue', 'database/clickstream'),
          arn('glue', 'table/clickstream/app_logs'),
        ],
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: arn('logs', 'log-group:/aws-glue/iceberg-*/logs:*'),
      },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555',
      },
    ])
    expect(nagFindings(stack)).toEqual([])
  })
})
