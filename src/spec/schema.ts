import { z } from 'zod'
import { FARGATE_CPU } from './fargate-sizes.js'
import { field } from './fields.js'

/** What CloudWatch Logs accepts as retention in days. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const

const oneOf = <const T extends readonly [number, ...number[]]>(values: T, description: string): z.ZodType<T[number]> =>
  z.literal(values).meta({ description })

const collector = z.strictObject({
  solution: z
    .enum(['nginx-lua', 'nginx-vector'])
    .meta({ description: 'nginx + Lua behind an NLB, or nginx + Vector behind an ALB' }),
  durability: z.enum(['acknowledged', 'buffered']).meta({
    description: 'acknowledged: 200 only when Kafka has the event or it is on disk; buffered: 200 once it is in memory',
  }),
  outageMinutes: field.whole(1, 1440, "How long an outage of Kafka the task's disk must hold, in minutes", 30),
  paths: field.list(field.urlPath, 1, 16, 'Paths that take events'),
  maxBodyKiB: field.whole(1, 10240, 'Largest request body, in KiB', 1024),
  corsOrigins: field.list(field.origin, 0, 100, 'Web origins whose pages may send events; empty: none'),
  routing: z.strictObject({
    header: field.header,
    default: field.topic,
    topics: field.list(field.topic, 1, 50, 'Topics that a client may name; every other is refused'),
    key: field.recordKey,
  }),
  trustedHops: field.whole(0, 10, 'Proxies in front of the load balancer whose X-Forwarded-For is believed', 0),
  meta: z.strictObject({
    query: field.flag('Keep the query parameters in meta.query'),
    userAgent: field.flag('Keep the user agent in meta.ua'),
    ip: z.enum(['full', 'truncated', 'none']).meta({ description: 'How much of the client address is kept' }),
  }),
  limits: z.strictObject({
    perAddressPerSecond: field.whole(0, 1_000_000, 'Requests per second and client address; 0: no limit', 1000),
    perProjectPerSecond: field.whole(0, 10_000_000, 'Requests per second and project; 0: no limit', 0),
  }),
  load: z.strictObject({
    peakEventsPerSecond: field.whole(1, 10_000_000, 'Events per second at the peak', 20000),
    averageEventBytes: field.whole(1, 1_048_576, 'Average size of an event, in bytes', 1300),
    growthPercentPerMinute: field
      .whole(1, 1000, 'How fast the load may grow before scaling follows, in percent of the average a minute', 30)
      .optional(),
  }),
  tasks: z.strictObject({
    cpu: oneOf(FARGATE_CPU, 'Fargate CPU units (1024 = 1 vCPU)'),
    memoryMiB: field.whole(512, 122_880, 'Fargate memory, in MiB', 2048),
    min: field.whole(1, 1000, 'Tasks that always run', 2),
    max: field.whole(1, 5000, 'Most tasks that scaling may start', 12),
    architecture: z.enum(['arm64', 'x86_64']).meta({ description: 'arm64 (Graviton) or x86_64' }),
    spot: field.flag('Run what is above the minimum on Fargate Spot'),
  }),
})

const network = z.strictObject({
  vpcId: field.vpcId.optional(),
  taskSubnetIds: field.list(field.subnetId, 2, 6, 'Subnets of the collector tasks and connector workers').optional(),
  loadBalancerSubnetIds: field.list(field.subnetId, 2, 6, 'Subnets of the load balancer').optional(),
  exposure: z
    .enum(['internet', 'internal'])
    .meta({ description: 'Whether the endpoint can be reached from the internet' }),
  certificateArn: field.certificateArn.optional(),
  domainName: field.domainName.optional(),
  hostedZoneId: field
    .text(/^Z[A-Z0-9]{1,31}$/, 'Route 53 zone that gets an alias record for domainName', 'Z0123456789ABCDEFGHIJ')
    .optional(),
  dualStack: field.flag('Whether the endpoint takes IPv6 as well; its subnets need IPv6 ranges').optional(),
  crossZone: field
    .flag('Whether the NLB spreads connections over all zones, for USD 0.01 a GB between zones in each direction')
    .optional(),
  wafRequestsPerFiveMinutes: field
    .whole(10, 2_000_000_000, 'Requests of one address in five minutes that AWS WAF lets through (ALB only)', 30_000)
    .optional(),
})

const kafka = z.strictObject({
  cluster: field.cluster,
  auth: z.enum(['none', 'tls', 'scram', 'iam']).meta({ description: "The collectors' authentication" }),
  secretArn: field.secretArn.optional(),
  secretKeyArn: field.kmsKeyArn
    .meta({
      description:
        'ARN of the KMS key that encrypts the secret; without it the collectors may decrypt this secret under any key',
    })
    .optional(),
  connectAuth: z
    .enum(['iam', 'none'])
    .meta({ description: "The connectors' authentication; MSK Connect knows no other" }),
  manageSecurityGroupRules: field.flag("Whether rules may be added to the cluster's own security group"),
})

const topic = z.strictObject({
  name: field.topic,
  partitions: field.whole(1, 10_000, 'Partitions; can be raised later, never lowered', 12),
  replicationFactor: field.whole(1, 5, 'Copies of each partition', 3),
  minInsyncReplicas: field.whole(1, 5, 'Copies that must have a record before it is acknowledged', 2),
  retentionHours: field.whole(1, 87_600, 'How long Kafka keeps a record, in hours', 72),
})

const capacity = z.strictObject({
  mcu: oneOf([1, 2, 4, 8], 'MSK Connect units per worker (1 MCU = 1 vCPU and 4 GiB)'),
  minWorkers: field.whole(1, 10, 'Workers that always run', 1),
  maxWorkers: field.whole(1, 10, 'Most workers that scaling may start', 2),
})

const sinkTopics = field.list(field.topic, 1, 50, 'Topics that go to this sink')
const partitionBy = z
  .enum(['hour', 'day', 'month', 'year'])
  .meta({ description: 'Time partition of the stored events' })

const s3JsonSink = z.strictObject({
  type: z.literal('s3-json'),
  bucket: field.bucket,
  prefix: field.prefix,
  topics: sinkTopics,
  flushSeconds: field.whole(10, 3600, 'Longest time until an event is in the bucket, in seconds', 60),
  partitionBy,
  capacity,
})

const icebergSink = z.strictObject({
  type: z.literal('iceberg'),
  bucket: field.bucket,
  prefix: field.prefix.optional(),
  database: field.glueName,
  table: field.glueName,
  topics: sinkTopics,
  partitionBy,
  commitSeconds: field.whole(10, 3600, 'Time between two commits to the table, in seconds', 300),
  capacity,
  schema: z
    .array(
      z.strictObject({
        name: field.glueName,
        type: z
          .enum(['string', 'int', 'long', 'float', 'double', 'boolean', 'date', 'timestamp'])
          .meta({ description: 'Iceberg type' }),
        path: field.jsonPath,
      }),
    )
    .max(200)
    .meta({ description: 'Typed columns beside the fixed ones' })
    .optional(),
})

const images = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('asset') }),
  z.strictObject({ source: z.literal('ecr'), repository: field.repository, tag: field.imageTag }),
])

const platform = z.strictObject({
  permissionsBoundary: field.policyArn.optional(),
  rolePrefix: field.text(/^[A-Za-z0-9+=,.@_-]{1,20}$/, 'Prefix of every role name', 'lz-').optional(),
  bootstrapQualifier: field.text(/^[a-z0-9]{1,10}$/, 'Qualifier of the CDK bootstrap stack', 'hnb659fds').optional(),
  kmsKeyArn: field.kmsKeyArn.optional(),
  ecsCluster: field.text(/^[A-Za-z0-9_-]{1,255}$/, 'Name of an existing ECS cluster to run in', 'shared').optional(),
  vpcEndpoints: field.flag('Whether the stack makes the VPC endpoints that isolated subnets need').optional(),
  imageMirror: field.imageMirror.optional(),
})

const observability = z.strictObject({
  alarmEmail: field.email.optional(),
  logRetentionDays: oneOf(LOG_RETENTION_DAYS, 'How long logs are kept, in days'),
  dashboard: field.flag('Whether a CloudWatch dashboard is made'),
  canary: field.flag('Whether an event a minute is sent and looked for in the lake; unless false').optional(),
})

/** The complete spec: every default filled in, as synth takes it. */
export const specSchema = z.strictObject({
  apiVersion: z.literal('clickstream/v1'),
  name: field.projectName,
  region: field.region,
  account: field.account.optional(),
  collector,
  network,
  kafka,
  topicManagement: z
    .enum(['cloudformation', 'tool'])
    .meta({ description: 'Who makes the topics: CloudFormation, or the tool over the Kafka protocol' }),
  topics: z.array(topic).min(1).max(50).meta({ description: 'Topics for events' }),
  sinks: z
    .array(z.discriminatedUnion('type', [s3JsonSink, icebergSink]))
    .max(20)
    .meta({ description: 'Where events are stored' }),
  backup: z.strictObject({ bucket: field.bucket, prefix: field.prefix }),
  images,
  platform,
  observability,
  tags: z.record(field.tagKey, field.tagValue).meta({ description: 'Tags of every resource' }),
})

/** A complete spec. */
export type Spec = z.infer<typeof specSchema>
export type TopicSpec = Spec['topics'][number]
export type SinkSpec = Spec['sinks'][number]
export type S3JsonSinkSpec = Extract<SinkSpec, { type: 's3-json' }>
export type IcebergSinkSpec = Extract<SinkSpec, { type: 'iceberg' }>
export type Solution = Spec['collector']['solution']

/** What a person wrote or said so far: any part of a spec may be missing. */
export type PartialSpec = DeepPartial<Spec>
type DeepPartial<T> = T extends readonly (infer Item)[]
  ? DeepPartial<Item>[]
  : T extends object
    ? { [Key in keyof T]?: DeepPartial<T[Key]> }
    : T

export type Scalar = string | number | boolean
/** A leaf: a scalar or an array of scalars. */
export type Leaf = Scalar | readonly Scalar[]
