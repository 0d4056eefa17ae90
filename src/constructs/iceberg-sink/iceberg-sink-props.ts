import type { Duration } from 'aws-cdk-lib/core'
import type { TableMaintenanceOptions } from '../event-tables/table-maintenance.js'
import { SINK_TYPES, type SinkProps } from '../kafka-connector/sink-props.js'
import { PERIODS, RECORD } from '../platform/prop-kinds.js'
import type { PropTypes } from '../platform/well-typed.js'
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
   * Time between two commits. Each commit writes files, and a query reads them all: a shorter time warns at synth.
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

  /**
   * Table properties by Iceberg's own names, such as `write.target-file-size-bytes`.
   *
   * @default - Parquet with zstd, and the last 100 metadata files
   */
  readonly tableProperties?: Readonly<Record<string, string>>

  /**
   * Whether Glue compacts the table, lets old snapshots go and deletes orphan files.
   *
   * @default - true where CloudFormation can ask for it, which it cannot in China
   */
  readonly maintenance?: boolean | TableMaintenanceOptions

  /**
   * Whether the sink may add columns for what it finds in events. Refused: a type inferred from one event alters the values of
   * the next, or stops the task. Name typed columns in `columns`; everything is in `data` anyway.
   *
   * @default false
   */
  readonly schemaEvolution?: boolean

  /**
   * Whether rows replace earlier ones. Refused: clicks are only added, and equality deletes make every query slower until the
   * table is compacted. The view of the sink has each event once.
   *
   * @default false
   */
  readonly upserts?: boolean
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const ICEBERG_TYPES: PropTypes<IcebergSinkProps> = {
  required: { ...SINK_TYPES.required, database: 'text', table: 'text', controlTopic: 'text' },
  optional: {
    ...SINK_TYPES.optional,
    prefix: 'text',
    commitInterval: 'duration',
    partitionBy: PERIODS,
    columns: 'list',
    tableProperties: RECORD,
    schemaEvolution: 'boolean',
    upserts: 'boolean',
  },
}
