import type * as s3 from 'aws-cdk-lib/aws-s3'
import type { IConnectWorkers } from './connect-workers-props.js'
import type { Capacity } from './capacity.js'
import type { ConnectorLogs } from './connector-logs.js'
import type { ConnectorPlugin } from './connector-plugin.js'
import { BUCKET, RECORD, WORKERS } from '../platform/prop-kinds.js'
import { like } from '../platform/well-typed.js'

/** What every sink takes. */
export interface SinkProps {
  /** Network, cluster and worker configuration; may be shared by the sinks of a stack. */
  readonly workers: IConnectWorkers

  /** What the sink is called in the project. */
  readonly sinkName: string

  readonly topics: readonly string[]

  /** Bucket that exists. */
  readonly bucket: s3.IBucket

  /** Topic that exists and takes what cannot be stored. */
  readonly deadLetterTopic: string

  /**
   * Copies of the dead-letter topic, should Kafka Connect have to make it.
   *
   * @default 3
   */
  readonly deadLetterReplicationFactor?: number

  /**
   * Consumer group. It must stay the same for the life of the cluster, or everything is stored again.
   *
   * @default - from the names of workers and sink and the UUID of the cluster
   */
  readonly consumerGroup?: string

  /**
   * Most tasks; more than the topics have partitions stay idle.
   *
   * @default 1
   */
  readonly tasks?: number

  /** @default - one to two workers of 1 MCU */
  readonly capacity?: Capacity

  /** @default - the plugin of this package */
  readonly plugin?: ConnectorPlugin

  /**
   * Where the workers' logs go.
   *
   * @default - a log group of the connector's own
   */
  readonly logs?: ConnectorLogs

  /**
   * Settings of the sink that have no prop, by their own names; those that the sink sets itself are refused at synth.
   *
   * @default - none
   */
  readonly extraConfiguration?: Readonly<Record<string, string>>
}

/** What each prop of every sink has to be, for callers whose compiler has not checked them. */
export const SINK_TYPES = {
  required: { workers: WORKERS, sinkName: 'text', topics: 'list', bucket: BUCKET, deadLetterTopic: 'text' },
  optional: {
    deadLetterReplicationFactor: 'number',
    consumerGroup: 'text',
    tasks: 'number',
    capacity: like('a Capacity', 'render', 'problems'),
    plugin: like('a ConnectorPlugin', 'bind'),
    logs: like('a ConnectorLogs'),
    extraConfiguration: RECORD,
  },
} as const
