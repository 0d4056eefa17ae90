import { ClickstreamError, type Problem } from '../errors.js'
import { checksumMismatch } from './artifact-errors.js'
import { ArtifactCache, cacheFolder } from './artifact-cache.js'
import { readPluginLock } from './plugin-lock.js'
import { ownJarError } from './resolve-artifacts.js'

/** How the jars of a lock are on this machine. */
export interface VerifiedPlugin {
  readonly lock: string
  readonly digest: string
  readonly jars: number
  readonly bytes: number
  /** Names of the jars that the next build downloads. */
  readonly absent: readonly string[]
  readonly licences: readonly string[]
}

/**
 * Compares every jar of a lock that is on this machine with the lock, those in the cache and those that ship beside it.
 * Downloads nothing.
 *
 * @throws what `readPluginLock` throws; `PluginDamaged` with each jar that is not the lock's among its problems
 */
export async function verifyPlugin(nameOrFile: string, env: NodeJS.ProcessEnv = process.env): Promise<VerifiedPlugin> {
  const lock = readPluginLock(nameOrFile)
  const cache = new ArtifactCache(cacheFolder(env))
  const absent: string[] = []
  const problems: Problem[] = []
  for (const artifact of lock.artifacts) {
    const { name, sha256 } = artifact
    if ('file' in artifact) {
      const error = await ownJarError(artifact)
      if (error !== undefined) problems.push(error.toJSON())
      continue
    }
    const state = await cache.state(artifact)
    if (state === 'absent') absent.push(name)
    if (state === 'damaged') problems.push(checksumMismatch(name, cache.path(sha256), 'other bytes', sha256).toJSON())
  }
  if (problems.length > 0) {
    throw new ClickstreamError(
      `${problems.length} of ${lock.artifacts.length} jars of ${lock.name} are not the lock's`,
      {
        code: 'PluginDamaged',
        hint: 'jars of the cache are downloaded again by `clickstream plugins build`; jars of the package come with its installation',
        problems,
      },
    )
  }
  return {
    lock: lock.name,
    digest: lock.digest,
    jars: lock.artifacts.length,
    bytes: lock.artifacts.reduce((sum, { bytes }) => sum + bytes, 0),
    absent,
    licences: [...new Set(lock.artifacts.flatMap(({ licence }) => licence.split(', ')))].sort(),
  }
}
