import type { Lake } from '../../site/site.js'
import type { SinkSpec } from '../../spec/schema.js'

/** The first offset that cannot be read yet, by `topic/partition`; 0 where nothing can. */
export type ReadableOffsets = ReadonlyMap<string, number>

/** How far a sink's topics can be read in the lake, by what lies there alone. */
export async function readableOffsets(lake: Lake, sink: SinkSpec): Promise<ReadableOffsets> {
  return sink.type === 'iceberg' ? ofTable(lake, sink) : ofClaims(lake, sink)
}

type IcebergSink = Extract<SinkSpec, { type: 'iceberg' }>
type JsonSink = Extract<SinkSpec, { type: 's3-json' }>

/** Every row names the partition and offset of its record, and the sink commits a partition's records in order. */
async function ofTable(lake: Lake, { database, table, topics }: IcebergSink): Promise<ReadableOffsets> {
  const found = new Map<string, number>()
  // `project` is the topic's name.
  const rows = lake.icebergRows(database, table, ['project', 'kafka_partition', 'kafka_offset'])
  for await (const { columns } of rows) {
    const [projects = [], partitions = [], offsets = []] = columns
    offsets.forEach((offset, row) => {
      // What did not come from a collector has no project.
      const key = `${topics.length === 1 ? topics[0] : projects[row]}/${partitions[row]}`
      found.set(key, Math.max(found.get(key) ?? 0, Number(offset) + 1))
    })
  }
  return found
}

/** A claim says which objects hold its records: all before its end can be read once all of them are there. */
async function ofClaims(lake: Lake, { bucket, prefix, topics }: JsonSink): Promise<ReadableOffsets> {
  const found = new Map<string, number>()
  for (const topic of topics) {
    const claims = `${prefix}/_claims/${topic}/`
    const keys = await lake.objects(bucket, claims)
    const objects = new Set(await lake.objects(bucket, `${prefix}/${topic}/`))
    for (const key of keys) {
      const claim = await readClaim(lake.lines(bucket, [key]))
      const whole = claim.objects.every((object) => objects.has(object))
      found.set(`${topic}/${key.slice(claims.length)}`, whole ? claim.end : claim.start)
    }
  }
  return found
}

/** Reads a claim of the S3 JSON sink: one fact a line. */
async function readClaim(
  lines: AsyncIterable<string>,
): Promise<{ readonly start: number; readonly end: number; readonly objects: readonly string[] }> {
  const objects: string[] = []
  let [start, end] = [0, 0]
  for await (const line of lines) {
    const [, name, value = ''] = /^(\S+) (.*)$/.exec(line) ?? []
    if (name === 'start') start = Number(value)
    if (name === 'end') end = Number(value)
    // Records, then the key, whose backslashes are escaped.
    if (name === 'object') objects.push(value.replace(/^\d+ /, '').replace(/\\(.)/g, '$1'))
  }
  return { start, end, objects }
}
