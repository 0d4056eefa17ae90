import type { SinkSpec } from '../spec/schema.js'

/** What a sink is called to people: its table, or the address of its files. */
export function sinkName(sink: SinkSpec): string {
  return sink.type === 'iceberg'
    ? `Iceberg ${sink.database}.${sink.table}`
    : `S3 JSON s3://${sink.bucket}/${sink.prefix}`
}
