import { consumerGroupName, controlTopicName, deadLetterTopicName } from './derived-names.js'
import { ROTATE_BYTES, s3JsonCompression, s3JsonPlacement, type S3JsonFormat } from './s3-json-format.js'
import type { IcebergSinkSpec, S3JsonSinkSpec, SinkSpec, Spec } from './schema.js'

/** A connector's configuration as Kafka Connect takes it: text keys and text values. */
export type ConnectorConfiguration = Readonly<Record<string, string>>

/** How a client reaches the brokers: signed by IAM over TLS, TLS alone, or neither. */
export type KafkaTransport = 'iam' | 'tls' | 'plaintext'

/** What both sinks need. Values may be tokens or references that are known only at deployment. */
export interface SinkConfigurationOptions {
  readonly topics: readonly string[]
  readonly bucket: string
  readonly region: string
  /** Most tasks of the connector; see `sinkTasks`. */
  readonly tasks: number
  /** Fixed for the life of the cluster; see `consumerGroupName`. */
  readonly consumerGroup: string
  readonly deadLetterTopic: string
  readonly deadLetterReplicationFactor: number
}

export interface S3JsonConfigurationOptions extends SinkConfigurationOptions {
  readonly prefix: string
  /** Longest time until an event is in the bucket, in seconds. */
  readonly flushSeconds: number
  readonly partitionBy: S3JsonSinkSpec['partitionBy']
  /** Encrypts the objects with this KMS key. @default - the bucket's own default encryption */
  readonly kmsKeyArn?: string
  /** What people tune beside the spec. @default - the values of `S3JsonFormat` */
  readonly format?: S3JsonFormat
}

export interface IcebergConfigurationOptions extends SinkConfigurationOptions {
  /** Key prefix of the warehouse. @default 'warehouse' */
  readonly prefix?: string
  readonly database: string
  readonly table: string
  /** Time between two commits, in seconds. */
  readonly commitSeconds: number
  /** Typed columns beside the fixed ones. @default - none */
  readonly columns?: IcebergSinkSpec['schema']
  readonly controlTopic: string
  /** For the control topic's own clients, which do not inherit the worker's settings. */
  readonly bootstrapServers: string
  readonly transport: KafkaTransport
  /** Encrypts the data files with this KMS key. @default - the bucket's own default encryption */
  readonly kmsKeyArn?: string
}

/** What a sink's configuration needs beside the spec; in `plan` these are placeholders such as `${KafkaBootstrapServers}`. */
export interface LateFacts {
  readonly bootstrapServers: string
  /** UUID of the cluster's ARN. */
  readonly clusterUuid: string
  /** @default - the spec's region */
  readonly region?: string
}

const BYTES = 'org.apache.kafka.connect.converters.ByteArrayConverter'
const TEXT = 'org.apache.kafka.connect.storage.StringConverter'

/** What one task of the JSON sink may hold in memory: half of the 512 MB heap that the sink has to work in; an MCU has 4 GiB for each task. */
const SINK_MEMORY_BYTES = 256 * 1024 * 1024

/**
 * Before a task goes on its group has to forget the member before it, 45 s by default. After a crash nothing commits for about 48 s
 * then, and for 20 to 33 s with these, measured with the Iceberg sink 1.12.0 over repeated kills of the worker; after 27 s without Kafka
 * the JSON sink had the last event 12 s after its return in place of 42. Kafka wants the session timeout to be at least three heartbeats.
 */
const SESSION_MS = '10000'
const HEARTBEAT_MS = '3000'

/**
 * Longest wait of a broker for more data. A consumer that has paused a partition, as a sink does at its memory bound, gets about
 * 1 MB for each wait: with Kafka's default of 500 ms a backlog drained at 1 MB a wait, with 50 ms 2.5 times as fast (measured).
 */
const FETCH_WAIT_MS = '50'

/** The configuration of our S3 JSON sink (`clickstream.s3json.S3JsonSinkConnector`): bytes in, JSON lines out. */
export function s3JsonConfiguration(options: S3JsonConfigurationOptions): ConnectorConfiguration {
  return {
    'connector.class': 'clickstream.s3json.S3JsonSinkConnector',
    ...common(options, BYTES),
    'consumer.override.fetch.max.wait.ms': FETCH_WAIT_MS,
    'consumer.override.session.timeout.ms': SESSION_MS,
    'consumer.override.heartbeat.interval.ms': HEARTBEAT_MS,
    's3.bucket': options.bucket,
    's3.prefix': options.prefix,
    's3.region': options.region,
    ...(options.kmsKeyArn !== undefined && { 's3.kms.key': options.kmsKeyArn }),
    ...s3JsonCompression(options.format),
    'rotate.bytes': String(options.format?.rotateBytes ?? ROTATE_BYTES),
    'rotate.interval.ms': String(Math.round(options.flushSeconds * 1000)),
    'partition.by': options.partitionBy,
    // The record's own time: no value has to be parsed, so none can be refused for its content.
    'partition.time': options.format?.partitionTime ?? 'record',
    'memory.bytes': String(SINK_MEMORY_BYTES),
    ...s3JsonPlacement(options.format),
  }
}

/**
 * The configuration of Apache Iceberg's sink 1.12.0 behind our transform: the table is made beforehand and never changed by
 * the sink, the transform keeps the exact text of each event, and group and control topic never change their names.
 */
export function icebergConfiguration(options: IcebergConfigurationOptions): ConnectorConfiguration {
  return {
    'connector.class': 'org.apache.iceberg.connect.IcebergSinkConnector',
    ...common(options, TEXT),
    'consumer.override.session.timeout.ms': SESSION_MS,
    'consumer.override.heartbeat.interval.ms': HEARTBEAT_MS,
    transforms: 'columns',
    'transforms.columns.type': 'clickstream.transforms.EventColumns$Value',
    ...(options.columns !== undefined &&
      options.columns.length > 0 && {
        'transforms.columns.columns': options.columns
          .map(({ name, type, path }) => `${name}:${type}:${path}`)
          .join(','),
      }),
    'iceberg.tables': `${options.database}.${options.table}`,
    'iceberg.tables.auto-create-enabled': 'false',
    'iceberg.tables.evolve-schema-enabled': 'false',
    'iceberg.catalog.catalog-impl': 'org.apache.iceberg.aws.glue.GlueCatalog',
    'iceberg.catalog.warehouse': `s3://${options.bucket}/${options.prefix ?? 'warehouse'}`,
    'iceberg.catalog.io-impl': 'org.apache.iceberg.aws.s3.S3FileIO',
    'iceberg.catalog.client.region': options.region,
    ...(options.kmsKeyArn !== undefined && {
      'iceberg.catalog.s3.sse.type': 'kms',
      'iceberg.catalog.s3.sse.key': options.kmsKeyArn,
    }),
    'iceberg.connect.group-id': options.consumerGroup,
    'iceberg.control.topic': options.controlTopic,
    'iceberg.control.commit.interval-ms': String(Math.round(options.commitSeconds * 1000)),
    // Both begin with the project's name, so that the connector's role can be bound to it.
    'iceberg.control.group-id-prefix': `${options.consumerGroup}-control-`,
    'iceberg.coordinator.transactional.prefix': `${options.consumerGroup}-`,
    ...controlClient(options),
  }
}

/** The configuration of sink number `index` of a spec. */
export function connectorConfiguration(spec: Spec, index: number, facts: LateFacts): ConnectorConfiguration {
  const sink = spec.sinks[index]
  if (sink === undefined) throw new RangeError(`sink ${index} is not one of ${spec.sinks.length}`)
  const shared: SinkConfigurationOptions = {
    topics: sink.topics,
    bucket: sink.bucket,
    region: facts.region ?? spec.region,
    tasks: sinkTasks(spec, sink),
    consumerGroup: consumerGroupName(spec, index, facts.clusterUuid),
    deadLetterTopic: deadLetterTopicName(spec, index),
    deadLetterReplicationFactor: spec.topics[0]?.replicationFactor ?? 3,
  }
  if (sink.type === 's3-json') {
    return s3JsonConfiguration({
      ...shared,
      prefix: sink.prefix,
      flushSeconds: sink.flushSeconds,
      partitionBy: sink.partitionBy,
      ...(spec.platform.kmsKeyArn !== undefined && { kmsKeyArn: spec.platform.kmsKeyArn }),
    })
  }
  return icebergConfiguration({
    ...shared,
    ...(sink.prefix !== undefined && { prefix: sink.prefix }),
    ...(sink.schema !== undefined && { columns: sink.schema }),
    ...(spec.platform.kmsKeyArn !== undefined && { kmsKeyArn: spec.platform.kmsKeyArn }),
    database: sink.database,
    table: sink.table,
    commitSeconds: sink.commitSeconds,
    controlTopic: controlTopicName(spec, index),
    bootstrapServers: facts.bootstrapServers,
    transport: connectTransport(spec.kafka),
  })
}

/** How the connectors reach the brokers: by IAM, or unauthenticated over what the collectors' `auth` says about encryption. */
export function connectTransport(kafka: Pick<Spec['kafka'], 'auth' | 'connectAuth'>): KafkaTransport {
  if (kafka.connectAuth === 'iam') return 'iam'
  return kafka.auth === 'none' ? 'plaintext' : 'tls'
}

/**
 * Tasks of a sink: one for each vCPU (1 MCU = 1 vCPU), never more than partitions to read. The JSON sink may use every worker;
 * the Iceberg sink only those that always run, because a task without work holds every commit back by 30 s or more
 * (apache/iceberg#17811).
 */
export function sinkTasks(spec: Pick<Spec, 'topics'>, sink: SinkSpec): number {
  const { mcu, minWorkers, maxWorkers } = sink.capacity
  const partitions = sinkPartitions(spec, sink)
  const wanted = mcu * (sink.type === 's3-json' ? maxWorkers : minWorkers)
  return Math.max(1, partitions === 0 ? wanted : Math.min(wanted, partitions))
}

/** Partitions of all topics that a sink reads: a task above this number has no work. */
export function sinkPartitions(spec: Pick<Spec, 'topics'>, sink: SinkSpec): number {
  return spec.topics.filter(({ name }) => sink.topics.includes(name)).reduce((sum, topic) => sum + topic.partitions, 0)
}

function common(options: SinkConfigurationOptions, valueConverter: string): ConnectorConfiguration {
  return {
    'tasks.max': String(options.tasks),
    topics: options.topics.join(','),
    'key.converter': valueConverter,
    'value.converter': valueConverter,
    'consumer.override.group.id': options.consumerGroup,
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': options.deadLetterTopic,
    'errors.deadletterqueue.topic.replication.factor': String(options.deadLetterReplicationFactor),
    'errors.deadletterqueue.context.headers.enable': 'true',
    'errors.log.enable': 'true',
    // Events may hold personal data, which has no place in a log.
    'errors.log.include.messages': 'false',
  }
}

/** The control topic's clients read nothing of the worker's own security settings, so they are given here in full. */
function controlClient({ bootstrapServers, transport }: IcebergConfigurationOptions): ConnectorConfiguration {
  return {
    'iceberg.kafka.bootstrap.servers': bootstrapServers,
    'iceberg.kafka.security.protocol': { iam: 'SASL_SSL', tls: 'SSL', plaintext: 'PLAINTEXT' }[transport],
    ...(transport === 'iam' && {
      'iceberg.kafka.sasl.mechanism': 'AWS_MSK_IAM',
      'iceberg.kafka.sasl.jaas.config': 'software.amazon.msk.auth.iam.IAMLoginModule required;',
      'iceberg.kafka.sasl.client.callback.handler.class': 'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
    }),
    'iceberg.kafka.session.timeout.ms': SESSION_MS,
    'iceberg.kafka.heartbeat.interval.ms': HEARTBEAT_MS,
    'iceberg.kafka.transaction.timeout.ms': '10000',
  }
}
