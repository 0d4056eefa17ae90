import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { errorOf, runBin } from '../../cli/run-bin.js'
import { jars, RepositoryServer, Scratch } from '../../plugins/support.js'
import { run } from '../support/programs.js'

const onFullDisk = process.getuid?.() === 0 ? test : test.skip
onFullDisk(
  'GIVEN a disk without room for all jars WHEN built THEN that is said, and with room the next build goes on (skipped where it cannot mount a tmpfs: needs root)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clickstream-full-'))
    const cache = join(folder, 'cache')
    const scratch = new Scratch()
    const content = jars(6, 500_000)
    const server = await RepositoryServer.start(content)
    await mkdir(cache)
    await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', cache])
    try {
      const build = () =>
        runBin(['plugins', 'build', scratch.lock(content), '--json'], {
          env: { ...scratch.env(server.url), XDG_CACHE_HOME: cache },
        })
      const full = await build()
      const files = await readdir(join(cache, 'clickstream', 'artifacts'))
      await run('mount', ['-o', 'remount,size=20m', cache])
      const [before, again] = [server.requests.length, await build()]

      expect([full.code, errorOf(full)]).toEqual([
        1,
        expect.objectContaining({ code: 'FileError', hint: expect.stringContaining('free some space') }),
      ])
      expect(files.length).toBeGreaterThan(0)
      expect(again.code).toBe(0)
      expect(server.requests.length - before).toBeLessThanOrEqual(6)
    } finally {
      await run('umount', ['-l', cache])
      await server.stop()
      scratch.remove()
      await rm(folder, { recursive: true })
    }
  },
  60_000,
)
