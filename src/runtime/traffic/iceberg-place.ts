import type { Lake } from '../../site/site.js'
import type { IcebergSinkSpec } from '../../spec/schema.js'
import { sinkName } from '../sink-name.js'
import type { Place } from './place.js'
import type { Settlement } from './settlement.js'

/** The rows of an Iceberg sink: each is readable from the snapshot on that added it. */
export class IcebergPlace implements Place {
  readonly kind = 'iceberg'
  readonly name: string
  readonly topics: readonly string[]
  private readonly seen = new Map<string, number>()
  /** Snapshots from before the run, and those that were read. */
  private readonly known = new Set<string>()

  private constructor(
    private readonly lake: Lake,
    private readonly sink: IcebergSinkSpec,
    readonly intervalMs: number,
  ) {
    this.name = sinkName(sink)
    this.topics = sink.topics
  }

  static async open(lake: Lake, sink: IcebergSinkSpec, intervalMs: number): Promise<IcebergPlace> {
    const place = new IcebergPlace(lake, sink, intervalMs)
    for (const { id } of await lake.icebergSnapshots(sink.database, sink.table)) place.known.add(id)
    return place
  }

  async look(at: number): Promise<void> {
    for (const { id } of await this.lake.icebergSnapshots(this.sink.database, this.sink.table)) {
      if (!this.seen.has(id)) this.seen.set(id, at)
    }
  }

  async read(settlement: Settlement): Promise<void> {
    const { database, table } = this.sink
    const fresh = [...this.seen.keys()].filter((id) => !this.known.has(id))
    if (fresh.length === 0) return
    const isFresh = new Set(fresh)
    for await (const { snapshot, columns } of this.lake.icebergRows(
      database,
      table,
      ['data', 'event_id'],
      [...this.known],
    )) {
      // A snapshot that came since the last look is read the next time.
      if (!isFresh.has(snapshot)) continue
      const [texts = [], ids = []] = columns
      const at = this.seen.get(snapshot)
      for (const [row, text] of texts.entries()) settlement.add(text, ids[row] ?? '', at)
    }
    for (const id of fresh) this.known.add(id)
  }
}
