import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from '../../plugins/artifact-cache.js'
import { runToEnd } from './run-to-end.js'
import { programPath } from './which.js'

/** Where Debian's nginx-dev has the sources that nginx's own modules are built with. */
const MODULE_SOURCES = '/usr/share/nginx/src/conf_flags'

/** Whether a module of nginx can be compiled here; where not, Lua does its work. */
export function compilesModules(): boolean {
  return existsSync(MODULE_SOURCES)
}

/**
 * Compiles a collector's `native` folder in place, as its Dockerfile does. What was made is kept in the cache for the same sources,
 * compiler and nginx, because a module of nginx takes ten seconds.
 *
 * @throws `ProgramFailed` where the compiler refuses
 */
export async function compileParts(
  folder: string,
  { compiler, env }: { readonly compiler: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const cache = join(cacheFolder(env), 'native')
  const kept = join(cache, await nameOf(folder, compiler, env))
  if (!existsSync(kept)) {
    await mkdir(cache, { recursive: true })
    const fresh = await mkdtemp(join(cache, '.'))
    try {
      await cp(folder, fresh, { recursive: true })
      await runToEnd('sh', ['build.sh'], { cwd: fresh, env: { PATH: programPath(env), CC: compiler } })
      // Whoever compiled the same meanwhile was first.
      await rename(fresh, kept).catch(() => undefined)
    } finally {
      await rm(fresh, { recursive: true, force: true })
    }
  }
  for (const name of (await readdir(kept)).filter((one) => one.endsWith('.so'))) {
    await cp(join(kept, name), join(folder, name))
  }
}

/** Changes with every source, with the compiler, and with the nginx that a module is for. */
async function nameOf(folder: string, compiler: string, env: NodeJS.ProcessEnv): Promise<string> {
  const hash = createHash('sha256').update(String(compilesModules()))
  for (const name of (await readdir(folder)).sort()) hash.update(name).update(await readFile(join(folder, name)))
  for (const [program, option] of [
    [compiler, '--version'],
    ['nginx', '-V'],
  ] as const) {
    const said = await promisify(execFile)(program, [option], { env: { PATH: programPath(env) } })
    hash.update(said.stdout).update(said.stderr)
  }
  return hash.digest('hex').slice(0, 32)
}
