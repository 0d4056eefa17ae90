import { randomUUID } from 'node:crypto'
import { lstat, mkdir, open, readFile, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ClickstreamError } from '../errors.js'

/** A folder that is only ever written inside: no path through a symbolic link, each file replaced whole or not at all. */
export class SafeFolder {
  private constructor(readonly root: string) {}

  /** Opens or makes the folder; the folder itself may be reached through a link, nothing in it may. Throws `OutNotAFolder`. */
  static async open(dir: string): Promise<SafeFolder> {
    try {
      await makeFolder(dir)
      await readdir(dir)
      return new SafeFolder(await realpath(dir))
    } catch (cause) {
      throw notAFolder(dir, cause)
    }
  }

  /** Names at the top of the folder; throws `OutNotAFolder` where a file is in its place. */
  static async entries(dir: string): Promise<string[]> {
    try {
      return (await readdir(dir)).sort()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw notAFolder(dir, error)
    }
  }

  /** The content of a file; undefined where there is none. Throws `SymlinkInProject` and `NotAFile`. */
  async read(path: string): Promise<Buffer | undefined> {
    if (!(await this.exists(path))) return undefined
    return readFile(this.resolve(path))
  }

  /** Writes a file through a temporary one beside it. Throws `SymlinkInProject` and `NotAFile`. */
  async write(path: string, content: string | Uint8Array): Promise<void> {
    await this.exists(path)
    const file = this.resolve(path)
    await mkdir(dirname(file), { recursive: true })
    const temporary = join(dirname(file), `.${randomUUID()}.tmp`)
    try {
      const handle = await open(temporary, 'wx', 0o644)
      try {
        await handle.writeFile(content)
      } finally {
        await handle.close()
      }
      await rename(temporary, file)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  /** Removes a file and the folders that it leaves empty. Throws `SymlinkInProject` and `NotAFile`. */
  async remove(path: string): Promise<void> {
    if (!(await this.exists(path))) return
    await rm(this.resolve(path))
    for (let dir = dirname(path); dir !== '.'; dir = dirname(dir)) {
      const left = await readdir(this.resolve(dir))
      if (left.length > 0) return
      await rmdir(this.resolve(dir))
    }
  }

  private async exists(path: string): Promise<boolean> {
    const parts = path.split('/')
    for (let length = 1; length <= parts.length; length++) {
      const part = parts.slice(0, length).join('/')
      const stats = await lstat(this.resolve(part)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
        throw error
      })
      if (stats === undefined) return false
      if (stats.isSymbolicLink()) throw symlink(part)
      const last = length === parts.length
      if (last ? !stats.isFile() : !stats.isDirectory()) throw notAFile(part, last)
    }
    return true
  }

  private resolve(path: string): string {
    return join(this.root, ...path.split('/'))
  }
}

function symlink(path: string): ClickstreamError {
  return new ClickstreamError(`${path} in the project is a symbolic link, and nothing is written through links`, {
    code: 'SymlinkInProject',
    hint: `Replace the link by a file or folder of its own, or generate into another folder.`,
    file: path,
  })
}

function notAFile(path: string, last: boolean): ClickstreamError {
  return new ClickstreamError(`${path} in the project is ${last ? 'not a file' : 'not a folder'}`, {
    code: 'NotAFile',
    hint: 'Move it away, or generate into another folder.',
    file: path,
  })
}

function notAFolder(dir: string, cause: unknown): ClickstreamError {
  return new ClickstreamError(`${dir} is not a folder that can be written`, {
    code: 'OutNotAFolder',
    hint: 'Name a new folder, or one that you may write to.',
    file: dir,
    cause,
  })
}

/** One level after the other: Node's own recursive mkdir never ends where a file system takes no folders (/proc). */
async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(dir) === dir) throw error
    await makeFolder(dirname(dir))
    await mkdir(dir)
  }
}
