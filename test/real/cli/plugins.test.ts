import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jars, RepositoryServer, Scratch, sha256 } from '../../plugins/support.js'
import { errorOf, runBin } from '../../cli/run-bin.js'

// Each test starts processes, and the machine may be busy.
jest.setTimeout(60_000)

const content = jars(12, 200_000)
let scratch: Scratch
let server: RepositoryServer
let lock: string
beforeEach(async () => {
  scratch = new Scratch()
  server = await RepositoryServer.start(content)
  lock = scratch.lock(content)
})
afterEach(async () => {
  await server.stop()
  scratch.remove()
})

const run = (...args: string[]) => runBin(['plugins', ...args], { env: scratch.env(server.url) })

describe('plugins build', () => {
  test('GIVEN a lock WHEN built THEN standard output is the path of the ZIP and nothing else, as cdk deploy wants it', async () => {
    // WHEN
    const built = await run('build', lock)
    const again = await run('build', lock, '--json')
    // THEN
    const zip = built.stdout.trim()
    expect([built.code, built.stdout]).toEqual([0, `${zip}\n`])
    expect(built.stderr).toMatch(/^✔ downloaded 12 jars, 2\.4 MB \(/)
    expect(JSON.parse(again.stdout)).toEqual({
      zip,
      jars: 12,
      bytes: readFileSync(zip).length,
      sha256: sha256(readFileSync(zip)),
    })
    expect(again.stderr).toBe('')
  })

  test('GIVEN an empty cache WHEN two processes build at once, twice THEN both have the whole plugin', async () => {
    for (const round of [1, 2]) {
      const [one, two] = await Promise.all([
        run('build', lock, '--json'),
        run('build', lock, '--json', '--out', join(scratch.folder, `${round}.zip`)),
      ])
      expect([one?.code, two?.code, one?.stderr, two?.stderr]).toEqual([0, 0, '', ''])
      const [first, second] = [one, two].map((built) => JSON.parse(built?.stdout ?? '') as { sha256: string })
      expect(first?.sha256).toBe(second?.sha256)
      for (const jar of Object.values(content)) expect(sha256(readFileSync(scratch.cached(jar)))).toBe(sha256(jar))
      rmSync(scratch.cache, { recursive: true })
    }
  })

  test('GIVEN a repository that has nothing WHEN built THEN exit 1, and the error is JSON with --json', async () => {
    await server.stop()
    server = await RepositoryServer.start({})
    const [words, json] = [await run('build', lock), await run('build', lock, '--json')]
    expect([words.code, words.stdout, json.code, errorOf(json).code]).toEqual([1, '', 1, 'ArtifactMissing'])
    expect(words.stderr).toMatch(/error ArtifactMissing 12 jars are not there/)
  })
})

describe('plugins verify', () => {
  test('GIVEN jars that are absent, then there, then damaged WHEN verified THEN each is said, and nobody is asked', async () => {
    // GIVEN WHEN
    const absent = await run('verify', lock, '--json')
    await run('build', lock)
    server.requests.length = 0
    const there = await run('verify', lock, '--json')
    writeFileSync(scratch.cached(Object.values(content)[0] ?? Buffer.alloc(0)), 'other')
    const damaged = await run('verify', lock, '--json')
    // THEN
    const plugin = (text: string) => (JSON.parse(text) as { plugins: [{ absent: string[] }] }).plugins[0]
    expect([absent.code, plugin(absent.stdout).absent.length]).toEqual([0, 12])
    expect(plugin(there.stdout)).toMatchObject({ jars: 12, bytes: 2_400_000, absent: [], licences: ['Apache-2.0'] })
    expect([damaged.code, errorOf(damaged)]).toEqual([
      1,
      expect.objectContaining({
        code: 'PluginDamaged',
        problems: [expect.objectContaining({ code: 'ChecksumMismatch' })],
      }),
    ])
    expect(server.requests).toEqual([])
  })

  test('GIVEN the locks that ship WHEN they are read THEN all are valid', async () => {
    const run = await runBin(['plugins', 'verify', 'no-such', '--json'])
    expect([run.code, errorOf(run).hint]).toEqual([
      2,
      'write one of connect-worker, iceberg-sink, kafka-broker, s3-json-sink, or name a lock file',
    ])
  })
})
