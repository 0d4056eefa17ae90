import type { SinkSpec, Spec } from './schema.js'

/**
 * What a sink is called inside the project: its table for Iceberg, `s3-json` for JSON files; the second of the same kind
 * ends in `-2`. Dead letters, connectors and consumer groups are named after it.
 */
export function sinkId(spec: Pick<Spec, 'sinks'>, index: number): string {
  const base = baseName(spec.sinks[index])
  const before = spec.sinks.slice(0, index).filter((sink) => baseName(sink) === base).length
  return before === 0 ? base : `${base}-${before + 1}`
}

/** The topic over which the Iceberg sink's tasks agree on commits; one for each connector, never shared. */
export function controlTopicName(spec: Pick<Spec, 'name' | 'sinks'>, index: number): string {
  return `${spec.name}-control-${sinkId(spec, index)}`
}

/** The topic that takes what a sink cannot store. */
export function deadLetterTopicName(spec: Pick<Spec, 'name' | 'sinks'>, index: number): string {
  return `${spec.name}-dlq-${sinkId(spec, index)}`
}

/**
 * The consumer group of a sink, the same for ever: a connector that is replaced goes on where the old one stopped.
 * `clusterUuid` is the UUID of the cluster's ARN, because offsets belong to one cluster: with a new cluster under the old
 * group the Iceberg sink drops rows silently.
 */
export function consumerGroupName(spec: Pick<Spec, 'name' | 'sinks'>, index: number, clusterUuid: string): string {
  return `${spec.name}-${sinkId(spec, index)}-${clusterUuid}`
}

/** A name that Glue takes: lowercase letters, digits and underscores, at most 120 characters. */
export function glueName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
    .slice(0, 120)
}

/** Names in the Glue catalog. */
export interface CatalogNames {
  readonly database: string
  readonly table: string
  /** Each event once. */
  readonly view: string
}

/** Where a sink's events are in the Glue catalog; JSON files are listed in the database of the Iceberg sinks where there is one. */
export function catalogNames(spec: Pick<Spec, 'name' | 'sinks'>, index: number): CatalogNames {
  const sink = spec.sinks[index]
  if (sink?.type === 'iceberg') return { database: sink.database, table: sink.table, view: viewName(sink.table) }
  const lake = spec.sinks.find((other) => other.type === 'iceberg')
  const table = glueName(sinkId(spec, index))
  return { database: lake?.database ?? glueName(spec.name), table, view: viewName(table) }
}

/** The view of a table that has each event once. */
export function viewName(table: string): string {
  return `${table}_unique`
}

function baseName(sink: SinkSpec | undefined): string {
  return sink === undefined || sink.type === 's3-json' ? 's3-json' : sink.table
}
