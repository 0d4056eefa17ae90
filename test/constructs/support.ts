import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib/core'
import { Template } from 'aws-cdk-lib/assertions'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import { AwsSolutionsChecks } from 'cdk-nag'
import {
  ClickstreamEnvironment,
  KafkaClusterReference,
  type ClickstreamStackProps,
  type CollectorContainer,
  type KafkaAuth,
} from '../../src/constructs/index.js'
import { CONTAINERS } from '../../src/spec/container-facts.js'
import type { EnvironmentLock } from '../../src/spec/lock.js'
import type { IcebergSinkSpec, S3JsonSinkSpec, Spec } from '../../src/spec/schema.js'
import { FEATURE_FLAGS } from '../../src/synth/context.js'

export const CLUSTER_ARN =
  'arn:aws:kafka:us-east-1:123456789012:cluster/orders-prod/0a1b2c3d-1111-2222-3333-444455556666-7'

/** The parts of a spec that a case changes; each replaces the whole section's keys that it names. */
export interface SpecChanges {
  readonly region?: string
  readonly solution?: Spec['collector']['solution']
  readonly spot?: boolean
  readonly paths?: string[]
  readonly network?: Partial<Spec['network']>
  readonly kafka?: Partial<Spec['kafka']>
  readonly sinks?: Spec['sinks']
  readonly images?: Spec['images']
  readonly platform?: Spec['platform']
  readonly observability?: Partial<Spec['observability']>
  readonly tags?: Spec['tags']
}

export const S3_JSON: S3JsonSinkSpec = {
  type: 's3-json',
  bucket: 'my-data-bucket',
  prefix: 'events',
  topics: ['app_logs'],
  flushSeconds: 60,
  partitionBy: 'hour',
  capacity: { mcu: 1, minWorkers: 1, maxWorkers: 2 },
}

export const ICEBERG: IcebergSinkSpec = {
  type: 'iceberg',
  bucket: 'my-data-bucket',
  database: 'clickstream',
  table: 'app_logs',
  topics: ['app_logs', 'web_logs'],
  partitionBy: 'day',
  commitSeconds: 300,
  capacity: { mcu: 2, minWorkers: 1, maxWorkers: 4 },
}

/** A complete spec with both sinks. */
export function exampleSpec(changes: SpecChanges = {}): Spec {
  return {
    apiVersion: 'clickstream/v1',
    name: 'web-events',
    region: changes.region ?? 'us-east-1',
    collector: {
      solution: changes.solution ?? 'nginx-lua',
      durability: 'acknowledged',
      outageMinutes: 30,
      paths: changes.paths ?? ['/collect', '/data/v1'],
      maxBodyKiB: 1024,
      corsOrigins: [],
      routing: { header: 'project', default: 'app_logs', topics: ['app_logs', 'web_logs'], key: 'none' },
      trustedHops: 0,
      meta: { query: true, userAgent: true, ip: 'full' },
      limits: { perAddressPerSecond: 1000, perProjectPerSecond: 0 },
      load: { peakEventsPerSecond: 20000, averageEventBytes: 1300 },
      tasks: { cpu: 1024, memoryMiB: 2048, min: 2, max: 12, architecture: 'arm64', spot: changes.spot ?? false },
    },
    network: { exposure: 'internet', ...changes.network },
    kafka: {
      cluster: 'orders-prod',
      auth: 'iam',
      connectAuth: 'iam',
      manageSecurityGroupRules: false,
      ...changes.kafka,
    },
    topicManagement: 'cloudformation',
    topics: [
      { name: 'app_logs', partitions: 12, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 72 },
      { name: 'web_logs', partitions: 6, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 72 },
    ],
    sinks: changes.sinks ?? [S3_JSON, ICEBERG],
    backup: { bucket: 'my-data-bucket', prefix: 'backup' },
    images: changes.images ?? { source: 'asset' },
    platform: changes.platform ?? {},
    observability: { logRetentionDays: 30, dashboard: true, ...changes.observability },
    tags: changes.tags ?? { team: 'data' },
  }
}

/** Everything that can be looked up. */
export const LOCK: EnvironmentLock = {
  lockVersion: 1,
  cluster: {
    arn: CLUSTER_ARN,
    type: 'PROVISIONED',
    kafkaVersion: '3.7.x',
    brokerCount: 3,
    instanceType: 'kafka.m7g.large',
    bootstrap: {
      iam: 'b-1.orders.example:9098,b-2.orders.example:9098',
      scram: 'b-1.orders.example:9096',
      tls: 'b-1.orders.example:9094',
      none: 'b-1.orders.example:9092',
    },
    securityGroupIds: ['sg-0123456789abcdef0'],
    subnetIds: ['subnet-0aaaaaaaaaaaaaaa1'],
  },
  vpc: {
    id: 'vpc-0a1b2c3d4e5f60718',
    cidr: '10.0.0.0/16',
    subnets: [
      { id: 'subnet-0aaaaaaaaaaaaaaa1', zone: 'us-east-1a', public: false },
      { id: 'subnet-0bbbbbbbbbbbbbbb2', zone: 'us-east-1b', public: false },
      { id: 'subnet-0ccccccccccccccc3', zone: 'us-east-1a', public: true },
      { id: 'subnet-0ddddddddddddddd4', zone: 'us-east-1b', public: true },
    ],
  },
}

export const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555'

let containers: string | undefined

/** A folder with a Dockerfile for each container of both solutions. */
export function containersDir(): string {
  if (containers !== undefined) return containers
  containers = mkdtempSync(join(tmpdir(), 'clickstream-containers-'))
  for (const { folder } of [...CONTAINERS['nginx-lua'], ...CONTAINERS['nginx-vector']]) {
    mkdirSync(join(containers, folder), { recursive: true })
    writeFileSync(join(containers, folder, 'Dockerfile'), 'ARG BASE=debian\nFROM ${BASE}\n')
  }
  return containers
}

// CloudFormation's own rules take most of a synthesis; `test/synth/stacks.test.ts` turns them on for some cases.
process.env.CDK_VALIDATION = 'false'

/** An app as `synth` makes it, without plugins, so that a template can be looked at whatever is wrong with it. */
export function testApp(context: Record<string, unknown> = {}): App {
  return new App({ analyticsReporting: false, stackTraces: false, context: { ...FEATURE_FLAGS, ...context } })
}

/** An empty stack with a region, where a construct is used by somebody else's app. */
export function testStack(region = 'us-east-1'): Stack {
  return new Stack(testApp(), 'Test', { env: { region } })
}

export function stackProps(changes?: SpecChanges, lock?: EnvironmentLock): ClickstreamStackProps {
  const spec = exampleSpec(changes)
  return { spec, ...(lock && { lock }), containersDir: containersDir(), env: { region: spec.region } }
}

/** Environment of a spec in a stack of its own, without a lock unless one is given. */
export function testEnvironment(changes?: SpecChanges, lock?: EnvironmentLock): [Stack, ClickstreamEnvironment] {
  const stack = testStack(changes?.region)
  return [stack, new ClickstreamEnvironment(stack, stackProps(changes, lock))]
}

export function testVpc(stack: Stack): { vpc: ec2.IVpc; subnets: ec2.SubnetSelection } {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    privateSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0bbbbbbbbbbbbbbb2'],
    privateSubnetRouteTableIds: ['rtb-0aaaaaaaaaaaaaaa1', 'rtb-0bbbbbbbbbbbbbbb2'],
  })
  return { vpc, subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } }
}

export function testKafka(stack: Stack, auth: KafkaAuth = 'iam', clusterArn = CLUSTER_ARN): KafkaClusterReference {
  return new KafkaClusterReference({
    auth,
    clusterArn,
    bootstrapServers: 'b-1.orders.example:9098',
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'KafkaSecurityGroup', 'sg-0123456789abcdef0', {
      mutable: false,
    }),
  })
}

export const CONTAINER: CollectorContainer = {
  name: 'collector',
  image: ecs.ContainerImage.fromRegistry('example.com/collector:1'),
  port: 8802,
  healthCommand: ['CMD', '/health.sh'],
  userId: 10001,
  volumes: [{ name: 'spool', path: '/opt/clickstream/spool' }],
  secrets: ['KAFKA_BROKERS'],
}

/** What cdk-nag's AwsSolutions pack finds and nobody has acknowledged. */
export function nagFindings(scope: App | Stack): string[] {
  const { violations } = new AwsSolutionsChecks().validateScope(scope)
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  )
}

const templates = new WeakMap<Stack, Template>()

/** The resources of a type in a finished stack. */
export function resourcesOf(stack: Stack, type: string): Record<string, unknown>[] {
  const template = templates.get(stack) ?? Template.fromStack(stack)
  templates.set(stack, template)
  return Object.values(template.findResources(type)) as Record<string, unknown>[]
}

/** Properties of the only resource of a type. */
export function propertiesOf(stack: Stack, type: string): Record<string, unknown> {
  const found = resourcesOf(stack, type)
  if (found.length !== 1) throw new Error(`${found.length} resources of ${type}`)
  return found[0]?.Properties as Record<string, unknown>
}

/** What synth reports as wrong, line by line: `[path] message (Code); hint`. */
export function reported(stack: Stack): string[] {
  try {
    ;(stack.node.root as App).synth()
  } catch (error) {
    return String(error)
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
  return []
}
