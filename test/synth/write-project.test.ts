import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digestOf } from '../../src/synth/digest.js'
import { MANIFEST_FILE, manifestText, parseManifest } from '../../src/synth/manifest.js'
import { planProject, writeProject, type FileChange } from '../../src/synth/index.js'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'write-project-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function rendered(files: Record<string, string>): Map<string, string> {
  const digests = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, digestOf(content)]))
  const manifest = manifestText({ manifestVersion: 1, generator: 'test', containers: digestOf(''), files: digests })
  return new Map([...Object.entries(files), [MANIFEST_FILE, manifest]])
}

const read = (path: string): string => readFileSync(join(dir, path), 'utf8')
const write = (path: string, content: string): void => writeFileSync(join(dir, path), content)
const brief = (changes: readonly FileChange[]): string[] =>
  changes.map(({ path, kind, action }) => `${path}: ${kind}, ${action}`)

describe('writeProject', () => {
  test('GIVEN a new folder WHEN written THEN every file is there and no temporary file is left', async () => {
    // WHEN
    const changes = await writeProject(join(dir, 'new'), rendered({ 'a.txt': 'a\n', 'lib/b.ts': 'b\n' }))

    // THEN
    expect(brief(changes)).toEqual(['a.txt: new, write', 'lib/b.ts: new, write'])
    expect(readdirSync(join(dir, 'new')).sort()).toEqual([MANIFEST_FILE, 'a.txt', 'lib'])
    expect(read('new/lib/b.ts')).toBe('b\n')
  })

  test('GIVEN one of each kind WHEN written again THEN only what nobody touched changes', async () => {
    // GIVEN
    const first = { same: '1\n', ours: '1\n', edited: '1\n', both: '1\n', gone: '1\n', deleted: '1\n', 'old/x': '1\n' }
    await writeProject(dir, rendered(first))
    write('edited', 'mine\n')
    write('both', 'mine\n')
    write('stranger', 'theirs\n')
    rmSync(join(dir, 'deleted'))

    // WHEN
    const next = { same: '1\n', ours: '2\n', edited: '1\n', both: '2\n', deleted: '1\n', stranger: '2\n', added: '2\n' }
    const changes = await writeProject(dir, rendered(next))

    // THEN
    expect(brief(changes)).toEqual([
      'added: new, write',
      'both: conflict, keep',
      'deleted: edited, keep',
      'edited: edited, keep',
      'gone: obsolete, remove',
      'old/x: obsolete, remove',
      'ours: update, write',
      'same: unchanged, none',
      'stranger: conflict, keep',
    ])
    expect(changes.find(({ path }) => path === 'both')?.diff).toBe(
      '--- a/both\n+++ b/both\n@@ -1,1 +1,1 @@\n-mine\n+2\n',
    )
    expect(['both', 'edited', 'ours', 'stranger'].map(read)).toEqual(['mine\n', 'mine\n', '2\n', 'theirs\n'])
    expect(['deleted', 'gone', 'old'].map((path) => existsSync(join(dir, path)))).toEqual([false, false, false])
  })

  test('GIVEN a conflict WHEN somebody decides THEN that is done, and a kept file is not asked about again', async () => {
    // GIVEN
    await writeProject(dir, rendered({ a: '1\n', b: '1\n' }))
    write('a', 'mine\n')
    write('b', 'mine\n')
    const asked: string[] = []

    // WHEN
    await writeProject(dir, rendered({ a: '2\n', b: '2\n' }), {
      decide: ({ path }) => {
        asked.push(path)
        return path === 'a' ? 'overwrite' : 'keep'
      },
    })
    const again = await planProject(dir, rendered({ a: '2\n', b: '2\n' }))

    // THEN
    expect(asked).toEqual(['a', 'b'])
    expect([read('a'), read('b')]).toEqual(['2\n', 'mine\n'])
    expect(brief(again)).toEqual(['a: unchanged, none', 'b: edited, keep'])
  })

  test('GIVEN files edited and deleted by hand WHEN overwritten THEN each is as generated again, or gone', async () => {
    // GIVEN
    await writeProject(dir, rendered({ edited: '1\n', both: '1\n', deleted: '1\n', 'lib/old': '1\n' }))
    for (const path of ['edited', 'both', 'lib/old']) write(path, 'mine\n')
    rmSync(join(dir, 'deleted'))

    // WHEN
    const next = rendered({ edited: '1\n', both: '2\n', deleted: '1\n' })
    const changes = await writeProject(dir, next, { decide: 'overwrite' })

    // THEN
    expect(changes).toEqual([
      { path: 'both', kind: 'conflict', action: 'write', diff: diff('both', 'mine', '2') },
      { path: 'deleted', kind: 'edited', deleted: true, action: 'write', diff: diff('deleted', undefined, '1') },
      { path: 'edited', kind: 'edited', action: 'write', diff: diff('edited', 'mine', '1') },
      { path: 'lib/old', kind: 'edited', action: 'remove', diff: diff('lib/old', 'mine', undefined) },
    ])
    expect(['both', 'deleted', 'edited'].map(read)).toEqual(['2\n', '1\n', '1\n'])
    expect(existsSync(join(dir, 'lib'))).toBe(false)
    expect(recorded()).toEqual({ files: digests({ both: '2\n', deleted: '1\n', edited: '1\n' }), kept: undefined })
  })

  test('GIVEN what somebody decided to keep WHEN written again THEN nobody is asked, until one of the two changes', async () => {
    // GIVEN
    await writeProject(dir, rendered({ edited: '1\n', deleted: '1\n', 'lib/old': '1\n' }))
    write('edited', 'mine\n')
    write('lib/old', 'mine\n')
    rmSync(join(dir, 'deleted'))
    const next = rendered({ edited: '1\n', deleted: '1\n' })
    const asked: string[] = []
    const decide = ({ path }: FileChange): 'keep' => (asked.push(path), 'keep')

    // WHEN
    await writeProject(dir, next, { decide })
    await writeProject(dir, next, { decide })

    // THEN
    expect(asked.splice(0)).toEqual(['deleted', 'edited', 'lib/old'])
    expect(recorded()).toEqual({
      files: digests({ deleted: '1\n', edited: '1\n', 'lib/old': '1\n' }),
      kept: { deleted: null, ...digests({ edited: 'mine\n', 'lib/old': 'mine\n' }) },
    })
    // WHEN the person goes on editing, and the deleted file would be another one
    write('edited', 'mine too\n')
    await writeProject(dir, rendered({ edited: '1\n', deleted: '2\n' }), { decide })
    // THEN
    expect(asked).toEqual(['deleted', 'edited'])
  })

  test('GIVEN a file that the project is generated from WHEN generated in place THEN it is not recorded as generated', async () => {
    // GIVEN
    await writeProject(dir, rendered({ spec: 'first\n', a: '1\n' }))
    write('spec', 'mine\n')

    // WHEN
    const inPlace = await writeProject(dir, rendered({ spec: 'mine\n', a: '2\n' }), { inputs: new Set(['spec']) })
    const fromElsewhere = await planProject(dir, rendered({ spec: 'first\n', a: '1\n' }))

    // THEN
    expect(brief(inPlace)).toEqual(['a: update, write', 'spec: unchanged, none'])
    expect(recorded()).toEqual({ files: digests({ a: '2\n', spec: 'first\n' }), kept: undefined })
    expect(brief(fromElsewhere)).toEqual(['a: update, write', 'spec: edited, keep'])
  })

  test('GIVEN a fresh repository WHEN generated in place THEN its spec was never generated', async () => {
    write('clickstream.yaml', 'mine\n')
    await writeProject(dir, rendered({ 'clickstream.yaml': 'mine\n' }), { inputs: new Set(['clickstream.yaml']) })
    expect(recorded()).toEqual({ files: {}, kept: undefined })
  })

  test('GIVEN planProject WHEN it looks THEN it writes nothing', async () => {
    expect(brief(await planProject(join(dir, 'nowhere'), rendered({ a: '1' })))).toEqual(['a: new, write'])
    expect(existsSync(join(dir, 'nowhere'))).toBe(false)
  })

  test('GIVEN a binary file WHEN it changes THEN there is no diff of it', async () => {
    await writeProject(dir, rendered({ a: 'x\0y' }))
    expect(await planProject(dir, rendered({ a: 'x\0z' }))).toEqual([{ path: 'a', kind: 'update', action: 'write' }])
  })

  test.each([
    ['somebody else’s folder', () => write('notes.txt', 'mine'), 'OutNotEmpty'],
    ['a broken record', () => write(MANIFEST_FILE, '{'), 'ManifestInvalid'],
    ['a record that points out of the folder', () => write(MANIFEST_FILE, outside()), 'ManifestInvalid'],
    ['a link in the place of a file', () => link('a', 'file'), 'SymlinkInProject'],
    ['a link in the place of a folder', () => link('lib', 'folder'), 'SymlinkInProject'],
    ['a folder in the place of a file', () => (manifestOnly(), mkdirSync(join(dir, 'a'))), 'NotAFile'],
  ])('GIVEN %s WHEN written THEN it is refused and nothing outside changes', async (_, prepare, code) => {
    // GIVEN
    prepare()

    // WHEN
    const written = writeProject(dir, rendered({ a: 'new\n', 'lib/b': 'new\n' }), { decide: 'overwrite' })

    // THEN
    await expect(written).rejects.toMatchObject({ code })
    expect(existsSync(join(dir, '../written-through-link'))).toBe(false)
  })

  test('GIVEN a fresh repository with a spec WHEN written THEN it becomes the project', async () => {
    mkdirSync(join(dir, '.git'))
    write('clickstream.yaml', 'mine\n')
    const changes = await writeProject(dir, rendered({ 'clickstream.yaml': 'mine\n', a: '1\n' }))
    expect(brief(changes)).toEqual(['a: new, write', 'clickstream.yaml: unchanged, none'])
  })

  test('GIVEN a file system that takes no folders WHEN written THEN OutNotAFolder, soon', async () => {
    await expect(writeProject('/proc/clickstream/a/b', rendered({ a: '1' }))).rejects.toMatchObject({
      code: 'OutNotAFolder',
    })
  })

  test('GIVEN a file in the place of the folder WHEN written THEN OutNotAFolder', async () => {
    write('file', '')
    await expect(writeProject(join(dir, 'file'), rendered({ a: '1' }))).rejects.toMatchObject({ code: 'OutNotAFolder' })
  })
})

const digests = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [path, digestOf(content)]))

function recorded(): { files: object; kept: object | undefined } {
  const { files, kept } = parseManifest(read(MANIFEST_FILE))
  return { files, kept }
}

function diff(path: string, before: string | undefined, after: string | undefined): string {
  const lines = (sign: string, line: string | undefined): string => (line === undefined ? '' : `${sign}${line}\n`)
  const range = (line: string | undefined): string => (line === undefined ? '0,0' : '1,1')
  const hunk = `@@ -${range(before)} +${range(after)} @@\n${lines('-', before)}${lines('+', after)}`
  return `--- a/${path}\n+++ b/${path}\n${hunk}`
}

function manifestOnly(): void {
  write(MANIFEST_FILE, rendered({}).get(MANIFEST_FILE) ?? '')
}

function link(name: string, kind: 'file' | 'folder'): void {
  manifestOnly()
  symlinkSync(join(dir, '..', kind === 'file' ? 'written-through-link' : '.'), join(dir, name))
}

function outside(): string {
  const manifest = {
    manifestVersion: 1,
    generator: 'x',
    containers: digestOf(''),
    files: { '../victim': digestOf('') },
  }
  return JSON.stringify(manifest)
}
