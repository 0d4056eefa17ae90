import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { committedFiles } from './committed-files.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Written in pieces, so that this file does not find itself. */
const MACHINE = new RegExp(`(?<![\\w.:-])/(?:${['wo' + 'rk', 'ro' + 'ot', 'ho' + 'me'].join('|')})/\\w`)
const HOSTS = [
  'registry' + '.npmjs',
  'repo1' + '.maven',
  'repo.maven' + '.apache',
  'pypi' + '.org',
  'files.python' + 'hosted',
  'static.crates' + '.io',
  'proxy' + '.golang',
  'deb' + '.debian',
  'un' + 'pkg.com',
]

const LONGEST = 400

const files = committedFiles().map((file) => ({ file, bytes: readFileSync(join(ROOT, file)) }))
const texts = files
  .filter(({ bytes }) => !bytes.includes(0))
  .map(({ file, bytes }) => ({ file, text: bytes.toString('utf8') }))

describe('committed text', () => {
  test('GIVEN all files WHEN searched THEN none names a folder of the machine that it was written on', () => {
    // GIVEN
    expect(texts.length).toBeGreaterThan(50)
    // WHEN
    const found = texts.flatMap(({ file, text }) =>
      lines(text)
        .filter((line) => MACHINE.test(line.text))
        .map((line) => `${file}:${line.number}`),
    )
    // THEN
    expect(found).toEqual([])
  })

  test('GIVEN all files WHEN searched THEN none but the default of the resolver names the host of a package registry', () => {
    const found = texts.flatMap(({ file, text }) =>
      HOSTS.filter((host) => text.includes(host)).map((host) => `${file}: ${host}`),
    )
    expect(found).toEqual(['src/plugins/repositories.ts: repo.maven' + '.apache'])
  })

  test(`GIVEN all sources WHEN counted THEN none is longer than ${LONGEST} lines`, () => {
    const long = texts.filter(
      ({ file, text }) => /^(src|test|bench|bin)\/.*\.(ts|js|mjs)$/.test(file) && lines(text).length > LONGEST + 1,
    )
    expect(long.map(({ file }) => file)).toEqual([])
  })
})

function lines(text: string): { number: number; text: string }[] {
  return text.split('\n').map((line, index) => ({ number: index + 1, text: line }))
}
