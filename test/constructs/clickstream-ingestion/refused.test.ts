import { beforeAll, describe, expect, test } from '@jest/globals'
import { Fn, Stack } from 'aws-cdk-lib/core'
import * as acm from 'aws-cdk-lib/aws-certificatemanager'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as s3 from 'aws-cdk-lib/aws-s3'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import {
  ClickstreamIngestion,
  KafkaClusterReference,
  type ClickstreamIngestionProps,
} from '../../../src/constructs/index.js'
import { ClickstreamError, type Problem } from '../../../src/errors.js'
import { ClickstreamApp } from '../../../src/synth/construct-problems.js'
import { CLUSTER_ARN, CONTAINER, testKafka, testVpc } from '../support.js'

process.env.CDK_VALIDATION = 'false'

const app = new ClickstreamApp({ analyticsReporting: false, stackTraces: false })
const stack = new Stack(app, 'Test', { env: { region: 'us-east-1' } })
const { vpc, subnets } = testVpc(stack)
const GOOD: ClickstreamIngestionProps = {
  vpc,
  kafka: testKafka(stack),
  bucket: s3.Bucket.fromBucketName(stack, 'Lake', 'my-data-bucket'),
  loadBalancerSubnets: subnets,
  // Nothing is rendered or hashed for what is refused anyway.
  containers: [CONTAINER],
}
const scram = new KafkaClusterReference({
  auth: 'scram',
  clusterArn: CLUSTER_ARN,
  bootstrapServers: 'b-1.orders.example:9096',
  securityGroup: GOOD.kafka.securityGroup,
  secret: secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'AmazonMSK_clicks'),
})
const elsewhere = 'arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555'
const otherPartition = 'arn:aws-cn:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'

/** What is refused: by which rule, with which wrong value, and what to do instead. */
const REFUSED: readonly (readonly [id: string, props: object, code: string, value: string, wayOut: RegExp])[] = [
  ['VectorByIam', { collector: { solution: 'nginx-vector' } }, 'AuthNotSupported', 'kafka.auth: iam', /scram/],
  ['Pair', { collector: { cpu: 1024, memoryMiB: 512 } }, 'FargateSize', '512 MiB', /2048/],
  ['Cpu', { collector: { cpu: 300 } }, 'WrongType', 'collector.cpu is 300', /one of 256, 512/],
  ['MinMax', { collector: { minTasks: 9, maxTasks: 3 } }, 'MinAboveMax', '9', /raise max/],
  ['Path', { collector: { paths: ['/health'] } }, 'ReservedPath', '/health', /another path/],
  ['Body', { collector: { averageEventBytes: 9000, maxBodyKiB: 8 } }, 'EventAboveBody', '9000', /maxBodyKiB: 9/],
  ['Load', { collector: { peakEventsPerSecond: 1e9 } }, 'LoadTooLarge', '1000000000', /check the two figures/],
  [
    'Outage',
    { collector: { peakEventsPerSecond: 200_000, outageMinutes: 1440, minTasks: 2 } },
    'OutageDiskTooSmall',
    '1440',
    /fewer minutes/,
  ],
  [
    'NoSubnet',
    { loadBalancerSubnets: { subnets: [] } },
    'SubnetsMissing',
    'loadBalancerSubnets selects no subnet',
    /two zones/,
  ],
  ['NoPublic', { loadBalancerSubnets: undefined }, 'SubnetsMissing', "no 'Public' subnet", /two zones/],
  [
    'NoPrivate',
    { taskSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } },
    'SubnetsMissing',
    'taskSubnets',
    /two zones/,
  ],
  [
    'Table',
    {
      sinks: [
        { type: 'iceberg', table: 'twice' },
        { type: 'iceberg', table: 'twice' },
      ],
    },
    'DuplicateTable',
    'clickstream.twice',
    /its own table/,
  ],
  [
    'Topic',
    { sinks: [{ type: 's3-json', topics: ['nobody_makes_this'] }] },
    'UnknownTopic',
    'nobody_makes_this',
    /app_logs/,
  ],
  ['TopicTwice', { topics: [{ name: 'a_b' }, { name: 'a.b' }] }, 'TopicCollision', 'a.b', /rename/],
  [
    'Copies',
    { topics: [{ name: 'app_logs', replicationFactor: 1 }, { name: 'app_logs' }] },
    'DuplicateTopic',
    'app_logs',
    /keep one/,
  ],
  [
    'Prefix',
    {
      sinks: [
        { type: 's3-json', prefix: 'a' },
        { type: 's3-json', prefix: 'a/b' },
      ],
    },
    'OverlappingPrefix',
    's3://my-data-bucket/a/',
    /own prefix/,
  ],
  ['Backup', { sinks: [{ type: 's3-json', prefix: 'backup' }] }, 'OverlappingPrefix', 'the backup', /own prefix/],
  [
    'Column',
    { sinks: [{ type: 'iceberg', columns: [{ name: 'ip', type: 'string', path: 'data.ip' }] }] },
    'DuplicateColumn',
    'ip',
    /rename it/,
  ],
  [
    'Certificate',
    { certificate: acm.Certificate.fromCertificateArn(stack, 'Elsewhere', elsewhere) },
    'RegionMismatch',
    'eu-central-1',
    /us-east-1/,
  ],
  [
    'Key',
    { encryptionKey: kms.Key.fromKeyArn(stack, 'China', otherPartition) },
    'PartitionMismatch',
    'aws-cn',
    /region/,
  ],
  ['ConnectByScram', { kafka: scram }, 'ConnectorsCannotAuthenticate', 'SCRAM', /kafkaForConnectors/],
  ['Name', { ingestionName: 'Web Events' }, 'NameInvalid', 'Web Events', /small letters/],
  [
    'Token',
    { backupPrefix: Fn.ref('Late'), topics: [{ name: Fn.ref('Topic') }] },
    'KnownAtDeploymentOnly',
    'topics.0.name is a token',
    /write the value/,
  ],
  ['RolePrefix', { rolePrefix: 'a prefix with blanks' }, 'RolePrefixInvalid', 'a prefix with blanks', /1 to 20/],
  ['Text', { internetFacing: 'yes' }, 'WrongType', 'internetFacing is "yes"', /true or false/],
  ['Inner', { collector: { cpu: '1024' } }, 'WrongType', 'collector.cpu is "1024"', /one of 256/],
  ['Spot', { collector: { spot: 1 } }, 'WrongType', 'collector.spot is 1', /true or false/],
  ['TopicName', { topics: [{ name: 7 }] }, 'WrongType', 'topics.0.name is 7', /a text/],
  ['SinkType', { sinks: [{ type: 'parquet' }] }, 'WrongType', 'sinks.0.type is "parquet"', /s3-json, iceberg/],
  ['Flush', { sinks: [{ type: 's3-json', flush: 60 }] }, 'WrongType', 'sinks.0.flush is 60', /a Duration/],
]

describe('what is refused', () => {
  let problems: readonly Problem[]

  beforeAll(() => {
    // GIVEN one app with all of it
    for (const [id, props] of REFUSED) new ClickstreamIngestion(stack, id, { ...GOOD, ...props })
    // WHEN
    try {
      app.synth()
    } catch (error) {
      if (!ClickstreamError.is(error)) throw error
      problems = error.problems
    }
  })

  test.each(REFUSED)('%s: path, value, rule and way out are heard, beside all others', (id, _, code, value, wayOut) => {
    const found = problems.filter((problem) => problem.path === `Test/${id}` && problem.code === code)
    expect(found.length).toBeGreaterThan(0)
    expect(found.map(({ message }) => message).join()).toContain(value)
    expect(found[0]?.hint).toMatch(wayOut)
  })
})

test('without VPC, cluster and bucket nothing can go on: one error has all three', () => {
  const alone = new Stack(undefined, 'Alone')
  expect(() => new ClickstreamIngestion(alone, 'Clicks', { vpc: 'vpc-1', kafka: {} } as never)).toThrow(
    expect.objectContaining({
      code: 'WrongType',
      problems: [
        expect.objectContaining({ message: 'vpc is "vpc-1"', hint: 'give an ec2.IVpc' }),
        expect.objectContaining({ message: 'kafka is {}', hint: 'give a KafkaClusterReference' }),
        expect.objectContaining({ message: 'bucket is missing', hint: 'give an s3.IBucket' }),
      ],
    }),
  )
})
