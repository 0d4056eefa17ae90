import type { Problem } from '../errors.js'
import type { PlannedTopic } from '../spec/topic-plan.js'
import type { DescribedConnector } from './assembly/describe.js'
import type { AssemblyImage } from './assembly/open-assembly.js'
import type { Difference } from './local/differences.js'

export type { Difference }

/** Where a synthesized project runs. A site only acts and describes what exists; the order, the gates and the waiting are above it. */
export interface Site {
  readonly kind: 'local' | 'aws'
  readonly prerequisites: Prerequisites
  readonly topics: TopicAdmin
  readonly images: ImageBuilder
  readonly stacks: StackDeployer
  readonly connectors: ConnectorControl
  readonly endpoint: Endpoint
  readonly lake: Lake
  /** Brokers for clients of the Kafka protocol, `host:port` each; empty before the prerequisites are there. */
  readonly brokers: readonly string[]
  /** What is not as it is on AWS; none on AWS itself. */
  readonly differences: readonly Difference[]
  /** Gives connections back; ends nothing. */
  close(): Promise<void>
}

/** One thing that was looked at: what it is, how it was found, and whether it is as it has to be. */
export interface Fact {
  readonly what: string
  readonly found: string
  readonly ok: boolean
}

/** What has to be there before a project: cluster, buckets, programs. */
export interface Prerequisites {
  /** Makes what this site can make by itself. */
  prepare(): Promise<void>
  inspect(): Promise<readonly Fact[]>
}

/** A topic to be made. */
export interface NewTopic {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  /** By Kafka's own names, such as `retention.ms`. */
  readonly configuration: Readonly<Record<string, string>>
}

/** A topic as the cluster has it. */
export interface TopicDescription {
  readonly name: string
  readonly partitions: readonly TopicPartition[]
  /** Every value in force, defaults too, by Kafka's own names. */
  readonly configuration: Readonly<Record<string, string>>
}

export interface TopicPartition {
  readonly index: number
  /** Broker's number; undefined while there is no leader. */
  readonly leader: number | undefined
  readonly replicas: readonly number[]
  readonly inSync: readonly number[]
}

/** Topics of a cluster. */
export interface TopicAdmin {
  /** What a planned topic comes to on this cluster: one broker holds one copy. */
  planned(topic: PlannedTopic): NewTopic
  /** Those of the names that exist, in the order of the names. */
  describe(names: readonly string[]): Promise<readonly TopicDescription[]>
  /** @throws `TopicNotMade` */
  create(topic: NewTopic): Promise<void>
  /** @throws `TopicNotAltered` */
  addPartitions(name: string, total: number): Promise<void>
  /** @throws `TopicNotAltered` */
  configure(name: string, changes: Readonly<Record<string, string>>): Promise<void>
}

/** Container images of the collectors. */
export interface ImageBuilder {
  readonly images: readonly AssemblyImage[]
  build(image: AssemblyImage): Promise<void>
  /** Whether what was built is there and from this very folder. */
  inspect(image: AssemblyImage): Promise<readonly Fact[]>
}

/** Stacks that are deployed once the topics are there. */
export type StackKind = 'Ingestion' | 'Connectors'

/** The stacks of a project. */
export interface StackDeployer {
  deploy(stack: StackKind): Promise<void>
  /** What of a stack exists and whether it is as the template says. */
  inspect(stack: StackKind): Promise<readonly Fact[]>
}

/** State of a connector and its tasks, in Connect's words (`RUNNING`, `PAUSED`, `FAILED` …). */
export interface ConnectorStatus {
  readonly connector: { readonly state: string; readonly trace?: string }
  readonly tasks: readonly { readonly id: number; readonly state: string; readonly trace?: string }[]
}

/** Where a connector is in a partition of its topics. */
export interface ConnectorOffset {
  readonly topic: string
  readonly partition: number
  /** Next offset to be read by its consumer group; 0 where nothing was committed yet. */
  readonly committed: number
  /** Next offset to be written. */
  readonly end: number
}

/** Connectors of the project. */
export interface ConnectorControl {
  /** As the templates say, with what differs on this site applied. */
  readonly planned: readonly DescribedConnector[]
  /** What the worker finds wrong with a configuration; none where it is right. */
  validate(name: string): Promise<readonly Problem[]>
  /** Makes it, or gives it its configuration again. */
  create(name: string): Promise<void>
  /** Undefined where there is none of this name. */
  status(name: string): Promise<ConnectorStatus | undefined>
  pause(name: string): Promise<void>
  resume(name: string): Promise<void>
  /** Starts what has failed again: the connector and its tasks. */
  restart(name: string): Promise<void>
  offsets(name: string): Promise<readonly ConnectorOffset[]>
  delete(name: string): Promise<void>
}

/** Where events are sent. */
export interface Endpoint {
  /** Such as `http://127.0.0.1:8802/collect`. */
  readonly url: string
  inspect(): Promise<readonly Fact[]>
  /** In Prometheus' text format. */
  metrics(): Promise<string>
}

/** Reads what the sinks have stored, with programs that share nothing with them. */
export interface Lake {
  /** Keys of the objects of JSON lines below a prefix, without the sink's own account. */
  objects(bucket: string, prefix: string): Promise<string[]>
  /** Lines of these objects one after the other, unpacked. */
  lines(bucket: string, keys: readonly string[]): AsyncIterable<string>
  /** Rows of the newest snapshot. */
  icebergCount(database: string, table: string): Promise<number>
  /** One column of every row, in the order of the files. */
  icebergColumn(database: string, table: string, column: string): Promise<string[]>
  /** Snapshots that the table has, oldest first. */
  icebergSnapshots(database: string, table: string): Promise<readonly IcebergSnapshot[]>
  /** Columns of every row as texts, slice after slice in flat memory, without the rows that `known` snapshots added. */
  icebergRows(
    database: string,
    table: string,
    columns: readonly string[],
    known?: readonly string[],
  ): AsyncIterable<IcebergSlice>
}

/** A state of an Iceberg table. */
export interface IcebergSnapshot {
  readonly id: string
  /** Rows of the table in this state. */
  readonly records: number
}

/** Some rows of one data file, column by column. */
export interface IcebergSlice {
  /** The snapshot that added them. */
  readonly snapshot: string
  readonly columns: readonly (readonly string[])[]
}
