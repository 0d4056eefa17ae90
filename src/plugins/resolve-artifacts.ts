import type { ClickstreamError } from '../errors.js'
import type { Reporter } from '../report/reporter.js'
import { artifactMissing, checksumMismatch, ownJarMissing, repositoryUnreachable, together } from './artifact-errors.js'
import { ArtifactCache, cacheFolder } from './artifact-cache.js'
import { repositoryPath } from './coordinates.js'
import { fingerprint, sizeOf } from './digests.js'
import { download, PATIENCE, type Patience } from './download.js'
import { CACHE_DAMAGED, DOWNLOAD_RETRIED, REPOSITORY_DIFFERS } from './messages.js'
import type { FileArtifact, PluginArtifact, PluginLock, RepositoryArtifact } from './plugin-lock.js'
import { repositories, type Repository } from './repositories.js'

export interface ResolveOptions {
  readonly reporter: Reporter
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv
  /** @default - five requests, pauses from half a second, 30 s without a byte */
  readonly patience?: Patience
}

/** A jar of a lock on this machine, verified. */
export interface ResolvedArtifact {
  readonly artifact: PluginArtifact
  readonly path: string
}

/** Downloads at the same time: enough to hide the latency of small files, few enough for a polite client. */
const CONCURRENCY = 6

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

/**
 * Brings all jars of a lock onto this machine, each verified by its SHA-256. With a full cache no repository is asked.
 *
 * @throws `ArtifactMissing`, `ChecksumMismatch`, `RepositoryUnreachable` (all that went wrong are among the problems), `InvalidRepository`
 */
export async function resolveArtifacts(lock: PluginLock, options: ResolveOptions): Promise<ResolvedArtifact[]> {
  const { reporter, env = process.env } = options
  const from = repositories(env)
  const cache = new ArtifactCache(cacheFolder(env))
  const absent: RepositoryArtifact[] = []
  for (const artifact of lock.artifacts) {
    if ('file' in artifact) {
      const error = await ownJarError(artifact)
      if (error !== undefined) throw error
      continue
    }
    const state = await cache.state(artifact)
    if (state === 'damaged') reporter.report(CACHE_DAMAGED, { name: artifact.name, file: cache.path(artifact.sha256) })
    if (state !== 'intact') absent.push(artifact)
  }
  if (absent.length > 0) await downloadAll(absent, { ...options, cache, from })
  return lock.artifacts.map((artifact) => ({
    artifact,
    path: 'file' in artifact ? artifact.file : cache.path(artifact.sha256),
  }))
}

/** What is wrong with a jar that ships beside its lock. */
export async function ownJarError({ name, file, sha256 }: FileArtifact): Promise<ClickstreamError | undefined> {
  const found = await fingerprint(file)
  if (found === undefined) return ownJarMissing(name, file)
  return found.sha256 === sha256 ? undefined : checksumMismatch(name, file, found.sha256, sha256)
}

interface DownloadContext extends ResolveOptions {
  readonly cache: ArtifactCache
  readonly from: readonly Repository[]
}

async function downloadAll(artifacts: readonly RepositoryArtifact[], context: DownloadContext): Promise<void> {
  const total = artifacts.reduce((sum, { bytes }) => sum + bytes, 0)
  const errors: ClickstreamError[] = []
  const queue = [...artifacts].sort((a, b) => b.bytes - a.bytes)
  const title = `downloaded ${artifacts.length} jars, ${megabytes(total)} MB`
  await context.reporter.task(title, async (show) => {
    const here = new Map<string, number>()
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { name } = next
        const error = await one(next, context, (bytes) => {
          here.set(name, bytes)
          const done = [...here.values()].reduce((sum, part) => sum + part, 0)
          show(done / total, `${megabytes(done)} of ${megabytes(total)} MB`)
        }).catch((thrown: unknown) => {
          // The disk is full, or the like: what is under way ends, nothing else begins.
          queue.length = 0
          throw thrown
        })
        if (error === undefined) continue
        errors.push(error)
        // What cannot be reached now would be waited for once more with each jar.
        if (error.code === 'RepositoryUnreachable') queue.length = 0
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, worker))
    if (errors.length > 0) throw together(errors)
  })
}

/** Asks one repository after the other; returns what went wrong with all of them. */
async function one(
  artifact: RepositoryArtifact,
  { cache, from, reporter, env = process.env, patience = PATIENCE }: DownloadContext,
  progress: (bytes: number) => void,
): Promise<ClickstreamError | undefined> {
  const { name, sha256, bytes, coordinates } = artifact
  const target = await cache.partial(sha256)
  progress((await sizeOf(target)) ?? 0)
  const path = repositoryPath(coordinates)
  const places: string[] = []
  const unreachable: string[] = []
  let mismatch: ClickstreamError | undefined
  for (const repository of from) {
    const url = new URL(path, repository.url).href
    places.push(url)
    const retry = (reason: string, pauseMs: number): void => reporter.report(DOWNLOAD_RETRIED, { url, reason, pauseMs })
    for (let resumed = (await sizeOf(target)) !== undefined; ; resumed = false) {
      const outcome = await download({ repository, path, target, bytes, patience, progress, retry })
      if (outcome.kind === 'unreachable') unreachable.push(`${url}: ${outcome.reason}`)
      if (outcome.kind === 'unreachable' || outcome.kind === 'missing') break
      const found = outcome.kind === 'complete' ? await fingerprint(target) : undefined
      if (found?.sha256 === sha256) {
        await cache.store(target, sha256)
        return undefined
      }
      await cache.discard(target)
      progress(0)
      // What another process or another repository had begun may be to blame: once more, from the first byte.
      if (resumed) continue
      const is = found === undefined ? `${outcome.kind === 'wrong-size' ? outcome.bytes : 0} bytes` : found.sha256
      reporter.report(REPOSITORY_DIFFERS, { url, found: is })
      mismatch ??= checksumMismatch(name, url, is, found === undefined ? `${bytes} bytes` : sha256)
      break
    }
  }
  if (mismatch !== undefined) return mismatch
  return unreachable.length > 0 ? repositoryUnreachable(name, unreachable, env) : artifactMissing(name, places)
}
