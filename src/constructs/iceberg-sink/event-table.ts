import { RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import * as glue from 'aws-cdk-lib/aws-glue'
import { Construct } from 'constructs'
import { claimTable } from '../event-tables/deduplicated-view.js'
import { glueDatabase } from '../event-tables/glue-database.js'
import { checkProps, isKnown, type MaybeProblem } from '../platform/check-props.js'
import { columnProblems, icebergFields, partitionName, partitionSourceId, type EventColumn } from './event-columns.js'

export interface EventTableProps {
  readonly database: string

  readonly table: string

  /** Where data and metadata are, as `s3://bucket/…`. */
  readonly location: string

  /** @default 'day' */
  readonly partitionBy?: 'hour' | 'day' | 'month' | 'year'

  /**
   * Typed columns beside the fixed ones.
   *
   * @default - none
   */
  readonly columns?: readonly EventColumn[]

  /**
   * Table properties by Iceberg's own names, such as `write.target-file-size-bytes`; they win over the defaults.
   *
   * @default - Parquet with zstd, and the last 100 metadata files
   */
  readonly properties?: Readonly<Record<string, string>>
}

const DEFAULT_PROPERTIES: Readonly<Record<string, string>> = {
  'write.parquet.compression-codec': 'zstd',
  'write.metadata.delete-after-commit.enabled': 'true',
  'write.metadata.previous-versions-max': '100',
}

/**
 * The Iceberg table for events, made before the first one arrives: columns inferred from events would change values or stop
 * the sink. Table and database outlive the stack.
 */
export class EventTable extends Construct {
  readonly table: glue.CfnTable

  constructor(scope: Construct, id: string, props: EventTableProps) {
    super(scope, id)
    claimTable(this, props.database, props.table)
    checkProps(this, [...tableNameProblems(props), ...columnProblems(props.columns)])
    const fields = icebergFields(props.columns)
    const transform = props.partitionBy ?? 'day'
    this.table = new glue.CfnTable(this, 'Table', {
      catalogId: Stack.of(this).account,
      databaseName: props.database,
      name: props.table,
      openTableFormatInput: {
        icebergInput: {
          metadataOperation: 'CREATE',
          version: '2',
          icebergTableInput: {
            location: props.location,
            schema: { type: 'struct', fields },
            partitionSpec: {
              fields: [
                { name: partitionName(transform), sourceId: partitionSourceId(fields), transform, fieldId: 1000 },
              ],
            },
            writeOrder: { orderId: 0, fields: [] },
            properties: { ...DEFAULT_PROPERTIES, ...props.properties },
          },
        },
      },
    })
    this.table.applyRemovalPolicy(RemovalPolicy.RETAIN)
    this.table.addResourceDependency(glueDatabase(this, props.database))
  }
}

/** Glue's names, as Athena takes them without quotes. */
function tableNameProblems({ database, table }: EventTableProps): MaybeProblem[] {
  return Object.entries({ database, table }).map(
    ([what, name]) =>
      isKnown(name) &&
      !/^[a-z0-9_]{1,120}$/.test(name) && {
        code: 'GlueNameInvalid',
        message: `${what} is ${JSON.stringify(name)}`,
        hint: 'take up to 120 lowercase letters, digits and underscores',
      },
  )
}
