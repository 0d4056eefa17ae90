import type { Lake } from '../../site/site.js'
import type { S3JsonSinkSpec } from '../../spec/schema.js'
import { sinkName } from '../sink-name.js'
import type { Place } from './place.js'
import { partsOf } from './record-text.js'
import type { Settlement } from './settlement.js'

/** The objects of an S3 JSON sink; none of them changes once it is there. */
export class JsonPlace implements Place {
  readonly kind = 's3-json'
  readonly name: string
  readonly topics: readonly string[]
  /** When each object was seen first; undefined: before the run, or read. */
  private readonly seen = new Map<string, number | undefined>()

  private constructor(
    private readonly lake: Lake,
    private readonly sink: S3JsonSinkSpec,
    readonly intervalMs: number,
  ) {
    this.name = sinkName(sink)
    this.topics = sink.topics
  }

  static async open(lake: Lake, sink: S3JsonSinkSpec, intervalMs: number): Promise<JsonPlace> {
    const place = new JsonPlace(lake, sink, intervalMs)
    for (const key of await place.keys()) place.seen.set(key, undefined)
    return place
  }

  async look(at: number): Promise<void> {
    for (const key of await this.keys()) if (!this.seen.has(key)) this.seen.set(key, at)
  }

  async read(settlement: Settlement): Promise<void> {
    for (const [key, at] of this.seen) {
      if (at === undefined) continue
      for await (const line of this.lake.lines(this.sink.bucket, [key])) {
        const { id, data } = partsOf(line)
        settlement.add(data, id, at)
      }
      this.seen.set(key, undefined)
    }
  }

  private async keys(): Promise<string[]> {
    const { bucket, prefix, topics } = this.sink
    return (await Promise.all(topics.map((topic) => this.lake.objects(bucket, `${prefix}/${topic}/`)))).flat()
  }
}
