import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { fingerprint, type Fingerprint } from './digests.js'

/** Of this process so far. */
let downloads = 0

/** The cache of this user: `$XDG_CACHE_HOME/clickstream`, or `~/.cache/clickstream`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME: base = '' } = env
  return join(isAbsolute(base) ? base : join(env.HOME ?? homedir(), '.cache'), 'clickstream')
}

/**
 * Files by their SHA-256. Each is verified whenever it is asked for, and comes in whole by a rename, so that any number of
 * processes may use the folder at once.
 */
export class ArtifactCache {
  private readonly folder: string

  constructor(cache: string) {
    this.folder = join(cache, 'artifacts')
  }

  path(sha256: string): string {
    return join(this.folder, `${sha256}.jar`)
  }

  /** Whether the file is there; `damaged` where something else is in its place. */
  async state({ sha256, bytes }: Fingerprint): Promise<'intact' | 'absent' | 'damaged'> {
    const found = await fingerprint(this.path(sha256))
    if (found === undefined) return 'absent'
    return found.sha256 === sha256 && found.bytes === bytes ? 'intact' : 'damaged'
  }

  /**
   * A file for one download alone. It begins with what a process that ended left behind, should there be such; that it is
   * wrong is found out by the digest at the end.
   */
  async partial(sha256: string): Promise<string> {
    await mkdir(this.folder, { recursive: true })
    const own = join(this.folder, `${sha256}.${process.pid}-${++downloads}.part`)
    for (const name of await readdir(this.folder)) {
      const [digest, pid, end] = name.split('.')
      if (digest !== sha256 || end !== 'part' || lives(Number.parseInt(pid ?? '', 10))) continue
      await rename(join(this.folder, name), own).catch(() => undefined)
    }
    return own
  }

  /** Takes a verified file in, in place of whatever is there. */
  async store(partial: string, sha256: string): Promise<string> {
    const path = this.path(sha256)
    await rename(partial, path)
    return path
  }

  async discard(partial: string): Promise<void> {
    await rm(partial, { force: true })
  }
}

/** Whether a process of this machine has this id. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
