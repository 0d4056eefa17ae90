import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { icebergManifests } from 'icebird'
import type { IcebergSlice } from '../site.js'

/** What the thread is asked for. */
export interface IcebergRequest {
  readonly endpoint: string
  readonly metadata: Parameters<typeof icebergManifests>[0]
  readonly columns: readonly string[]
  /** Snapshots whose rows are not read. */
  readonly known: readonly string[]
}

/** Rows that are handed over at once. */
const SLICE = 5000

/** A thread of its own: the reader knows the public address of S3 only, and here `fetch` can be another one. */
const { endpoint, metadata, columns, known } = workerData as IcebergRequest
const { fetch } = globalThis
const bucket = new URL(metadata.location).host
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  return fetch(`${endpoint}/${bucket}${url.pathname}`, init)
}

const entries = (await icebergManifests(metadata)).flatMap((manifest) => manifest.entries)
for (const { status, snapshot_id: id, data_file: file } of entries) {
  // Deleted entries, and files of deletions, which a sink that only appends never writes.
  if (Number(status) === 2 || Number(file.content ?? 0) !== 0) continue
  // JSON's numbers are what the table's metadata calls its snapshots by.
  const snapshot = String(Number(id))
  if (!known.includes(snapshot)) await read(file.file_path, Number(file.file_size_in_bytes), snapshot)
}
parentPort?.postMessage(undefined)

/** One row group in memory at a time, however large the file. */
async function read(url: string, byteLength: number, snapshot: string): Promise<void> {
  const file = await asyncBufferFromUrl({ url, byteLength })
  const parquet = await parquetMetadataAsync(file)
  let rowStart = 0
  for (const group of parquet.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const rows = await parquetReadObjects({
      file,
      metadata: parquet,
      columns: [...columns],
      rowStart,
      rowEnd,
      compressors,
    })
    for (let from = 0; from < rows.length; from += SLICE) {
      const slice = rows.slice(from, from + SLICE)
      const values = columns.map((column) => slice.map((row) => String(row[column])))
      parentPort?.postMessage({ snapshot, columns: values } satisfies IcebergSlice)
      // The next one when this one was taken.
      if (parentPort !== null) await once(parentPort, 'message')
    }
    rowStart = rowEnd
  }
}
