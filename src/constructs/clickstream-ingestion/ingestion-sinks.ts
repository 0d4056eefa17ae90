import type { Duration } from 'aws-cdk-lib/core'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import type { EventColumn } from '../iceberg-sink/event-columns.js'

/** A topic for events. */
export interface IngestionTopic {
  readonly name: string

  /**
   * Can be raised later, never lowered.
   *
   * @default - from the peak
   */
  readonly partitions?: number

  /**
   * Copies of each partition.
   *
   * @default 3
   */
  readonly replicationFactor?: number

  /**
   * How long Kafka keeps an event, in hours.
   *
   * @default - 72, fewer where the copies would outgrow the cluster
   */
  readonly retentionHours?: number
}

interface CommonSink {
  /** @default - the bucket of the ingestion */
  readonly bucket?: s3.IBucket

  /** @default - all topics */
  readonly topics?: readonly string[]
}

/** JSON files. */
export interface IngestionJsonSink extends CommonSink {
  readonly type: 's3-json'

  /**
   * Key prefix, without a slash at either end.
   *
   * @default 'events'
   */
  readonly prefix?: string

  /**
   * Longest time until an event is in the bucket.
   *
   * @default Duration.seconds(60)
   */
  readonly flush?: Duration

  /** @default 'hour' */
  readonly partitionBy?: 'hour' | 'day' | 'month' | 'year'
}

/** Rows of an Apache Iceberg table in the Glue catalog. */
export interface IngestionIcebergSink extends CommonSink {
  readonly type: 'iceberg'

  /** @default 'clickstream' */
  readonly database?: string

  /** @default - the first topic as a Glue name */
  readonly table?: string

  /**
   * Key prefix of the warehouse.
   *
   * @default 'warehouse'
   */
  readonly prefix?: string

  /**
   * Time between two commits.
   *
   * @default Duration.seconds(300)
   */
  readonly commitInterval?: Duration

  /** @default 'day' */
  readonly partitionBy?: 'hour' | 'day' | 'month' | 'year'

  /**
   * Typed columns beside the fixed ones.
   *
   * @default - none
   */
  readonly columns?: readonly EventColumn[]
}

export type IngestionSink = IngestionJsonSink | IngestionIcebergSink
