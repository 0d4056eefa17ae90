import { setTimeout as pause } from 'node:timers/promises'
import type { SinkSpec, Spec } from '../../spec/schema.js'
import { endOffsets } from '../../site/kafka/record-reader.js'
import { metricOf, type OutageSite } from './outage-site.js'

/** How many events each place has, as it was last seen. */
export interface Counts {
  kafka: number
  json: number
  iceberg: number
  /** On the collector's disk. */
  spillBytes: number
}

/** Milliseconds between two looks. */
const LOOK_MS = 300

/** Counts what arrives in each place until it is closed; a place that does not answer keeps its last count. */
export class LiveCounts implements Counts {
  kafka = 0
  json = 0
  iceberg = 0
  spillBytes = 0
  private closed = false
  private readonly lines = new Map<string, number>()

  constructor(
    private readonly site: OutageSite,
    { sinks, collector }: Spec,
  ) {
    const topic = collector.routing.default
    const json = sinks.find((sink) => sink.type === 's3-json')
    const iceberg = sinks.find((sink) => sink.type === 'iceberg')
    void this.follow(async () => (this.kafka = await this.inTopic(topic)))
    void this.follow(async () => (this.spillBytes = (await metricOf(site, 'clickstream_spill_bytes')) || 0))
    if (json !== undefined) void this.follow(async () => (this.json = await this.linesOf(json)))
    if (iceberg !== undefined) {
      void this.follow(async () => (this.iceberg = await site.lake.icebergCount(iceberg.database, iceberg.table)))
    }
  }

  close(): void {
    this.closed = true
  }

  private async follow(look: () => Promise<unknown>): Promise<void> {
    while (!this.closed) {
      await look().catch(() => undefined)
      await pause(LOOK_MS)
    }
  }

  private async inTopic(topic: string): Promise<number> {
    const ends = (await endOffsets(this.site.brokers, [topic])).get(topic) ?? []
    return ends.reduce((sum, end) => sum + end, 0)
  }

  /** Each object is read once: it never changes once it is there. */
  private async linesOf({ bucket, prefix }: Extract<SinkSpec, { type: 's3-json' }>): Promise<number> {
    for (const key of await this.site.lake.objects(bucket, `${prefix}/`)) {
      if (this.lines.has(key)) continue
      let count = 0
      for await (const line of this.site.lake.lines(bucket, [key])) count += Number(line !== '')
      this.lines.set(key, count)
    }
    return [...this.lines.values()].reduce((sum, count) => sum + count, 0)
  }
}
