import { describe, expect, test } from '@jest/globals'
import { Duration, type Stack } from 'aws-cdk-lib/core'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { ConnectWorkers, S3JsonSink, type S3JsonSinkProps } from '../../../src/constructs/index.js'
import { problemsOf } from '../problems.js'
import { CLUSTER_ARN, nagFindings, propertiesOf, testKafka, testStack, testVpc } from '../support.js'

const UUID = '0a1b2c3d-1111-2222-3333-444455556666-7'

const workers = (stack: Stack): ConnectWorkers =>
  new ConnectWorkers(stack, 'Workers', { ...testVpc(stack), name: 'web', kafka: testKafka(stack) })

const bucket = (stack: Stack): s3.IBucket => s3.Bucket.fromBucketName(stack, 'Bucket', 'my-data-bucket')

describe('S3JsonSink', () => {
  test('may read its topics in its own group, write under its prefix, and nothing else', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    const sink = new S3JsonSink(stack, 'Json', {
      workers: workers(stack),
      bucket: bucket(stack),
      sinkName: 's3-json',
      topics: ['app_logs'],
      prefix: 'events',
      flush: Duration.minutes(5),
      deadLetterTopic: 'web-dlq-s3-json',
    })
    // THEN
    const arn = (kind: string, name: string): string => `${CLUSTER_ARN.replace(':cluster/', `:${kind}/`)}/${name}`
    const s3Arn = (rest: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::my-data-bucket${rest}`]],
    })
    expect(sink.consumerGroup).toBe(`web-s3-json-${UUID}`)
    expect((propertiesOf(stack, 'AWS::IAM::Policy').PolicyDocument as { Statement: unknown }).Statement).toEqual([
      { Effect: 'Allow', Action: 'kafka-cluster:Connect', Resource: CLUSTER_ARN },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
        Resource: arn('topic', 'app_logs'),
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
        Resource: arn('group', `web-s3-json-${UUID}`),
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'],
        Resource: CLUSTER_ARN,
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
        Resource: arn('topic', 'web-dlq-s3-json'),
      },
      {
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        Resource: s3Arn('/events/*'),
      },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Condition: { StringLikeIfExists: { 's3:prefix': 'events/*' } },
        Resource: s3Arn(''),
      },
      { Effect: 'Allow', Action: 's3:ListBucketMultipartUploads', Resource: s3Arn('') },
    ])
    expect(propertiesOf(stack, 'AWS::KafkaConnect::Connector').ConnectorConfiguration).toMatchObject({
      'connector.class': 'clickstream.s3json.S3JsonSinkConnector',
      's3.bucket': 'my-data-bucket',
      's3.prefix': 'events',
      's3.region': 'us-east-1',
      'rotate.interval.ms': '300000',
      'partition.by': 'hour',
      'consumer.override.group.id': `web-s3-json-${UUID}`,
    })
    expect(nagFindings(stack)).toEqual([])
  })

  test('passes on what people tune, and says all that the sink would refuse', () => {
    // GIVEN
    const sink = (props: Partial<S3JsonSinkProps>): Stack => {
      const stack = testStack()
      new S3JsonSink(stack, 'Json', {
        workers: workers(stack),
        bucket: bucket(stack),
        sinkName: 's3-json',
        topics: ['app_logs'],
        prefix: 'events',
        deadLetterTopic: 'web-dlq-s3-json',
        ...props,
      })
      return stack
    }
    // WHEN
    const tuned = sink({
      flush: Duration.millis(1100),
      rotateBytes: 67108864,
      rotateRecords: 1000,
      compression: 'zstd',
      compressionLevel: 9,
      partitionTime: 'meta.ctime',
      partitionTimeZone: 'Asia/Shanghai',
      partitionStyle: 'plain',
      partitionBy: 'day',
      storageClass: 'STANDARD_IA',
      envelope: ['offset', 'timestamp'],
      extraConfiguration: { 'max.open.hours': '5' },
    })
    const wrong = sink({
      prefix: 'events/',
      topics: ['app logs', '_claims'],
      deadLetterTopic: 'app logs',
      tasks: 0,
      flush: Duration.days(2),
      rotateBytes: 1.5,
      compression: 'none',
      compressionLevel: 10,
      partitionBy: 'week' as 'day',
      partitionTime: 'meta..ctime',
      partitionTimeZone: 'Mars/Base',
      storageClass: 'DEEP_ARCHIVE' as 'STANDARD',
      envelope: ['value' as 'key'],
      extraConfiguration: { 's3.bucket': 'other' },
    })
    // THEN
    expect(propertiesOf(tuned, 'AWS::KafkaConnect::Connector').ConnectorConfiguration).toMatchObject({
      'rotate.interval.ms': '1100',
      'rotate.bytes': '67108864',
      'rotate.records': '1000',
      compression: 'zstd',
      'compression.level': '9',
      'partition.by': 'day',
      'partition.time': 'meta.ctime',
      'partition.time.zone': 'Asia/Shanghai',
      'partition.style': 'plain',
      's3.storage.class': 'STANDARD_IA',
      envelope: 'offset,timestamp',
      'max.open.hours': '5',
    })
    expect(problemsOf(wrong).map((line) => /\((\w+)\)/.exec(line)?.[1])).toEqual([
      'TopicNameInvalid',
      'TopicNameInvalid',
      'DeadLetterLoop',
      'CountInvalid',
      'SettingTaken',
      'PrefixInvalid',
      ...['NumberInvalid', 'NumberInvalid', 'NumberInvalid'],
      ...['ChoiceInvalid', 'ChoiceInvalid', 'ChoiceInvalid'],
      'TopicNameTaken',
      'CompressionLevelUseless',
      'PartitionTimeInvalid',
      'TimeZoneInvalid',
    ])
  })
})
