import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** What is known of a file's content without its content. */
export interface Fingerprint {
  readonly sha256: string
  readonly bytes: number
}

/** Reads a file through; undefined where there is none. */
export async function fingerprint(file: string): Promise<Fingerprint | undefined> {
  if ((await sizeOf(file)) === undefined) return undefined
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** Size of a file; undefined where there is none. */
export async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
