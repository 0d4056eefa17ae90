import { ClickstreamError } from '../../errors.js'

/** A typed column, filled from a path inside the event. */
export interface EventColumn {
  readonly name: string

  readonly type: 'string' | 'int' | 'long' | 'float' | 'double' | 'boolean' | 'date' | 'timestamp'

  /** Field path inside the record, such as `data.amount`. */
  readonly path: string
}

/** A field of the Iceberg schema, as `AWS::Glue::Table` takes it: flat, because a type is plain text there. */
export interface IcebergField {
  readonly id: number
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly doc: string
}

/** What the transform `clickstream.transforms.EventColumns$Value` fills in for every event. */
const FIXED: readonly (readonly [name: string, type: string, doc: string])[] = [
  ['event_id', 'string', 'meta.id; remove duplicates by it'],
  ['project', 'string', 'meta.project'],
  ['ctime', 'long', "epoch milliseconds by the collector's clock"],
  ['ip', 'string', 'address of the client'],
  ['user_agent', 'string', 'user agent of the client'],
  ['query', 'string', 'query string of the request'],
  ['data', 'string', 'the event, exactly as it was sent'],
  ['received_at', 'timestamptz', 'when Kafka got the record'],
  ['kafka_partition', 'int', 'partition in Kafka'],
  ['kafka_offset', 'long', 'offset in Kafka'],
]

/** Column of the partitions: it is always there and its values come from Kafka, not from a client. */
const PARTITION_COLUMN = 'received_at'

/**
 * The schema of an event table.
 *
 * @throws `ColumnNameTaken` where a typed column has the name of another column
 */
export function icebergFields(columns: readonly EventColumn[] = []): IcebergField[] {
  const all = [
    ...FIXED,
    ...columns.map(({ name, type, path }) => [name, type === 'timestamp' ? 'timestamptz' : type, path] as const),
  ]
  return all.map(([name, type, doc], index) => {
    if (all.findIndex(([other]) => other === name) !== index) {
      throw new ClickstreamError(`column ${name} exists already`, {
        code: 'ColumnNameTaken',
        hint: `give it another name; these are fixed: ${FIXED.map(([fixed]) => fixed).join(', ')}`,
        exitCode: 3,
      })
    }
    return { id: index + 1, name, type, required: false, doc }
  })
}

/** Id of the column that partitions are made from. */
export function partitionSourceId(fields: readonly IcebergField[]): number {
  return fields.find(({ name }) => name === PARTITION_COLUMN)?.id ?? 0
}

/** Name of the partition field, such as `received_at_day`. */
export function partitionName(transform: string): string {
  return `${PARTITION_COLUMN}_${transform}`
}
