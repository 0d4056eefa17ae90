import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ClickstreamError } from '../errors.js'

/** Where `generate` records what it wrote. */
export const MANIFEST_FILE = '.clickstream.json'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** Relative, with forward slashes, and never out of the folder: a manifest may come from somebody else's repository. */
const insidePath = z
  .string()
  .min(1)
  .max(400)
  .refine(
    (path) => !/[\\\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
  )

const manifestSchema = z.strictObject({
  manifestVersion: z.literal(1),
  generator: z.string().max(200),
  /** Digest of what the containers rendered to; another rendering today means that `containers/` is stale. */
  containers: sha256,
  files: z.record(insidePath, sha256),
  /** What somebody decided to keep instead of the generated file: its SHA-256, or null for a file that stays deleted. */
  kept: z.record(insidePath, sha256.nullable()).optional(),
})

/** What the last `generate` made: the SHA-256 of each file as generated, whatever was done to it since. */
export type Manifest = z.infer<typeof manifestSchema>

/** Text of a manifest, files in order of path. */
export function manifestText(manifest: Manifest): string {
  const { files, kept = {}, ...rest } = manifest
  const own = { ...rest, files: inOrder(files), ...(Object.keys(kept).length > 0 && { kept: inOrder(kept) }) }
  return `${JSON.stringify(own, undefined, 2)}\n`
}

function inOrder<Value>(byPath: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(byPath).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Parses a manifest; throws `ManifestInvalid`. */
export function parseManifest(text: string, file: string = MANIFEST_FILE): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new ClickstreamError(`${file} is not a record of generated files`, {
      code: 'ManifestInvalid',
      hint: `Take ${MANIFEST_FILE} back from version control, or generate into a new folder and move your changes there.`,
      file,
      exitCode: 3,
      cause,
    })
  }
}

/** Reads the manifest of a project; undefined where there is none. Throws `ManifestInvalid`. */
export async function readManifest(projectDir: string): Promise<Manifest | undefined> {
  const file = join(projectDir, MANIFEST_FILE)
  try {
    return parseManifest(await readFile(file, 'utf8'), file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
