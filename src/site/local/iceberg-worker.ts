import { parentPort, workerData } from 'node:worker_threads'
import { icebergRead } from 'icebird'

/** A thread of its own: the reader knows the public address of S3 only, and here `fetch` can be another one. */
const { endpoint, metadata, column } = workerData as {
  endpoint: string
  metadata: NonNullable<Parameters<typeof icebergRead>[0]['metadata']>
  column: string
}
const { fetch } = globalThis
const bucket = new URL(metadata.location).host
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  return fetch(`${endpoint}/${bucket}${url.pathname}`, init)
}
const rows = await icebergRead({ tableUrl: metadata.location, metadata })
parentPort?.postMessage(rows.map((row) => String((row as Record<string, unknown>)[column])))
