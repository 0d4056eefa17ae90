import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needPrograms } from './needed.js'
import { run } from './programs.js'

let built: Promise<string> | undefined

const build = async (prefix: string): Promise<string> => {
  await needPrograms(['cc'], 'gcc libc6-dev')
  const folder = await mkdtemp(join(tmpdir(), 'clickstream-native-'))
  await cp(join(prefix, 'native'), folder, { recursive: true })
  await run('sh', [join(folder, 'build.sh')])
  return join(folder, 'libclickstream.so')
}

/** Compiles the collector's native part as its build.sh does, once for all collectors of this process, and puts it where Lua looks for it. */
export const addNativeLibrary = async (prefix: string): Promise<void> => {
  built ??= build(prefix)
  await cp(await built, join(prefix, 'native', 'libclickstream.so'))
}
