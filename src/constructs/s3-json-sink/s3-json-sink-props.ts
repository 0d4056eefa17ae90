import type { Duration } from 'aws-cdk-lib/core'
import { SINK_TYPES, type SinkProps } from '../kafka-connector/sink-props.js'
import type { PropTypes } from '../platform/well-typed.js'

/** What can be said of a record beside its value. */
export type S3JsonEnvelopeField = 'key' | 'headers' | 'topic' | 'partition' | 'offset' | 'timestamp'

export interface S3JsonSinkProps extends SinkProps {
  /** Key prefix in the bucket, without a slash at either end. */
  readonly prefix: string

  /**
   * Longest time until an event is in the bucket; 100 ms to one day.
   *
   * @default Duration.seconds(60)
   */
  readonly flush?: Duration

  /**
   * Folders by the record's time.
   *
   * @default 'hour'
   */
  readonly partitionBy?: 'hour' | 'day' | 'month' | 'year'

  /**
   * An object ends at about this size in the bucket, in bytes.
   *
   * @default 134217728
   */
  readonly rotateBytes?: number

  /**
   * An object ends at this number of records.
   *
   * @default - no limit
   */
  readonly rotateRecords?: number

  /**
   * How objects are compressed.
   *
   * @default 'gzip'
   */
  readonly compression?: 'gzip' | 'zstd' | 'none'

  /**
   * 1 (quick) to 9 (small).
   *
   * @default - 6 with gzip, 3 with zstd
   */
  readonly compressionLevel?: number

  /**
   * Time of an event that its folder is made from: `record`, Kafka's own, or the path of a field of the event, such as
   * `meta.ctime`, with which all copies of an event are in one folder.
   *
   * @default 'record'
   */
  readonly partitionTime?: string

  /**
   * Zone of the folders, such as `Europe/Berlin`.
   *
   * @default 'UTC'
   */
  readonly partitionTimeZone?: string

  /**
   * `year=2026/month=01` (hive) or `2026/01` (plain).
   *
   * @default 'hive'
   */
  readonly partitionStyle?: 'hive' | 'plain'

  /**
   * What each line carries around the record, which is then its `value`.
   *
   * @default - nothing: each line is the record
   */
  readonly envelope?: readonly S3JsonEnvelopeField[]

  /**
   * Storage class of the objects, one that can be read at once.
   *
   * @default - STANDARD
   */
  readonly storageClass?: 'STANDARD' | 'INTELLIGENT_TIERING' | 'STANDARD_IA' | 'ONEZONE_IA' | 'GLACIER_IR'

  /**
   * Glue database of the table and the view; made with the first sink of the stack that names it, and kept when the stack goes.
   *
   * @default - the workers' name as a Glue name
   */
  readonly database?: string

  /**
   * Glue table of the lines; the view with each event once has `_unique` behind its name.
   *
   * @default - the sink's name as a Glue name
   */
  readonly table?: string
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const S3_JSON_TYPES: PropTypes<S3JsonSinkProps> = {
  required: { ...SINK_TYPES.required, prefix: 'text' },
  optional: {
    ...SINK_TYPES.optional,
    flush: 'duration',
    partitionBy: 'text',
    rotateBytes: 'number',
    rotateRecords: 'number',
    compression: 'text',
    compressionLevel: 'number',
    partitionTime: 'text',
    partitionTimeZone: 'text',
    partitionStyle: 'text',
    envelope: 'list',
    storageClass: 'text',
    database: 'text',
    table: 'text',
  },
}
