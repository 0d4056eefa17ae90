import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ClickstreamError } from '../errors.js'

/** Folder, in the current one, that holds what a chat keeps. */
const FOLDER = '.clickstream'

/** Where a chat is kept unless `--session` names another file. */
export function defaultSessionFile(cwd: string): string {
  return join(cwd, FOLDER, 'session.json')
}

/** Where the projects of a chat go that are run on this machine: beside the conversation, or in the current folder. */
export function localFolder(cwd: string, file: string | undefined): string {
  const beside = file === undefined ? cwd : dirname(file)
  return basename(beside) === FOLDER ? beside : join(beside, FOLDER)
}

/** The file that `--session` names. Throws `SessionFolderMissing` (exit code 2): a typo makes no folders. */
export async function namedSessionFile(cwd: string, name: string): Promise<string> {
  const file = resolve(cwd, name)
  const folder = await stat(dirname(file)).catch(() => undefined)
  if (folder?.isDirectory() === true) return file
  throw new ClickstreamError(`there is no folder ${dirname(file)} to keep the conversation in`, {
    code: 'SessionFolderMissing',
    hint: 'make the folder first, or name a file in one that exists',
    file: name,
    exitCode: 2,
  })
}

/** A file that holds no conversation. */
export function invalidSession(file: string, message: string, cause: unknown): ClickstreamError {
  return new ClickstreamError(message, {
    code: 'InvalidSession',
    hint: 'start afresh with --new, or name another file with --session',
    file,
    cause,
  })
}

/** Reads a kept conversation; undefined where there is none. Throws `InvalidSession`. */
export async function readSession(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw invalidSession(file, 'the kept conversation is not JSON', error)
  }
}

/** Keeps a conversation: the file is replaced whole, readable by its owner alone. */
export async function writeSession(file: string, state: unknown): Promise<void> {
  const folder = dirname(file)
  // Of all folders this one alone is ours to make.
  if (basename(folder) === FOLDER) {
    await mkdir(folder, { recursive: true })
    // What people say stays out of their repository.
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined)
  }
  const temporary = join(folder, `.${randomUUID()}.tmp`)
  try {
    await writeFile(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
}
