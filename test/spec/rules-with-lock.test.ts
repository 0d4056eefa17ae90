import { describe } from '@jest/globals'
import type { EnvironmentLock } from '../../src/spec/index.js'
import { testRules, type RuleCase } from './rule-cases.js'
import { at } from './specs.js'

const CLUSTER = 'arn:aws:kafka:us-east-1:123456789012:cluster/orders-prod/11111111-2222-3333-4444-555555555555-3'
const lock = (cluster: EnvironmentLock['cluster'], rest: Partial<EnvironmentLock> = {}): EnvironmentLock => ({
  lockVersion: 1,
  cluster,
  ...rest,
})
const all = { iam: 'b.example:9098', scram: 'b.example:9096', tls: 'b.example:9094', none: 'b.example:9092' }

const CASES: Record<string, RuleCase> = {
  'a lock that fits': {
    lock: lock({ arn: CLUSTER, type: 'PROVISIONED', kafkaVersion: '3.9.x', brokerCount: 3, bootstrap: all }),
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
  'other copies of a topic that a sink needs': {
    lock: lock(undefined, { topics: [{ name: 'clickstream-control-app_logs', partitions: 1, replicationFactor: 2 }] }),
    refused: ['ReplicationChanged topics.0.replicationFactor'],
  },
  'a topic that a sink needs with more partitions, made by CloudFormation': {
    edit: (spec) => (spec.topicManagement = 'cloudformation'),
    lock: lock(undefined, { topics: [{ name: 'clickstream-control-app_logs', partitions: 3 }] }),
    refused: ['PartitionsLowered topicManagement'],
    hint: /topicManagement: tool/,
  },
  'the same, made over the Kafka protocol': {
    edit: (spec) => (spec.topicManagement = 'tool'),
    lock: lock(undefined, { topics: [{ name: 'clickstream-control-app_logs', partitions: 3 }] }),
    refused: [],
  },
  'CloudFormation topics on an old Kafka': {
    edit: (spec) => (spec.topicManagement = 'cloudformation'),
    lock: lock({ kafkaVersion: '2.8.2.tiered' }),
    refused: ['TopicsNotManageable topicManagement'],
    hint: /topicManagement: tool/,
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

describe('what does not fit the facts that were looked up', () => {
  testRules(CASES)
})
