import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ClickstreamError } from '../errors.js'

/** Folder, in the current one, that holds what a chat keeps. */
const FOLDER = '.clickstream'

/** Where a chat is kept unless `--session` names another file. */
export function defaultSessionFile(cwd: string): string {
  return join(cwd, FOLDER, 'session.json')
}

/** Reads a kept conversation; undefined where there is none. Throws `SessionInvalid`. */
export async function readSession(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ClickstreamError('the kept conversation is not JSON', {
      code: 'SessionInvalid',
      hint: 'start afresh with --new, or name another file with --session',
      file,
      cause: error,
    })
  }
}

/** Keeps a conversation: the file is replaced whole, readable by its owner alone. */
export async function writeSession(file: string, state: unknown): Promise<void> {
  const folder = dirname(file)
  await mkdir(folder, { recursive: true })
  // What people say stays out of their repository.
  if (folder.endsWith(FOLDER)) await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined)
  const temporary = join(folder, `.${randomUUID()}.tmp`)
  try {
    await writeFile(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
}
