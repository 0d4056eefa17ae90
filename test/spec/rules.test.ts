import { describe, expect, test } from '@jest/globals'
import { checkSpec, type EnvironmentLock, type PartialSpec, type Spec } from '../../src/spec/index.js'
import { at, codes, edited, specWith } from './specs.js'

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555'
const CLUSTER = 'arn:aws:kafka:us-east-1:123456789012:cluster/orders-prod/11111111-2222-3333-4444-555555555555-3'
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_x-AbCdEf'
const lock = (cluster: EnvironmentLock['cluster'], rest: Partial<EnvironmentLock> = {}): EnvironmentLock => ({
  lockVersion: 1,
  cluster,
  ...rest,
})
const all = { iam: 'b.example:9098', scram: 'b.example:9096', tls: 'b.example:9094', none: 'b.example:9092' }

interface Case {
  readonly parts?: PartialSpec
  readonly edit?: (spec: Spec) => void
  readonly lock?: EnvironmentLock
  readonly refused: string[]
  readonly hint?: RegExp
}

const CASES: Record<string, Case> = {
  'the least spec': { refused: [] },
  'a lock that fits': {
    lock: lock({ arn: CLUSTER, type: 'PROVISIONED', kafkaVersion: '3.9.x', brokerCount: 3, bootstrap: all }),
    refused: [],
  },
  'nginx-vector with IAM': {
    parts: { collector: { solution: 'nginx-vector' }, kafka: { cluster: 'c1', auth: 'iam' } },
    refused: ['AuthNotSupported kafka.auth'],
    hint: /scram with nginx-vector, or collector.solution: nginx-lua/,
  },
  'an event path that is the health check': {
    edit: (spec) => (spec.collector.paths = ['/collect', '/health']),
    refused: ['ReservedPath collector.paths'],
  },
  'a secret without SCRAM': {
    edit: (spec) => (spec.kafka.secretArn = SECRET),
    refused: ['SecretNotUsed kafka.secretArn'],
  },
  'SCRAM without a secret, which a parameter stands in for': {
    parts: { kafka: { cluster: 'c1', auth: 'scram' } },
    refused: [],
  },
  'a cluster with SCRAM alone and sinks': {
    parts: { kafka: { cluster: 'c1', auth: 'scram' } },
    lock: lock({ bootstrap: { scram: all.scram } }),
    refused: ['ConnectorsCannotAuthenticate kafka.connectAuth'],
    hint: /update-security.*Scram={Enabled=true},Iam={Enabled=true}/,
  },
  'a cluster with SCRAM alone and no sinks': {
    parts: { sinks: [], kafka: { cluster: 'c1', auth: 'scram' } },
    lock: lock({ bootstrap: { scram: all.scram } }),
    refused: [],
  },
  'connectors that do not log in beside SCRAM, where nobody looked': {
    parts: { kafka: { cluster: 'c1', auth: 'scram', connectAuth: 'none' } },
    refused: ['ConnectorsUnproven kafka.connectAuth'],
    hint: /connectAuth: iam/,
  },
  'connectors that do not log in beside SCRAM, where the cluster lets them': {
    parts: { kafka: { cluster: 'c1', auth: 'scram', connectAuth: 'none' } },
    lock: lock({ bootstrap: { scram: all.scram, none: all.none } }),
    refused: [],
  },
  'authentication that the cluster does not offer': {
    parts: { kafka: { cluster: 'c1', auth: 'none' } },
    lock: lock({ bootstrap: { iam: all.iam } }),
    refused: ['AuthNotOffered kafka.connectAuth', 'AuthNotOffered kafka.auth'],
  },
  'SCRAM with MSK Serverless': {
    parts: { kafka: { cluster: 'c1', auth: 'scram' } },
    lock: lock({ type: 'SERVERLESS' }),
    refused: ['AuthNotOffered kafka.auth', 'TopicsNotManageable topicManagement'],
  },
  'a pair that Fargate lacks': {
    edit: (spec) => (spec.collector.tasks.memoryMiB = 3000),
    refused: ['FargateSize collector.tasks.memoryMiB'],
    hint: /1024 to 4096 MiB in steps of 1024/,
  },
  'fewer tasks at most than at least': {
    edit: (spec) => (spec.collector.tasks.min = 9),
    refused: ['MinAboveMax collector.tasks.min'],
  },
  'fewer workers at most than at least': {
    edit: (spec) => (at(spec.sinks, 1).capacity.minWorkers = 9),
    refused: ['MinAboveMax sinks.1.capacity.minWorkers'],
  },
  'an average event above the largest body': {
    edit: (spec) => (spec.collector.load.averageEventBytes = 1_048_576) && (spec.collector.maxBodyKiB = 10),
    refused: ['EventAboveBody collector.maxBodyKiB'],
  },
  'an outage that no disk holds': {
    edit: (spec) => (spec.collector.load.peakEventsPerSecond = 20_000) && (spec.collector.outageMinutes = 1440),
    refused: ['OutageDiskTooSmall collector.outageMinutes'],
  },
  'a load beyond Fargate': {
    edit: (spec) => (spec.collector.load = { peakEventsPerSecond: 10_000_000, averageEventBytes: 1_000_000 }),
    refused: ['LoadTooLarge collector.load.peakEventsPerSecond'],
  },
  'a default topic that is not allowed': {
    edit: (spec) => (spec.collector.routing.default = 'other'),
    refused: ['DefaultNotRouted collector.routing.default'],
  },
  'a routed topic that does not exist': {
    edit: (spec) => spec.collector.routing.topics.push('other'),
    refused: ['UnknownTopic collector.routing.topics'],
  },
  'a sink of a topic that does not exist': {
    edit: (spec) => at(spec.sinks, 0).topics.push('other'),
    refused: ['UnknownTopic sinks.0.topics'],
  },
  'a topic twice': { edit: (spec) => spec.topics.push(at(spec.topics, 0)), refused: ['DuplicateTopic topics.1.name'] },
  'topics that differ only in . and _': {
    edit: (spec) => spec.topics.push({ ...at(spec.topics, 0), name: 'app.logs' }),
    refused: ['TopicCollision topics.1.name'],
  },
  "a topic with a sink's own name": {
    edit: (spec) => spec.topics.push({ ...at(spec.topics, 0), name: 'clickstream-dlq-app_logs' }),
    refused: ['DuplicateTopic sinks.1'],
  },
  'more copies in sync than copies': {
    edit: (spec) => (at(spec.topics, 0).minInsyncReplicas = 4),
    refused: ['MinInsyncAboveReplication topics.0.minInsyncReplicas'],
  },
  'more copies than brokers': {
    edit: (spec) => (at(spec.topics, 0).replicationFactor = 3),
    lock: lock({ brokerCount: 2 }),
    refused: ['ReplicationAboveBrokers topics.0.replicationFactor'],
  },
  'copies that Express does not know': {
    edit: (spec) => (at(spec.topics, 0).replicationFactor = 2),
    lock: lock({ instanceType: 'express.m7g.large' }),
    refused: ['ReplicationFixed topics.0.replicationFactor'],
  },
  'fewer partitions than there are': {
    edit: (spec) => (at(spec.topics, 0).partitions = 6),
    lock: lock(undefined, { topics: [{ name: 'app_logs', partitions: 12, replicationFactor: 3 }] }),
    refused: ['PartitionsLowered topics.0.partitions'],
  },
  'other copies than there are': {
    edit: (spec) => (at(spec.topics, 0).replicationFactor = 4),
    lock: lock(undefined, { topics: [{ name: 'app_logs', partitions: 3, replicationFactor: 3 }] }),
    refused: ['ReplicationChanged topics.0.replicationFactor'],
  },
  'CloudFormation topics on an old Kafka': {
    edit: (spec) => (spec.topicManagement = 'cloudformation'),
    lock: lock({ kafkaVersion: '2.8.2.tiered' }),
    refused: ['TopicsNotManageable topicManagement'],
    hint: /topicManagement: tool/,
  },
  'one table for two sinks': {
    edit: (spec) => spec.sinks.push({ ...at(spec.sinks, 1) }),
    refused: ['DuplicateTable sinks.2.table'],
  },
  'one prefix for two sinks': {
    edit: (spec) => spec.sinks.push({ ...at(spec.sinks, 0) }),
    refused: ['OverlappingPrefix sinks.2.prefix'],
  },
  'a prefix inside another': {
    edit: (spec) => (spec.backup.prefix = 'events/backup'),
    refused: ['OverlappingPrefix backup.prefix'],
  },
  'a prefix that only begins alike': { edit: (spec) => (spec.backup.prefix = 'events2'), refused: [] },
  'JSON in the Iceberg warehouse': {
    edit: (spec) => (at(spec.sinks, 0).prefix = 'warehouse/json'),
    refused: ['OverlappingPrefix sinks.1.prefix'],
  },
  'a column that every table has': {
    edit: (spec) => Object.assign(at(spec.sinks, 1), { schema: [{ name: 'ip', type: 'string', path: 'data.ip' }] }),
    refused: ['DuplicateColumn sinks.1.schema.0.name'],
  },
  'a certificate of another region': {
    edit: (spec) => (spec.network.certificateArn = CERTIFICATE) && (spec.region = 'us-east-2'),
    refused: ['RegionMismatch network.certificateArn'],
  },
  'a certificate of another partition': {
    edit: (spec) => (spec.network.certificateArn = CERTIFICATE) && (spec.region = 'cn-north-1'),
    refused: ['PartitionMismatch network.certificateArn'],
  },
  'a certificate of another account': {
    edit: (spec) => (spec.network.certificateArn = CERTIFICATE) && (spec.account = '999999999999'),
    refused: ['AccountMismatch network.certificateArn'],
  },
  "AWS's own policy as boundary": {
    edit: (spec) =>
      (spec.account = '123456789012') &&
      (spec.platform.permissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'),
    refused: [],
  },
  'a lock of another cluster': {
    lock: lock({ arn: CLUSTER.replace('orders-prod', 'orders-test') }),
    refused: ['LockDoesNotFit kafka.cluster'],
  },
  'a lock of another region': {
    parts: { region: 'us-west-2' },
    lock: lock({ arn: CLUSTER }),
    refused: ['LockDoesNotFit region'],
  },
  'a lock of another account': {
    parts: { account: '999999999999' },
    lock: lock({ arn: CLUSTER }),
    refused: ['LockDoesNotFit account'],
  },
  'a lock of another VPC': {
    parts: { network: { vpcId: 'vpc-0a1b2c3d' } },
    lock: lock(undefined, { vpc: { id: 'vpc-0a1b2c3e' } }),
    refused: ['LockDoesNotFit network.vpcId'],
  },
  'subnets that the VPC lacks': {
    parts: { network: { taskSubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'] } },
    lock: lock(undefined, { vpc: { id: 'vpc-0a1b2c3d', subnets: [{ id: 'subnet-0a1b2c3d', zone: 'a' }] } }),
    refused: ['UnknownSubnet network.taskSubnetIds'],
  },
  'subnets in one zone': {
    parts: { network: { loadBalancerSubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'] } },
    lock: lock(undefined, {
      vpc: {
        id: 'vpc-0a1b2c3d',
        subnets: [
          { id: 'subnet-0a1b2c3d', zone: 'a' },
          { id: 'subnet-0a1b2c3e', zone: 'a' },
        ],
      },
    }),
    refused: ['OneZoneOnly network.loadBalancerSubnetIds'],
  },
  'a load balancer with two subnets in one of its zones': {
    parts: { network: { loadBalancerSubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e', 'subnet-0a1b2c3f'] } },
    lock: lock(undefined, {
      vpc: {
        id: 'vpc-0a1b2c3d',
        subnets: [
          { id: 'subnet-0a1b2c3d', zone: 'a' },
          { id: 'subnet-0a1b2c3e', zone: 'b' },
          { id: 'subnet-0a1b2c3f', zone: 'a' },
        ],
      },
    }),
    refused: ['ZoneTwice network.loadBalancerSubnetIds'],
    hint: /leave one of those in a out/,
  },
}

describe('checkSpec', () => {
  test.each(Object.entries(CASES))('%s', (_what, { parts, edit, lock: environment, refused, hint }) => {
    // GIVEN a spec whose defaults were worked out without the lock, as an edited file has
    const spec = edited(specWith(parts), (copy) => void edit?.(copy))
    // WHEN
    const problems = checkSpec(spec, environment)
    // THEN
    expect(codes(problems)).toEqual(refused)
    for (const problem of problems)
      expect([problem.message.length > 0, (problem.hint ?? '').length > 0]).toEqual([true, true])
    if (hint !== undefined) expect(problems[0]?.hint).toMatch(hint)
  })

  test('names everything at once', () => {
    const spec = edited(specWith(), (copy) => {
      copy.collector.solution = 'nginx-vector'
      copy.collector.tasks.min = 9
      copy.backup.prefix = 'events'
    })
    expect(codes(checkSpec(spec))).toEqual([
      'AuthNotSupported kafka.auth',
      'MinAboveMax collector.tasks.min',
      'OverlappingPrefix backup.prefix',
    ])
  })
})
