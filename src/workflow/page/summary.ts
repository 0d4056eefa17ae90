import type { Spec } from '../../spec/schema.js'
import type { SummaryLine } from '../rehearsal-record.js'

const SOLUTIONS: Readonly<Record<Spec['collector']['solution'], string>> = {
  'nginx-lua': 'nginx + Lua',
  'nginx-vector': 'nginx + Vector',
}

/** What a spec says, as far as a rehearsal shows it. */
export function summaryOf({ name, region, collector, topics, sinks }: Spec): SummaryLine[] {
  return [
    { what: 'project', value: `${name}, for ${region}` },
    { what: 'collector', value: SOLUTIONS[collector.solution] },
    { what: 'a 200 means', value: MEANINGS[collector.durability] },
    { what: 'topics', value: topics.map((topic) => `${topic.name} (${topic.partitions} partitions)`).join(', ') },
    ...sinks.map((sink) => ({
      what: sink.type === 's3-json' ? 'JSON lines in S3' : 'Iceberg table',
      value:
        sink.type === 's3-json'
          ? `s3://${sink.bucket}/${sink.prefix}, at most ${sink.flushSeconds} s old`
          : `${sink.database}.${sink.table}, a commit every ${sink.commitSeconds} s`,
    })),
  ]
}

const MEANINGS: Readonly<Record<Spec['collector']['durability'], string>> = {
  acknowledged: 'the event is in Kafka, or fsynced on disk',
  buffered: 'the event is in the memory of the producer',
}
