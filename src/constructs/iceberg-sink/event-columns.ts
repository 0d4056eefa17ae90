import { isKnown, type MaybeProblem } from '../platform/check-props.js'

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

const TYPES: readonly EventColumn['type'][] = [
  'string',
  'int',
  'long',
  'float',
  'double',
  'boolean',
  'date',
  'timestamp',
]

/** The schema of an event table. */
export function icebergFields(columns: readonly EventColumn[] = []): IcebergField[] {
  const all = [
    ...FIXED,
    ...columns.map(({ name, type, path }) => [name, type === 'timestamp' ? 'timestamptz' : type, path] as const),
  ]
  return all.map(([name, type, doc], index) => ({ id: index + 1, name, type, required: false, doc }))
}

/** Typed columns that the transform would refuse. */
export function columnProblems(columns: readonly EventColumn[] = []): MaybeProblem[] {
  const names = [...FIXED.map(([name]) => name), ...columns.map(({ name }) => name)]
  return columns.flatMap(({ name, type, path }, index) => [
    names.indexOf(name) !== FIXED.length + index && {
      code: 'ColumnNameTaken',
      message: `column ${name} exists already`,
      hint: `give it another name; these are fixed: ${FIXED.map(([fixed]) => fixed).join(', ')}`,
    },
    isKnown(name) &&
      !/^[a-z0-9_]{1,120}$/.test(name) && {
        code: 'ColumnNameInvalid',
        message: `a column is called ${JSON.stringify(name)}`,
        hint: 'take up to 120 lowercase letters, digits and underscores',
      },
    !TYPES.includes(type) && {
      code: 'ColumnTypeInvalid',
      message: `column ${name} has the type ${JSON.stringify(type)}`,
      hint: `take one of ${TYPES.join(', ')}; what is nested stays text in data`,
    },
    isKnown(path) &&
      !/^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,7}$/.test(path) && {
        code: 'ColumnPathInvalid',
        message: `column ${name} comes from ${JSON.stringify(path)}`,
        hint: 'write one to eight field names joined by dots, such as data.amount',
      },
  ])
}

/** Id of the column that partitions are made from. */
export function partitionSourceId(fields: readonly IcebergField[]): number {
  return fields.find(({ name }) => name === PARTITION_COLUMN)?.id ?? 0
}

/** Name of the partition field, such as `received_at_day`. */
export function partitionName(transform: string): string {
  return `${PARTITION_COLUMN}_${transform}`
}
