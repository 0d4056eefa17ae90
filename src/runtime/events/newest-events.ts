import type { Lake } from '../../site/site.js'
import type { SinkSpec } from '../../spec/schema.js'

/** An event as a sink holds it. */
export interface StoredEvent {
  /** When the collector took it, ISO 8601; undefined where it does not say. */
  readonly at?: string
  /** The whole line of S3 JSON, or the column `data` of an Iceberg table. */
  readonly text: string
}

/** The newest events of one sink. */
export interface NewestEvents {
  /** Table, or address of the files. */
  readonly sink: string
  readonly type: SinkSpec['type']
  /** Newest first. */
  readonly events: readonly StoredEvent[]
}

/**
 * Reads the newest events that a sink has stored, by the collector's clock. Of files it reads the newest folder of each topic, of
 * a table every row; what is kept in memory is what is asked for.
 */
export async function newestEvents(
  lake: Pick<Lake, 'objects' | 'lines' | 'icebergRows'>,
  sink: SinkSpec,
  count: number,
): Promise<NewestEvents> {
  const newest = new Newest(count)
  if (sink.type === 'iceberg') {
    const { database, table } = sink
    for await (const { columns } of lake.icebergRows(database, table, ['ctime', 'data'])) {
      const [times = [], texts = []] = columns
      for (const [row, text] of texts.entries()) newest.add(Number(times[row]), text)
    }
    return { sink: `${database}.${table}`, type: sink.type, events: newest.events() }
  }
  const { bucket, prefix, topics } = sink
  for (const topic of topics) {
    const keys = newestFolder(await lake.objects(bucket, `${prefix}/${topic}/`))
    for await (const line of lake.lines(bucket, keys)) newest.add(Number(/"ctime":(\d+)/.exec(line)?.[1]), line)
  }
  return { sink: `s3://${bucket}/${prefix}/`, type: sink.type, events: newest.events() }
}

/** Folders of an hour sort as their time. */
function newestFolder(keys: readonly string[]): string[] {
  const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/'))
  const newest = keys.map(folderOf).sort().at(-1)
  return keys.filter((key) => folderOf(key) === newest)
}

/** The events with the latest times, of any number. */
class Newest {
  private kept: { readonly at: number; readonly text: string }[] = []

  constructor(private readonly count: number) {}

  add(at: number, text: string): void {
    const time = Number.isFinite(at) ? at : -Infinity
    if (this.kept.length >= this.count && time < (this.kept.at(-1)?.at ?? 0)) return
    const place = this.kept.findIndex((other) => other.at <= time)
    this.kept.splice(place < 0 ? this.kept.length : place, 0, { at: time, text })
    this.kept = this.kept.slice(0, this.count)
  }

  events(): StoredEvent[] {
    return this.kept.map(({ at, text }) => ({ ...(at > -Infinity && { at: new Date(at).toISOString() }), text }))
  }
}
