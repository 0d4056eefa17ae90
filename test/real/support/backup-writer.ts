import { randomUUID } from 'node:crypto'
import { crc32, gzipSync } from 'node:zlib'
import type { S3Client } from './s3-client.js'

/** A record as the collector makes it. */
export const recordOf = (topic: string, id: string, ctime: number, data: object): string =>
  `{"meta":{"project":"${topic}","ctime":${ctime},"ip":"203.0.113.9","id":"${id}"},"data":${JSON.stringify(data)}}`

/** A line of the spill, framed as frame.lua does it. */
export const spillLine = (topic: string, record: string, key?: string): string => {
  const rest = `"topic":"${topic}",${key === undefined ? '' : `"key":${JSON.stringify(key)},`}"record":${record}}`
  const head = `{"crc":"${crc32(rest).toString(16).padStart(8, '0')}","length":"${String(Buffer.byteLength(rest)).padStart(8, '0')}",`
  return head + rest
}

/** Puts lines into an object where and as the shipper puts them: gzip, a key by the hour, a name that is its own. */
export const putBackup = async (
  s3: S3Client,
  place: { readonly bucket: string; readonly prefix: string; readonly kind: 'spill' | 'rejected' },
  at: number,
  lines: readonly string[],
): Promise<string> => {
  const [date = '', time = ''] = new Date(at).toISOString().split('T')
  const [hour, minute, second] = [time.slice(0, 2), time.slice(3, 5), time.slice(6, 8)]
  const name = `${minute}${second}-${randomUUID().slice(0, 8)}.jsonl.gz`
  const key = `${place.prefix}/${place.kind}/${date.replaceAll('-', '/')}/${hour}/${name}`
  await s3.put(place.bucket, key, new Uint8Array(gzipSync(`${lines.join('\n')}\n`)))
  return key
}
