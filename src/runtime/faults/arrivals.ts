import type { SinkSpec } from '../../spec/schema.js'
import { readRecords } from '../../site/kafka/record-reader.js'
import type { Lake } from '../../site/site.js'
import { eventMeta, idOf } from '../replay/event-meta.js'
import { sinkName } from '../sink-name.js'
import { IdSet, type Id } from '../replay/id-set.js'

/** What became of the accepted events in one place. */
export interface Arrivals {
  readonly place: string
  /** Records of accepted events. */
  readonly records: number
  readonly distinct: number
  /** Accepted events that are not there. */
  readonly lost: number
  /** Records beyond one an event. */
  readonly duplicated: number
}

/** Counts which of the accepted ids are among those of a place, and how often. */
async function count(place: string, accepted: IdSet, ids: AsyncIterable<Id> | Iterable<Id>): Promise<Arrivals> {
  const seen = new IdSet()
  let records = 0
  for await (const id of ids) {
    if (accepted.get(id) === 0) continue
    records++
    seen.set(id, 1)
  }
  return {
    place,
    records,
    distinct: seen.size,
    lost: accepted.size - seen.size,
    duplicated: records - seen.size,
  }
}

/** Events in a topic, by `meta.id`. */
export function inKafka(accepted: IdSet, brokers: readonly string[], topic: string): Promise<Arrivals> {
  return count(`Kafka ${topic}`, accepted, idsOf())

  async function* idsOf(): AsyncGenerator<Id> {
    for await (const { value } of readRecords(brokers, { topic, from: 'earliest', to: 'end' })) {
      const meta = value === undefined ? undefined : eventMeta(value)
      if (meta !== undefined) yield meta.id
    }
  }
}

/** Events that a sink has stored, by their id, read by programs that share nothing with it. */
export async function inSink(accepted: IdSet, lake: Lake, sink: SinkSpec): Promise<Arrivals> {
  if (sink.type === 'iceberg') {
    const { database, table } = sink
    const column = await lake.icebergColumn(database, table, 'event_id')
    return count(sinkName(sink), accepted, column.map(idOf))
  }
  const { bucket, prefix, topics } = sink
  const keys = (await Promise.all(topics.map((topic) => lake.objects(bucket, `${prefix}/${topic}/`)))).flat()
  return count(sinkName(sink), accepted, idsIn(lake.lines(bucket, keys)))
}

async function* idsIn(lines: AsyncIterable<string>): AsyncGenerator<Id> {
  for await (const line of lines) {
    const id = /^\{"meta":\{.*?"id":"([^"]*)"/.exec(line)?.[1]
    if (id !== undefined) yield idOf(id)
  }
}
