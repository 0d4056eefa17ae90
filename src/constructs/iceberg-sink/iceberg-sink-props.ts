import type { Duration } from 'aws-cdk-lib/core'
import type { SinkProps } from '../kafka-connector/sink-props.js'
import type { EventColumn } from './event-columns.js'

export interface IcebergSinkProps extends SinkProps {
  /** Glue database; made with the first sink of the stack that names it, and kept when the stack goes. */
  readonly database: string

  /** Glue table; made by this sink, and kept when the stack goes. */
  readonly table: string

  /** Topic of one partition that exists, for this sink alone; a new one loses what was pending. */
  readonly controlTopic: string

  /**
   * Key prefix of the warehouse in the bucket, without a slash at either end.
   *
   * @default 'warehouse'
   */
  readonly prefix?: string

  /**
   * Time between two commits. Each commit writes files, and a query reads them all.
   *
   * @default Duration.seconds(300)
   */
  readonly commitInterval?: Duration

  /**
   * Partitions of the table, by the time of arrival.
   *
   * @default 'day'
   */
  readonly partitionBy?: 'hour' | 'day' | 'month' | 'year'

  /**
   * Typed columns beside the fixed ones; what does not fit is NULL.
   *
   * @default - none
   */
  readonly columns?: readonly EventColumn[]
}
