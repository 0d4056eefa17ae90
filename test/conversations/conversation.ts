import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Leaf } from '../../src/spec/schema.js'
import type { Origin } from '../../src/spec/provenance.js'

/**
 * One conversation and what has to come of it. A path is dotted; `sinks[iceberg]` is the first sink of that type, whatever its index.
 * A question is the path that has to be asked about, or a part of the spec above it; `bucket` is any bucket and `*` anything at all.
 */
export interface Conversation {
  readonly name: string
  readonly turns: readonly string[]
  /** Every leaf that the turns determine, and defaults that matter. */
  readonly expect: Readonly<Record<string, Leaf>>
  /** What must not be in the spec: a leaf, or a part with all that is below it. */
  readonly absent: readonly string[]
  readonly ready: boolean
  /** Exactly what is left to ask. @default - not judged where `ready` is false, none where it is true */
  readonly questions?: readonly string[]
  readonly origins?: Readonly<Record<string, Origin>>
  /** Leaves that may count as said although `expect` does not list them: a draft that is not complete may show them or not. */
  readonly may?: readonly string[]
  /** Whether a later turn takes back or changes what an earlier one said. @default false */
  readonly corrects?: boolean
}

const FOLDER = dirname(fileURLToPath(import.meta.url))

/** Every conversation of the folder, by file. */
export function loadConversations(): ReadonlyMap<string, readonly Conversation[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
  return new Map(
    files.sort().map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Conversation[]]),
  )
}
