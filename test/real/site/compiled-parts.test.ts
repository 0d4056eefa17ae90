import { appendFile, chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { compileParts } from '../../../src/site/local/compiled-parts.js'
import { needPrograms } from '../support/needed.js'

const SOURCES = fileURLToPath(new URL('../../../templates/nginx-lua/native', import.meta.url))

let folder: string
beforeAll(async () => {
  await needPrograms(['cc', 'nginx'], 'gcc libc6-dev nginx')
  folder = await mkdtemp(join(tmpdir(), 'clickstream-compiled-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

test('GIVEN sources that were compiled WHEN compiled again THEN no compiler runs; WHEN they change THEN it does', async () => {
  const calls = join(folder, 'calls')
  const compiler = join(folder, 'cc')
  await writeFile(calls, '')
  await writeFile(compiler, `#!/bin/sh\n[ "$1" = --version ] || echo call >>'${calls}'\nexec cc "$@"\n`)
  await chmod(compiler, 0o755)
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') }
  const compiled = async (name: string, change?: string): Promise<{ library: Buffer; called: boolean }> => {
    const native = join(folder, name)
    await cp(SOURCES, native, { recursive: true })
    if (change !== undefined) await appendFile(join(native, 'uuid.c'), change)
    const before = await readFile(calls, 'utf8')
    await compileParts(native, { compiler, env })
    return {
      library: await readFile(join(native, 'libclickstream.so')),
      called: (await readFile(calls, 'utf8')) !== before,
    }
  }

  const first = await compiled('first')
  const second = await compiled('second')
  const third = await compiled('third', '\nint clickstream_another;\n')

  expect([first.called, second.called, third.called]).toEqual([true, false, true])
  expect(second.library.equals(first.library)).toBe(true)
  expect(third.library.equals(first.library)).toBe(false)
  await expect(compiled('fourth', '\n#error broken\n')).rejects.toMatchObject({ code: 'ProgramFailed' })
  await expect(compiled('fifth', '\n#error broken\n')).rejects.toMatchObject({ code: 'ProgramFailed' })
}, 120_000)
