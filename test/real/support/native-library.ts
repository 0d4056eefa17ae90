import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { compileParts } from '../../../src/site/local/compiled-parts.js'
import { needPrograms } from './needed.js'

/** What is compiled: the nginx module with the library, or the library alone. */
export type Compiled = 'module' | 'library'

/** Compiles the collector's native part as a local site does, where nginx and Lua look for it. */
export const addNativeLibrary = async (prefix: string, compiled: Compiled = 'module'): Promise<void> => {
  await needPrograms(['cc', 'dh_nginx'], 'gcc libc6-dev nginx-dev')
  const native = join(prefix, 'native')
  await compileParts(native, { compiler: 'cc', env: process.env })
  const module = join(native, 'ngx_clickstream.so')
  // A collector that lacks it would be tested without it, unseen.
  await access(module)
  if (compiled === 'library') await rm(module)
}
