import { describe, expect, test } from '@jest/globals'
import { checkSpec } from '../../src/spec/index.js'
import { testRules, type RuleCase } from './rule-cases.js'
import { at, codes, edited, specWith } from './specs.js'

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555'
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_x-AbCdEf'

const CASES: Record<string, RuleCase> = {
  'the least spec': { refused: [] },
  'nginx-vector with IAM': {
    parts: { collector: { solution: 'nginx-vector' }, kafka: { cluster: 'c1', auth: 'iam' } },
    refused: ['AuthNotSupported kafka.auth'],
    hint: /scram with nginx-vector, or collector.solution: nginx-lua/,
  },
  'an event path that is the health check': {
    edit: (spec) => (spec.collector.paths = ['/collect', '/health']),
    refused: ['ReservedPath collector.paths'],
  },
  'a zone without a name to record in it': {
    edit: (spec) => (spec.network.hostedZoneId = 'Z0123456789'),
    refused: ['DomainNameMissing network.hostedZoneId'],
  },
  'a web ACL before a network load balancer, and IPv6 where only the IPv4 range of the VPC is let in': {
    parts: { network: { exposure: 'internal' }, collector: { solution: 'nginx-lua' } },
    edit: (spec) => Object.assign(spec.network, { dualStack: true, wafRequestsPerFiveMinutes: 1000 }),
    refused: ['WafNeedsHttp network.wafRequestsPerFiveMinutes', 'DualStackInternal network.dualStack'],
  },
  'a choice of zones that an application load balancer does not leave': {
    parts: { collector: { solution: 'nginx-vector' } },
    edit: (spec) => (spec.network.crossZone = false),
    refused: ['CrossZoneFixed network.crossZone'],
  },
  'a secret without SCRAM': {
    edit: (spec) => (spec.kafka.secretArn = SECRET),
    refused: ['SecretNotUsed kafka.secretArn'],
  },
  'a key of a secret without SCRAM': {
    edit: (spec) => (spec.kafka.secretKeyArn = KEY),
    refused: ['SecretNotUsed kafka.secretKeyArn'],
  },
  'SCRAM without a secret, which a parameter stands in for': {
    parts: { kafka: { cluster: 'c1', auth: 'scram' } },
    refused: [],
  },
  'connectors that do not log in beside SCRAM, where nobody looked': {
    parts: { kafka: { cluster: 'c1', auth: 'scram', connectAuth: 'none' } },
    refused: ['ConnectorsUnproven kafka.connectAuth'],
    hint: /connectAuth: iam/,
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
}

describe('what a spec may not say', () => {
  testRules(CASES)

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
