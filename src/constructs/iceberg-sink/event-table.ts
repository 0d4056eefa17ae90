import { RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import * as glue from 'aws-cdk-lib/aws-glue'
import { Construct } from 'constructs'
import { shared } from '../platform/shared-scope.js'
import { icebergFields, partitionName, partitionSourceId, type EventColumn } from './event-columns.js'

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
}

/**
 * The Iceberg table for events, made before the first one arrives: columns inferred from events would change values or stop
 * the sink. Table and database outlive the stack.
 */
export class EventTable extends Construct {
  readonly table: glue.CfnTable

  constructor(scope: Construct, id: string, props: EventTableProps) {
    super(scope, id)
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
            properties: {
              'write.parquet.compression-codec': 'zstd',
              'write.metadata.delete-after-commit.enabled': 'true',
              'write.metadata.previous-versions-max': '100',
            },
          },
        },
      },
    })
    this.table.applyRemovalPolicy(RemovalPolicy.RETAIN)
    this.table.addResourceDependency(databaseOf(this, props.database))
  }
}

/** The database, once in a stack. */
function databaseOf(scope: Construct, name: string): glue.CfnDatabase {
  return shared(scope, 'Databases', name, (databases) => {
    const database = new glue.CfnDatabase(databases, name, {
      catalogId: Stack.of(scope).account,
      databaseInput: { name },
    })
    database.applyRemovalPolicy(RemovalPolicy.RETAIN)
    return database
  })
}
