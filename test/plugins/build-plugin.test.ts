import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildPlugin } from '../../src/plugins/build-plugin.js'
import { HASTE, jars, listener, pathOf, Scratch, sha256, type Jars } from './support.js'

const NAMES = ['LICENSES.txt', 'jar-0-1.0.jar', 'jar-1-1.1.jar', 'jar-2-1.2.jar']

/** Of the ZIP below: it must be the same with every version of Node.js, on every machine. */
const PINNED = '1313c9c68e988ddb87a0ca4be0f1946e96bbdf7e1141761c804e136991ee66d7'

let scratch: Scratch
beforeEach(() => void (scratch = new Scratch()))
afterEach(() => scratch.remove())

/** Builds the plugin of these jars out of a folder in Maven's layout. */
async function build(
  content: Jars,
  out?: string,
): Promise<{ zip: string; sha256: string; bytes: number; jars: number }> {
  for (const [name, jar] of Object.entries(content)) scratch.write(`m2/${pathOf(name)}`, jar)
  const env = scratch.env(pathToFileURL(join(scratch.folder, 'm2')).href)
  const { reporter } = listener()
  return buildPlugin(scratch.lock(content), { reporter, env, patience: HASTE, ...(out !== undefined && { out }) })
}

describe('buildPlugin', () => {
  test('GIVEN a lock WHEN built THEN its jars are there as they are, in one folder with their licences', async () => {
    // GIVEN
    const content = jars(3)
    // WHEN
    const built = await build(content)
    // THEN
    const zip = readFileSync(built.zip)
    expect(Object.values(content).filter((jar) => !zip.includes(jar))).toEqual([])
    expect(zip.toString('latin1').match(/some-sink\/[\w.-]+?\.(?:jar|txt)/g)).toEqual(
      // Once before each file, once in the directory at the end.
      [...NAMES, ...NAMES].map((name) => `some-sink/${name}`),
    )
    expect(zip.toString('latin1')).toMatch(/3 jars[^]*jar-0-1\.0\.jar\n {2}Apache-2\.0\n/)
    expect(built).toMatchObject({ jars: 3, bytes: zip.length, sha256: sha256(zip) })
  })

  test('GIVEN one lock WHEN built at another time, in another cache, to another place THEN the bytes are the same', async () => {
    // GIVEN
    const content = { 'example.org:a:1': Buffer.from('the same jar'), 'example.org:b:2:x': Buffer.from('and another') }
    const first = await build(content)
    const [before, zone] = [readFileSync(first.zip), process.env.TZ]
    process.env.TZ = 'Asia/Kathmandu'
    utimesSync(scratch.cached(content['example.org:a:1']), 1e9, 1e9)
    mkdirSync(join(scratch.folder, 'place'))
    // WHEN
    const second = await build(content, join(scratch.folder, 'place'))
    process.env.TZ = zone
    // THEN
    expect(second.zip).toBe(join(scratch.folder, 'place', 'some-sink.zip'))
    expect(readFileSync(second.zip).equals(before)).toBe(true)
    expect(second.sha256).toBe(PINNED)
  })

  test('GIVEN what a killed process left beside the ZIP WHEN built THEN it is gone, and what a living one writes is not', async () => {
    const out = scratch.write('out/x', '').slice(0, -2)
    const [dead, alive] = [2 ** 22 + 1, process.ppid].map((pid) =>
      scratch.write(`out/some-sink.zip.${pid}.part`, 'half'),
    )
    await build(jars(1), out)
    expect([dead, alive].map((file) => existsSync(file ?? ''))).toEqual([false, true])
  })

  test('GIVEN a jar that the package lacks or has in another form WHEN built THEN a coded error says what to do', async () => {
    const jar = Buffer.from('ours')
    const entry = { file: 'dist/ours.jar', sha256: sha256(jar), bytes: jar.length, licence: 'Apache-2.0' }
    const lock = scratch.write('own.lock.json', JSON.stringify({ lockVersion: 1, artifacts: [entry] }))
    const attempt = () => buildPlugin(lock, { reporter: listener().reporter, env: scratch.env() })
    await expect(attempt()).rejects.toMatchObject({
      code: 'ArtifactMissing',
      hint: expect.stringContaining('plugins:jars'),
    })
    writeFileSync(scratch.write('dist/ours.jar', ''), 'theirs')
    await expect(attempt()).rejects.toMatchObject({ code: 'ChecksumMismatch' })
    writeFileSync(join(scratch.folder, 'dist', 'ours.jar'), jar)
    await expect(attempt()).resolves.toMatchObject({ jars: 1 })
  })
})
