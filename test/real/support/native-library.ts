import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { needPrograms } from './needed.js'
import { run } from './programs.js'

const CACHE = join(homedir(), '.cache', 'clickstream', 'native')
const LIBRARY = 'libclickstream.so'
const MODULE = 'ngx_clickstream.so'

/** What is compiled: the nginx module with the library, or the library alone. */
export type Compiled = 'module' | 'library'

let built: Promise<string> | undefined

/** Changes with every source and with the nginx that the module is for. */
const nameOf = async (sources: string): Promise<string> => {
  const hash = createHash('sha256')
  for (const name of (await readdir(sources)).sort()) hash.update(name).update(await readFile(join(sources, name)))
  const { stderr } = await run('nginx', ['-V'])
  return hash.update(stderr).digest('hex').slice(0, 16)
}

/** Folder with what build.sh makes of the sources. Kept between runs, because nginx's configure takes seconds. */
const build = async (prefix: string): Promise<string> => {
  const sources = join(prefix, 'native')
  const folder = join(CACHE, await nameOf(sources))
  const present: readonly string[] = await readdir(folder).catch(() => [])
  if (present.includes(MODULE)) return folder
  await needPrograms(['cc', 'dh_nginx'], 'gcc libc6-dev nginx-dev')
  await mkdir(CACHE, { recursive: true })
  const fresh = await mkdtemp(join(CACHE, 'building-'))
  await cp(sources, fresh, { recursive: true })
  await run('sh', [join(fresh, 'build.sh')])
  // Whoever built the same meanwhile was first.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }))
  return folder
}

/** Compiles the collector's native part as its build.sh does, once for all collectors, and puts it where nginx and Lua look for it. */
export const addNativeLibrary = async (prefix: string, compiled: Compiled = 'module'): Promise<void> => {
  built ??= build(prefix)
  for (const name of compiled === 'module' ? [LIBRARY, MODULE] : [LIBRARY])
    await cp(join(await built, name), join(prefix, 'native', name))
}
