import type { IConstruct } from 'constructs'
import { FARGATE_CPU } from '../../spec/fargate-sizes.js'
import { BUCKET, KAFKA, KEY, PERIODS, SUBNETS, VPC } from '../platform/prop-kinds.js'
import { like, wellTyped } from '../platform/well-typed.js'
import type { ClickstreamIngestionProps } from './clickstream-ingestion-props.js'
import type { IngestionCollector } from './ingestion-collector.js'
import type { IngestionSink, IngestionTopic } from './ingestion-sinks.js'

/** The props with the types that they must have, each list and part included; throws and reports as `wellTyped` does. */
export function wellTypedIngestion(scope: IConstruct, given: ClickstreamIngestionProps): ClickstreamIngestionProps {
  const props = wellTyped<ClickstreamIngestionProps>(scope, given, {
    required: { vpc: VPC, kafka: KAFKA, bucket: BUCKET },
    optional: {
      kafkaForConnectors: KAFKA,
      ingestionName: 'text',
      collector: like('an object'),
      topics: 'list',
      makeTopics: 'boolean',
      sinks: 'list',
      backupPrefix: 'text',
      taskSubnets: SUBNETS,
      loadBalancerSubnets: SUBNETS,
      internetFacing: 'boolean',
      certificate: like('an acm.ICertificate', 'certificateArn'),
      domainName: 'text',
      containers: 'list',
      imageMirror: 'text',
      vpcEndpoints: 'boolean',
      encryptionKey: KEY,
      permissionsBoundary: 'text',
      rolePrefix: 'text',
      alarmEmail: 'text',
      dashboards: 'boolean',
      logRetention: 'number',
    },
  })
  const { collector, topics, sinks } = props
  return {
    ...props,
    ...(collector && { collector: collectorTypes(scope, collector) }),
    ...(topics && { topics: topics.map((topic, index) => topicTypes(scope, topic, index)) }),
    ...(sinks && { sinks: sinks.map((sink, index) => sinkTypes(scope, sink, index)) }),
  }
}

function collectorTypes(scope: IConstruct, collector: IngestionCollector): IngestionCollector {
  const optional = {
    solution: ['nginx-lua', 'nginx-vector'],
    durability: ['acknowledged', 'buffered'],
    peakEventsPerSecond: 'number',
    averageEventBytes: 'number',
    outageMinutes: 'number',
    paths: 'list',
    maxBodyKiB: 'number',
    corsOrigins: 'list',
    clientAddress: ['full', 'truncated', 'none'],
    cpu: FARGATE_CPU,
    memoryMiB: 'number',
    minTasks: 'number',
    maxTasks: 'number',
    architecture: ['arm64', 'x86_64'],
    spot: 'boolean',
  } as const
  return wellTyped(scope, collector, { optional }, 'collector.')
}

function topicTypes(scope: IConstruct, topic: IngestionTopic, index: number): IngestionTopic {
  const optional = { partitions: 'number', replicationFactor: 'number', retentionHours: 'number' } as const
  return wellTyped(scope, topic, { required: { name: 'text' }, optional }, `topics.${index}.`)
}

function sinkTypes(scope: IConstruct, sink: IngestionSink, index: number): IngestionSink {
  const types = {
    required: { type: ['s3-json', 'iceberg'] },
    optional: {
      bucket: BUCKET,
      topics: 'list',
      prefix: 'text',
      partitionBy: PERIODS,
      flush: 'duration',
      commitInterval: 'duration',
      database: 'text',
      table: 'text',
      columns: 'list',
    },
  } as const
  return wellTyped(scope, sink, types, `sinks.${index}.`)
}
