import { access, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileParts } from '../../../src/site/local/compiled-parts.js'
import { needPrograms } from './needed.js'
import { run } from './programs.js'

/** What is compiled: the nginx module with the library, the library alone, or both with the compiler's sanitizers. */
export type Compiled = 'module' | 'library' | 'sanitized'

/** A compiler whose every result ends its process where memory is misused or behaviour is undefined. */
const sanitizing = async (folder: string): Promise<string> => {
  const file = join(folder, 'sanitizing-cc')
  const flags = '-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'
  await writeFile(file, `#!/bin/sh\nexec cc "$@" ${flags}\n`, { mode: 0o755 })
  return file
}

/** What a program needs that loads such a result. Leaks are not looked for: nginx and Lua give back much of their memory only with the process. */
export const sanitizerEnv = async (): Promise<Record<string, string>> => {
  const { stdout } = await run('cc', ['-print-file-name=libasan.so'])
  return { LD_PRELOAD: stdout.trim(), ASAN_OPTIONS: 'detect_leaks=0' }
}

/** Compiles the collector's native part as a local site does, where nginx and Lua look for it. */
export const addNativeLibrary = async (prefix: string, compiled: Compiled = 'module'): Promise<void> => {
  await needPrograms(['cc', 'dh_nginx'], 'gcc libc6-dev nginx-dev')
  const native = join(prefix, 'native')
  const compiler = compiled === 'sanitized' ? await sanitizing(native) : 'cc'
  await compileParts(native, { compiler, env: process.env })
  const module = join(native, 'ngx_clickstream.so')
  // A collector that lacks it would be tested without it, unseen.
  await access(module)
  if (compiled === 'library') await rm(module)
}
