import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ClickstreamError } from '../errors.js'
import { jarName, parseCoordinates, type Coordinates } from './coordinates.js'

interface PinnedBytes {
  /** File name of the jar; no two of a lock have the same. */
  readonly name: string
  /** In lowercase hex. */
  readonly sha256: string
  readonly bytes: number
  /** SPDX identifiers of the licences that its makers name, with commas between them. */
  readonly licence: string
}

/** A jar that a Maven repository has. */
export interface RepositoryArtifact extends PinnedBytes {
  readonly coordinates: Coordinates
}

/** A jar that ships beside the lock. */
export interface FileArtifact extends PinnedBytes {
  /** Absolute path. */
  readonly file: string
}

export type PluginArtifact = RepositoryArtifact | FileArtifact

/** Everything that goes into a Kafka Connect plugin (or on a class path), pinned. */
export interface PluginLock {
  readonly name: string
  /** Absolute path of the lock. */
  readonly file: string
  /** In order of their names. */
  readonly artifacts: readonly PluginArtifact[]
  /** SHA-256 of the lock's bytes, in lowercase hex: the plugin's identity. */
  readonly digest: string
}

const FOLDER = fileURLToPath(new URL('../../connect/locks/', import.meta.url))
const NAME = /^[a-z0-9][a-z0-9-]*$/

/** Names of the locks that ship with this package. */
export function pluginLockNames(): string[] {
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
    name: basename(file).replace(/(?:\.lock)?\.json$/, ''),
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
  const all = artifacts.map((entry: unknown, index) => {
    const artifact = artifactOf(entry, dirname(file))
    if (artifact === undefined)
      throw invalid(`artifacts.${index} needs coordinates or file, sha256, bytes and licence, and has other values`)
    return artifact
  })
  all.forEach(({ name }, index) => {
    const first = all.findIndex((other) => other.name.toLowerCase() === name.toLowerCase())
    if (first !== index) throw invalid(`artifacts.${first} and artifacts.${index} are both ${name}`)
  })
  return all.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function artifactOf(value: unknown, folder: string): PluginArtifact | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { coordinates, file, sha256, bytes, licence } = value as Record<string, unknown>
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes <= 0) return undefined
  if (typeof licence !== 'string' || !/^[\w .,()+-]+$/.test(licence)) return undefined
  const pinned = { sha256, bytes, licence }
  if (typeof coordinates === 'string' && file === undefined) {
    const parsed = parseCoordinates(coordinates)
    return parsed === undefined ? undefined : { name: jarName(parsed), coordinates: parsed, ...pinned }
  }
  if (typeof file !== 'string' || coordinates !== undefined || !/^\w[\w.+-]*\.jar$/.test(basename(file)))
    return undefined
  return { name: basename(file), file: resolve(folder, file), ...pinned }
}
