import type { Problem } from '../../errors.js'
import type { Spec } from '../schema.js'

interface Place {
  readonly path: string
  readonly what: string
  readonly bucket: string
  /** Ends in a slash, so that `events` and `events2` do not count as one inside the other. */
  readonly prefix: string
  /** Iceberg tables may share a warehouse. */
  readonly isWarehouse: boolean
}

/** Sinks that read topics which exist, and write where nothing else writes. */
export function sinkRules(spec: Spec): Problem[] {
  return [...topicRules(spec), ...tableRules(spec), ...placeRules(spec), ...schemaRules(spec)]
}

function topicRules({ sinks, topics }: Spec): Problem[] {
  const names = topics.map((topic) => topic.name)
  return sinks.flatMap((sink, index) =>
    sink.topics
      .filter((topic) => !names.includes(topic))
      .map((topic) => ({
        code: 'UnknownTopic',
        path: `sinks.${index}.topics`,
        message: `sink ${index} reads ${topic}, which topics does not list`,
        hint: `add - { name: ${topic} } to topics, or write one of ${names.slice(0, 5).join(', ')}`,
      })),
  )
}

function tableRules({ sinks }: Spec): Problem[] {
  const seen = new Set<string>()
  return sinks.flatMap((sink, index): Problem[] => {
    if (sink.type !== 'iceberg') return []
    const table = `${sink.database}.${sink.table}`
    const isNew = !seen.has(table)
    seen.add(table)
    if (isNew) return []
    const message = `two Iceberg sinks write the table ${table}`
    return [
      {
        code: 'DuplicateTable',
        path: `sinks.${index}.table`,
        message,
        hint: 'give each its own table, or name all topics in one sink',
      },
    ]
  })
}

function placeRules(spec: Spec): Problem[] {
  const places = placesOf(spec)
  return places.flatMap((place, index) =>
    places
      .slice(0, index)
      .filter((other) => other.bucket === place.bucket && !(other.isWarehouse && place.isWarehouse))
      .filter((other) => place.prefix.startsWith(other.prefix) || other.prefix.startsWith(place.prefix))
      .map((other) => ({
        code: 'OverlappingPrefix',
        path: place.path,
        message: `${place.what} and ${other.what} would write into each other: s3://${place.bucket}/${place.prefix} and s3://${other.bucket}/${other.prefix}`,
        hint: 'give each its own prefix',
      })),
  )
}

function placesOf({ sinks, backup }: Spec): Place[] {
  const places = sinks.map((sink, index): Place => {
    const isWarehouse = sink.type === 'iceberg'
    // without a prefix the Iceberg warehouse is s3://<bucket>/warehouse
    const prefix = sink.prefix ?? 'warehouse'
    return {
      path: `sinks.${index}.prefix`,
      what: `sink ${index}`,
      bucket: sink.bucket,
      prefix: `${prefix}/`,
      isWarehouse,
    }
  })
  return [
    ...places,
    {
      path: 'backup.prefix',
      what: 'the backup',
      bucket: backup.bucket,
      prefix: `${backup.prefix}/`,
      isWarehouse: false,
    },
  ]
}

/** Columns that every table has (DESIGN section 6). */
const FIXED_COLUMNS = [
  'event_id',
  'project',
  'ctime',
  'ip',
  'user_agent',
  'query',
  'data',
  'received_at',
  'kafka_partition',
  'kafka_offset',
]

function schemaRules({ sinks }: Spec): Problem[] {
  return sinks.flatMap((sink, index): Problem[] => {
    if (sink.type !== 'iceberg') return []
    const seen = new Set(FIXED_COLUMNS)
    return (sink.schema ?? []).flatMap((column, at): Problem[] => {
      const isNew = !seen.has(column.name)
      seen.add(column.name)
      const message = `the table ${sink.table} has a column ${column.name} already`
      return isNew
        ? []
        : [
            {
              code: 'DuplicateColumn',
              path: `sinks.${index}.schema.${at}.name`,
              message,
              hint: `rename it; fixed columns: ${FIXED_COLUMNS.join(', ')}`,
            },
          ]
    })
  })
}
