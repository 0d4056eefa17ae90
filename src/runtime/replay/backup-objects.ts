import type { Lake } from '../../site/site.js'

/** What the shipper keeps in the backup bucket: records that Kafka had not acknowledged, and requests that were refused. */
export type BackupKind = 'spill' | 'rejected'

export interface BackupPlace {
  readonly bucket: string
  readonly prefix: string
}

/** Where objects of a kind begin. */
export function backupPrefix({ prefix }: BackupPlace, kind: BackupKind): string {
  return `${prefix === '' ? '' : `${prefix}/`}${kind}/`
}

const HOUR_MS = 3_600_000

/**
 * Keys of the objects that can hold an event that was taken at a time or later, oldest first. An object's key has the hour at which
 * the shipper began it, never before its events; how long after them depends on how long S3 was away, so that there is no last hour.
 */
export async function backupObjects(
  lake: Pick<Lake, 'objects'>,
  place: BackupPlace,
  kind: BackupKind,
  fromMs: number,
): Promise<string[]> {
  const prefix = backupPrefix(place, kind)
  const keys = await lake.objects(place.bucket, prefix)
  return keys.filter((key) => (hourOf(key, prefix) ?? Infinity) > fromMs - HOUR_MS).sort()
}

/** The hour in a key such as `backup/spill/2026/11/28/19/0412-….jsonl.gz`, as epoch milliseconds; undefined for another one. */
export function hourOf(key: string, prefix: string): number | undefined {
  const [, year, month, day, hour] = /^(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\//.exec(key.slice(prefix.length)) ?? []
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour))
}
