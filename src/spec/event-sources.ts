import type { IcebergSinkSpec, S3JsonSinkSpec } from './schema.js'

type PartitionBy = S3JsonSinkSpec['partitionBy']

/** A column of the events: how Glue and Athena call its type, and the SQL that makes it from the table. */
export interface EventSourceColumn {
  readonly name: string
  readonly glueType: string
  readonly athenaType: string
  readonly sql: string
}

/** A table of events as SQL sees it. Database and table may be tokens. */
export interface EventSource {
  readonly database: string
  readonly table: string
  readonly columns: readonly EventSourceColumn[]
  /** Columns that all copies of an event share. A condition on one of them is applied before the copies are compared. */
  readonly sameEvent: readonly string[]
  /** Which copy comes first. */
  readonly order: readonly string[]
}

/** The time folders of the S3 JSON sink, from large to small; the year is text because Athena projects it as a date. */
export const TIME_FOLDERS: readonly PartitionBy[] = ['year', 'month', 'day', 'hour']

/** The time folders that a sink makes. */
export function timeFolders(partitionBy: PartitionBy): readonly PartitionBy[] {
  return TIME_FOLDERS.slice(0, TIME_FOLDERS.indexOf(partitionBy) + 1)
}

/** Column of the raw line in the table of an S3 JSON sink. */
export const LINE = 'line'

/** `meta` holds numbers and text only, so that it ends at its first brace outside of text. */
const META = String.raw`\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}`

/**
 * The lines of an S3 JSON sink. The table holds each line as it is, because every JSON SerDe rewrites numbers or nested values;
 * `data` is cut out of it, so that it is the source text of the event. Copies of an event are found within a day of folders:
 * Athena can leave out the other days then.
 */
export function jsonEventSource(options: {
  readonly database: string
  readonly table: string
  readonly partitionBy: PartitionBy
  /** Whether each line is an envelope with the record in `value`. @default false */
  readonly envelope?: boolean
}): EventSource {
  const path = options.envelope === true ? '$.value' : '$'
  const [open, close] = options.envelope === true ? ['"value":', String.raw`\}\}$`] : ['^', String.raw`\}$`]
  const text = (field: string): string => `json_extract_scalar("${LINE}", '${path}.meta.${field}')`
  const data = String.raw`${open}\{"meta":${META},"data":(.*)${close}`
  const folders = timeFolders(options.partitionBy)
  return {
    database: options.database,
    table: options.table,
    columns: [
      varchar('event_id', text('id')),
      varchar('project', text('project')),
      { name: 'ctime', glueType: 'bigint', athenaType: 'bigint', sql: `TRY_CAST(${text('ctime')} AS bigint)` },
      varchar('ip', text('ip')),
      varchar('user_agent', text('ua')),
      varchar('query', text('query')),
      varchar(
        'data',
        `coalesce(regexp_extract("${LINE}", '${data}', 1), json_format(json_extract("${LINE}", '${path}.data')), "${LINE}")`,
      ),
      varchar(LINE, `"${LINE}"`),
      varchar('topic', '"topic"'),
      ...folders.map((folder) => folderColumn(folder)),
    ],
    sameEvent: ['event_id', 'ctime', 'topic', ...folders.filter((folder) => folder !== 'hour')],
    order: folders,
  }
}

function varchar(name: string, sql: string): EventSourceColumn {
  return { name, glueType: 'string', athenaType: 'varchar', sql }
}

function folderColumn(name: PartitionBy): EventSourceColumn {
  return name === 'year' ? varchar(name, '"year"') : { name, glueType: 'int', athenaType: 'integer', sql: `"${name}"` }
}

type TypedColumn = Pick<NonNullable<IcebergSinkSpec['schema']>[number], 'name' | 'type'>

/** Names of types in Glue and in Athena. A view cannot hold a time with a zone, so times are given in UTC. */
const TYPES: Readonly<Record<TypedColumn['type'], readonly [glue: string, athena: string]>> = {
  string: ['string', 'varchar'],
  int: ['int', 'integer'],
  long: ['bigint', 'bigint'],
  float: ['float', 'real'],
  double: ['double', 'double'],
  boolean: ['boolean', 'boolean'],
  date: ['date', 'date'],
  timestamp: ['timestamp', 'timestamp(6)'],
}

const ICEBERG_COLUMNS: readonly TypedColumn[] = [
  ...['event_id', 'project'].map((name): TypedColumn => ({ name, type: 'string' })),
  { name: 'ctime', type: 'long' },
  ...['ip', 'user_agent', 'query', 'data'].map((name): TypedColumn => ({ name, type: 'string' })),
  { name: 'received_at', type: 'timestamp' },
  { name: 'kafka_partition', type: 'int' },
  { name: 'kafka_offset', type: 'long' },
]

/** The rows of an Iceberg sink. All copies of an event have its `ctime`, by which Athena leaves out files. */
export function icebergEventSource(options: {
  readonly database: string
  readonly table: string
  readonly columns?: readonly TypedColumn[]
}): EventSource {
  return {
    database: options.database,
    table: options.table,
    columns: [...ICEBERG_COLUMNS, ...(options.columns ?? [])].map(({ name, type }) => {
      // A type that there is not has been reported with the table.
      const [glueType, athenaType] = (TYPES as Partial<typeof TYPES>)[type] ?? TYPES.string
      const sql = type === 'timestamp' ? `CAST("${name}" AT TIME ZONE 'UTC' AS ${athenaType})` : `"${name}"`
      return { name, glueType, athenaType, sql }
    }),
    sameEvent: ['event_id', 'ctime'],
    order: ['received_at', 'kafka_partition', 'kafka_offset'],
  }
}
