import { execFile } from 'node:child_process'
import { access, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { which } from '../site/local/which.js'

/** A program that was found, with what it says its version is. */
export interface Found {
  readonly path: string
  readonly version?: string
}

/** Milliseconds that a program gets to say its version. */
const PATIENCE = 5000

/** Whether a file is there. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** What a program prints (both streams), or undefined where it fails or takes too long. */
export function output(path: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(path, args, { env, timeout: PATIENCE, killSignal: 'SIGKILL' }, (error, stdout, stderr) =>
      resolve(error === null ? `${stdout}${stderr}` : undefined),
    )
  })
}

/** The first thing in a text that looks like a version. */
export function versionIn(text: string | undefined): string | undefined {
  return /\d+\.\d+(?:\.\d+)*(?:[-+~][\w.+~-]+)?/.exec(text ?? '')?.[0]
}

/** A program with its version. */
export async function findProgram(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  further: readonly string[] = [],
): Promise<Found | undefined> {
  const path = await which(name, env, further)
  if (path === undefined) return undefined
  const version = versionIn(await output(path, args, env))
  return { path, ...(version !== undefined && { version }) }
}

/** A shared library in the folders where the loader looks. */
export async function findLibrary(file: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const roots = ['/usr/local/lib', '/usr/lib', '/lib']
  const nested = await Promise.all(
    roots.map((root) =>
      readdir(root).then(
        (names) => names.filter((n) => n.includes('-linux-')).map((n) => join(root, n)),
        () => [],
      ),
    ),
  )
  const folders = [
    ...(env.LD_LIBRARY_PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...roots,
    ...nested.flat(),
  ]
  for (const folder of folders) {
    const path = join(folder, file)
    if (await exists(path)) return path
  }
  return undefined
}
