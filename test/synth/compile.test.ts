import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clickstream-compile-'))
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'))
  write('package.json', '{ "type": "module" }')
})
afterEach(() => rmSync(dir, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(join(dir, path, '..'), { recursive: true })
  writeFileSync(join(dir, path), text)
}

/** What `cdk.json` of a generated project runs. */
async function app(): Promise<string> {
  const { stdout } = await promisify(execFile)('node', ['--import', resolve('dist/synth/compile.js'), 'bin/app.js'], {
    cwd: dir,
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  return stdout.trim()
}

test('GIVEN an app that is changed WHEN run again THEN what was compiled before is not used, whatever folder it is in', async () => {
  // GIVEN
  write('bin/app.ts', "import { word } from '../lib/word.js'\nconsole.log(word as string, import.meta.url.slice(-10))")
  write('lib/word.ts', "export { word } from '../mine/word.js'")
  write('mine/word.ts', "export const word: string = 'first'")
  expect(await app()).toBe('first bin/app.js')

  // WHEN
  write('mine/word.ts', "enum Word { second }\nexport const word: string = Word[0] ?? ''")

  // THEN
  expect(await app()).toBe('second bin/app.js')
  expect(existsSync(join(dir, 'mine/word.js'))).toBe(true)
})

test('GIVEN JavaScript of the project’s owner beside it WHEN run THEN it stays as it is', async () => {
  write('bin/app.ts', "import { word } from '../lib/word.js'\nconsole.log(word)")
  write('lib/word.js', "export const word = 'mine'\n\n")
  expect(await app()).toBe('mine')
  expect(readFileSync(join(dir, 'lib/word.js'), 'utf8')).toBe("export const word = 'mine'\n\n")
})

test('GIVEN a syntax error WHEN run THEN the file and the line are said, and nothing runs', async () => {
  write('bin/app.ts', "console.log('ran')\nconst = 7")
  await expect(app()).rejects.toMatchObject({ stdout: '', stderr: expect.stringContaining('bin/app.ts:2:6') })
})
