import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { checksumMismatch } from './artifact-errors.js'
import { cacheFolder, lives } from './artifact-cache.js'
import { fingerprint, type Fingerprint } from './digests.js'
import { licenceList } from './licence-list.js'
import { readPluginLock, type PluginLock } from './plugin-lock.js'
import { resolveArtifacts, type ResolvedArtifact, type ResolveOptions } from './resolve-artifacts.js'
import { writeZip } from './zip.js'

export interface BuildPluginOptions extends ResolveOptions {
  /**
   * The ZIP, or a folder that exists.
   *
   * @default - in the cache, under the name and the digest of the lock
   */
  readonly out?: string
}

/** A plugin's ZIP on this machine. */
export interface BuiltPlugin extends Fingerprint {
  readonly zip: string
  readonly jars: number
}

/**
 * Makes the ZIP of a Kafka Connect plugin: all jars of the lock in one folder, and their licences. The same lock gives the
 * same bytes everywhere.
 *
 * @throws what `readPluginLock` and `resolveArtifacts` throw
 */
export async function buildPlugin(nameOrFile: string, options: BuildPluginOptions): Promise<BuiltPlugin> {
  const lock = readPluginLock(nameOrFile)
  const artifacts = await resolveArtifacts(lock, options)
  const zip = await target(lock, options)
  await mkdir(dirname(zip), { recursive: true })
  await removeLeftovers(zip)
  const partial = `${zip}.${process.pid}.part`
  try {
    await writeZip(partial, entries(lock, artifacts))
    const found = await fingerprint(partial)
    await rename(partial, zip)
    if (found === undefined) throw new RangeError(`${partial} is gone`)
    return { zip, ...found, jars: artifacts.length }
  } finally {
    await rm(partial, { force: true })
  }
}

/** Removes what processes left beside the ZIP that were killed while they wrote it. */
async function removeLeftovers(zip: string): Promise<void> {
  for (const name of await readdir(dirname(zip))) {
    const [, base, pid] = /^(.*)\.(\d+)\.part$/.exec(name) ?? []
    if (base === basename(zip) && !lives(Number(pid))) await rm(join(dirname(zip), name), { force: true })
  }
}

async function target(lock: PluginLock, { out, env = process.env }: BuildPluginOptions): Promise<string> {
  if (out === undefined) return join(cacheFolder(env), 'plugins', `${lock.name}-${lock.digest.slice(0, 16)}.zip`)
  const path = resolve(out)
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  return isFolder ? join(path, `${lock.name}.zip`) : path
}

/** One folder, so that a worker loads the jars together, wherever it unpacks them below its plugin path. */
function entries(lock: PluginLock, artifacts: readonly ResolvedArtifact[]): Parameters<typeof writeZip>[1] {
  const licences = { name: `${lock.name}/LICENSES.txt`, read: () => Promise.resolve(Buffer.from(licenceList(lock))) }
  const jars = artifacts.map(({ artifact: { name, sha256 }, path }) => ({
    name: `${lock.name}/${name}`,
    read: async () => {
      const content = await readFile(path)
      const found = createHash('sha256').update(content).digest('hex')
      if (found !== sha256) throw checksumMismatch(name, path, found, sha256)
      return content
    },
  }))
  return [licences, ...jars]
}
