import { catalogNames, sinkId } from '../spec/derived-names.js'
import { folderCondition, tableSql } from '../spec/event-sql.js'
import type { SinkSpec, Spec } from '../spec/schema.js'

/** One statement, and what it answers. */
export interface TitledQuery {
  readonly title: string
  readonly sql: string
}

/** The queries of one sink, and where they look. */
export interface SinkQueries {
  readonly sink: string
  readonly type: SinkSpec['type']
  readonly database: string
  readonly table: string
  readonly view: string
  readonly queries: readonly TitledQuery[]
}

/** An event's id in the table itself. */
const ID: Readonly<Record<SinkSpec['type'], string>> = {
  's3-json': `json_extract_scalar("line", '$.meta.id')`,
  iceberg: '"event_id"',
}

/** What people ask first of each sink: the newest events, how many there are, and how many came twice. */
export function sinkQueries(spec: Pick<Spec, 'name' | 'sinks'>, since: Date, now: Date): SinkQueries[] {
  return spec.sinks.map((sink, index) => {
    const names = catalogNames(spec, index)
    const place = placeCondition(sink, since, now)
    const where = place === undefined ? time(since) : `${place}\n  AND ${time(since)}`
    const view = tableSql(names.database, names.view)
    const hour = `date_trunc('hour', from_unixtime("ctime" / 1000.0))`
    return {
      sink: sinkId(spec, index),
      type: sink.type,
      ...names,
      queries: [
        {
          title: 'the newest events',
          sql: [
            'SELECT from_unixtime("ctime" / 1000.0) AS "at", "project", "event_id", "data"',
            `FROM ${view}`,
            `WHERE ${where}`,
            'ORDER BY "ctime" DESC',
            'LIMIT 100',
          ].join('\n'),
        },
        {
          title: 'events an hour',
          sql: [
            `SELECT ${hour} AS "hour_of_event", "project", count(DISTINCT "event_id") AS "events"`,
            `FROM ${view}`,
            `WHERE ${where}`,
            'GROUP BY 1, 2',
            'ORDER BY 1 DESC, 2',
          ].join('\n'),
        },
        {
          title: 'how many came more than once',
          sql: copiesSql(tableSql(names.database, names.table), ID[sink.type], place ?? time(since)),
        },
      ],
    }
  })
}

/** Milliseconds by the collector's clock. */
function time(since: Date): string {
  return `"ctime" >= ${since.getTime()}`
}

/**
 * The folders that Athena has to list, where the sink makes some. An event that waited for Kafka lies in the folder of its
 * arrival, never in an earlier one.
 */
function placeCondition(sink: SinkSpec, since: Date, now: Date): string | undefined {
  return sink.type === 's3-json' ? folderCondition(sink.partitionBy, since, now) : undefined
}

function copiesSql(table: string, id: string, where: string): string {
  return [
    `SELECT count(*) AS "rows_stored", count(DISTINCT ${id}) AS "events", count(${id}) - count(DISTINCT ${id}) AS "copies"`,
    `FROM ${table}`,
    `WHERE ${where}`,
  ].join('\n')
}
