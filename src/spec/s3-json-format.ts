import type { ConnectorConfiguration } from './connector-configuration.js'

/** What of the S3 JSON sink people tune beside the spec; see the settings in `connect/s3-json-sink/README.md`. */
export interface S3JsonFormat {
  /** @default 'gzip' */
  readonly compression?: 'gzip' | 'zstd' | 'none'
  /** 1 (quick) to 9 (small). @default - 6 with gzip, 3 with zstd */
  readonly compressionLevel?: number
  /** An object ends at about this size in the bucket. @default 134217728 */
  readonly rotateBytes?: number
  /** An object ends at this number of records. @default - no limit */
  readonly rotateRecords?: number
  /** `record`, or the path of the field that holds an event's time. @default 'record' */
  readonly partitionTime?: string
  /** Zone of the folders. @default 'UTC' */
  readonly partitionTimeZone?: string
  /** `year=2026/month=01` (hive) or `2026/01` (plain). @default 'hive' */
  readonly partitionStyle?: 'hive' | 'plain'
  /** @default - STANDARD */
  readonly storageClass?: string
  /** What each line carries around the value. @default - nothing: the value alone is the line */
  readonly envelope?: readonly string[]
}

/** An object is closed at this size at the latest: large enough for Athena and Spark, small enough to upload in a flush. */
export const ROTATE_BYTES = 128 * 1024 * 1024

/** The levels that the sink itself takes; without compression there is none. */
const COMPRESSION_LEVELS: Partial<Record<NonNullable<S3JsonFormat['compression']>, number>> = { gzip: 6, zstd: 3 }

/** How objects are compressed. */
export function s3JsonCompression({
  compression = 'gzip',
  compressionLevel,
}: S3JsonFormat = {}): ConnectorConfiguration {
  const level = compressionLevel ?? COMPRESSION_LEVELS[compression]
  return { compression, ...(level !== undefined && { 'compression.level': String(level) }) }
}

/** Where objects go and how they are cut: only what differs from the sink's own defaults. */
export function s3JsonPlacement(format: S3JsonFormat = {}): ConnectorConfiguration {
  const { rotateRecords, partitionTimeZone, partitionStyle, storageClass, envelope } = format
  return {
    ...(rotateRecords !== undefined && { 'rotate.records': String(rotateRecords) }),
    ...(partitionTimeZone !== undefined && { 'partition.time.zone': partitionTimeZone }),
    ...(partitionStyle !== undefined && { 'partition.style': partitionStyle }),
    ...(storageClass !== undefined && { 's3.storage.class': storageClass }),
    ...(envelope !== undefined && envelope.length > 0 && { envelope: envelope.join(',') }),
  }
}
