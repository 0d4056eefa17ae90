import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ClickstreamError } from '../errors.js'

/** One jar of a plugin: from a Maven repository (`group:artifact:version`) or a file beside the lock. */
export interface PluginArtifact {
  readonly coordinates?: string
  readonly file?: string
  readonly sha256: string
  readonly bytes: number
}

/** Everything that goes into a Kafka Connect plugin, pinned. */
export interface PluginLock {
  readonly name: string
  /** Absolute path of the lock. */
  readonly file: string
  readonly artifacts: readonly PluginArtifact[]
  /** SHA-256 of the lock's bytes, in lowercase hex: the plugin's identity. */
  readonly digest: string
}

const FOLDER = fileURLToPath(new URL('../../connect/locks/', import.meta.url))
const NAME = /^[a-z0-9][a-z0-9-]*$/

/** Names of the locks that ship with this package. */
function pluginLockNames(): string[] {
  return filesIn(FOLDER)
    .flatMap((file) => (file.endsWith('.lock.json') ? [basename(file, '.lock.json')] : []))
    .sort()
}

/** Reads a lock by its name or file. Throws `UnknownPluginLock` and `PluginLockInvalid`. */
export function readPluginLock(nameOrFile: string): PluginLock {
  const file = NAME.test(nameOrFile) ? resolve(FOLDER, `${nameOrFile}.lock.json`) : resolve(nameOrFile)
  const bytes = read(file)
  if (bytes === undefined) {
    const known = pluginLockNames()
    throw new ClickstreamError(`there is no plugin lock ${JSON.stringify(nameOrFile)}`, {
      code: 'UnknownPluginLock',
      hint: known.length === 0 ? 'name a lock file' : `write one of ${known.join(', ')}, or name a lock file`,
      exitCode: 2,
    })
  }
  return {
    name: basename(file, '.lock.json'),
    file,
    artifacts: parse(file, bytes),
    digest: createHash('sha256').update(bytes).digest('hex'),
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

function parse(file: string, bytes: Buffer): PluginArtifact[] {
  const invalid = (what: string, cause?: unknown): ClickstreamError =>
    new ClickstreamError(`the plugin lock is not valid: ${what}`, {
      code: 'PluginLockInvalid',
      hint: 'take the lock of the installed version of clickstream-agents again',
      file,
      cause,
    })
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw invalid('it is not JSON', error)
  }
  if (typeof value !== 'object' || value === null) throw invalid('it is not an object')
  const { lockVersion, artifacts } = value as { lockVersion?: unknown; artifacts?: unknown }
  if (lockVersion !== 1) throw invalid(`lockVersion is ${JSON.stringify(lockVersion)}, not 1`)
  if (!Array.isArray(artifacts)) throw invalid('artifacts is not a list')
  return artifacts.map((artifact: unknown, index) => {
    if (!isArtifact(artifact)) throw invalid(`artifacts.${index} needs coordinates or file, sha256 and bytes`)
    return artifact
  })
}

function isArtifact(value: unknown): value is PluginArtifact {
  if (typeof value !== 'object' || value === null) return false
  const { coordinates, file, sha256, bytes } = value as Record<string, unknown>
  const named =
    typeof coordinates === 'string' ? /^[\w.-]+:[\w.-]+:[\w.-]+$/.test(coordinates) : typeof file === 'string'
  return named && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) && typeof bytes === 'number'
}
