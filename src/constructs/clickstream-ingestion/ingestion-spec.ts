import { Names, Stack, Token } from 'aws-cdk-lib/core'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import type { IConstruct } from 'constructs'
import { glueName } from '../../spec/derived-names.js'
import type { SinkSpec, Spec, TopicSpec } from '../../spec/schema.js'
import {
  connectorCapacityFor,
  connectorTasksFor,
  DEFAULT_LOAD,
  outageMinutesFor,
  partitionsFor,
  retentionHoursFor,
  tasksFor,
  type ConnectorCapacity,
  type Load,
  type TaskSizes,
} from '../../spec/sizing.js'
import { isKnown } from '../platform/check-props.js'
import type { ClickstreamIngestionProps } from './clickstream-ingestion-props.js'
import type { IngestionCollector } from './ingestion-collector.js'
import type { IngestionSink, IngestionTopic } from './ingestion-sinks.js'

/** Longest beginning of names. Source: DESIGN section 5, `name`. */
const NAME_LENGTH = 24

/** The props as a spec, so that sizes, names, topics and rules are those of `clickstream.yaml`; what is a token has a stand-in. */
export function ingestionSpec(scope: IConstruct, props: ClickstreamIngestionProps): Spec {
  const { kafka, kafkaForConnectors = kafka } = props
  const collector = collectorOf(props.collector ?? {})
  const { load } = collector
  const topics = (props.topics ?? [{ name: 'app_logs' }]).map((topic) => topicOf(topic, load))
  const names = topics.map(({ name }) => name)
  const { region, account } = Stack.of(scope)
  return {
    apiVersion: 'clickstream/v1',
    name: props.ingestionName ?? nameOf(scope),
    region,
    ...(isKnown(account) && { account }),
    collector: {
      ...collector,
      routing: { header: 'project', default: names[0] ?? 'app_logs', topics: names, key: 'none' },
    },
    network: {
      exposure: props.internetFacing === false ? 'internal' : 'internet',
      ...known(region, props.certificate && { certificateArn: props.certificate.certificateArn }),
    },
    kafka: {
      // Without a region there is nothing to compare an ARN with, and its name does.
      cluster:
        isKnown(region) || !isKnown(kafka.clusterArn) ? kafka.clusterArn : (kafka.clusterArn.split('/')[1] ?? ''),
      auth: kafka.auth,
      connectAuth: kafkaForConnectors.auth === 'iam' ? 'iam' : 'none',
      manageSecurityGroupRules: false,
    },
    topicManagement: 'cloudformation',
    topics,
    sinks: (props.sinks ?? [{ type: 's3-json' }, { type: 'iceberg' }]).map((sink) =>
      sinkOf(sink, { load, names, bucket: bucketName(sink.bucket ?? props.bucket) }),
    ),
    backup: { bucket: bucketName(props.bucket), prefix: props.backupPrefix ?? 'backup' },
    images: { source: 'asset' },
    platform: {
      ...(props.imageMirror !== undefined && { imageMirror: props.imageMirror }),
      ...known(region, props.encryptionKey && { kmsKeyArn: props.encryptionKey.keyArn }),
      ...(isKnown(props.permissionsBoundary) && { permissionsBoundary: props.permissionsBoundary }),
    },
    observability: { logRetentionDays: 30, dashboard: props.dashboards ?? true },
    tags: {},
  }
}

/** ARNs that a rule can compare with the region: both are known. */
function known<T extends Record<string, string>>(region: string, arns: T | undefined): Partial<T> {
  return arns !== undefined && isKnown(region) && Object.values(arns).every(isKnown) ? arns : {}
}

/** A bucket by its name, or by what tells it from others while its name is not known. */
export function bucketName(bucket: s3.IBucket): string {
  return Token.isUnresolved(bucket.bucketName) ? `bucket-${bucket.node.addr}` : bucket.bucketName
}

function nameOf(scope: IConstruct): string {
  const name = Names.uniqueResourceName(scope, { maxLength: NAME_LENGTH, separator: '-' }).toLowerCase()
  return /^[a-z]/.test(name) ? name : `c${name.slice(1)}`
}

function collectorOf(said: IngestionCollector): Omit<Spec['collector'], 'routing'> {
  const solution = said.solution ?? 'nginx-lua'
  const load: Load = {
    peakEventsPerSecond: said.peakEventsPerSecond ?? DEFAULT_LOAD.peakEventsPerSecond,
    averageEventBytes: said.averageEventBytes ?? DEFAULT_LOAD.averageEventBytes,
  }
  const sizes = tasksFor(load, solution, {
    ...(said.cpu !== undefined && { cpu: said.cpu as TaskSizes['cpu'] }),
    ...(said.memoryMiB !== undefined && { memoryMiB: said.memoryMiB }),
    ...(said.minTasks !== undefined && { min: said.minTasks }),
    ...(said.maxTasks !== undefined && { max: said.maxTasks }),
  })
  const tasks = { cpu: sizes.cpu.value, memoryMiB: sizes.memoryMiB.value, min: sizes.min.value, max: sizes.max.value }
  return {
    solution,
    load,
    durability: said.durability ?? 'acknowledged',
    outageMinutes: said.outageMinutes ?? outageMinutesFor(load, solution, tasks).value,
    paths: [...(said.paths ?? ['/collect', '/data/v1'])],
    maxBodyKiB: said.maxBodyKiB ?? 1024,
    corsOrigins: [...(said.corsOrigins ?? [])],
    trustedHops: 0,
    meta: { query: true, userAgent: true, ip: said.clientAddress ?? 'full' },
    limits: { perAddressPerSecond: 1000, perProjectPerSecond: 0 },
    tasks: { ...tasks, architecture: said.architecture ?? 'arm64', spot: said.spot ?? false },
  }
}

function topicOf(topic: IngestionTopic, load: Load): TopicSpec {
  const { replicationFactor = 3 } = topic
  return {
    name: topic.name,
    partitions: topic.partitions ?? partitionsFor(load, connectorTasksFor(capacityOf(load))).value,
    replicationFactor,
    minInsyncReplicas: Math.max(1, Math.min(2, replicationFactor - 1)),
    retentionHours: topic.retentionHours ?? retentionHoursFor(load, replicationFactor).value,
  }
}

interface SinkFacts {
  readonly load: Load
  readonly names: readonly string[]
  readonly bucket: string
}

function sinkOf(sink: IngestionSink, { load, names, bucket }: SinkFacts): SinkSpec {
  const topics = [...(sink.topics ?? names)]
  const common = { topics, bucket, capacity: capacityOf(load) }
  if (sink.type === 's3-json') {
    return {
      ...common,
      type: 's3-json',
      prefix: sink.prefix ?? 'events',
      flushSeconds: sink.flush?.toSeconds() ?? 60,
      partitionBy: sink.partitionBy ?? 'hour',
    }
  }
  return {
    ...common,
    type: 'iceberg',
    database: sink.database ?? 'clickstream',
    table: sink.table ?? glueName(topics[0] ?? 'app_logs'),
    partitionBy: sink.partitionBy ?? 'day',
    commitSeconds: sink.commitInterval?.toSeconds() ?? 300,
    ...(sink.prefix !== undefined && { prefix: sink.prefix }),
    ...(sink.columns !== undefined && { schema: [...sink.columns] }),
  }
}

function capacityOf(load: Load): ConnectorCapacity {
  const { mcu, minWorkers, maxWorkers } = connectorCapacityFor(load)
  return { mcu: mcu.value, minWorkers: minWorkers.value, maxWorkers: maxWorkers.value }
}
