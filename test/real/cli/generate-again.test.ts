import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../../../src/cli/context.js'
import { generate, type GenerateOptions } from '../../../src/cli/generate.js'
import { SILENT } from '../../../src/report/message.js'
import { Reporter } from '../../../src/report/index.js'
import { styleOf } from '../../../src/report/style.js'
import type { FileChange } from '../../../src/synth/index.js'

// Each test synthesizes, and the machine may be busy.
jest.setTimeout(60_000)

const SPEC =
  'region: us-east-1\nkafka: { cluster: orders-prod }\nbackup: { bucket: my-data-bucket }\ncollector: { load: { peakEventsPerSecond: 3000 } }\n'

const validation = process.env['CDK_VALIDATION']
beforeAll(() => {
  process.env['CDK_VALIDATION'] = 'false'
})
afterAll(() => {
  if (validation === undefined) delete process.env['CDK_VALIDATION']
  else process.env['CDK_VALIDATION'] = validation
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'generate-again-'))
  writeFileSync(join(folder, 'spec.yaml'), SPEC)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')

interface Run {
  readonly said: string
  /** What became of each file that is neither new nor unchanged. */
  readonly files: string[]
}

const pick = <Key>(keys: readonly Key[], answer: unknown): Key | undefined => keys.find((key) => key === answer)

/** Runs `clickstream generate`; `answers` is what a person types, nobody sits there without. */
async function run(spec: string, options: Partial<GenerateOptions> = {}, answers?: string[]): Promise<Run> {
  const said: string[] = []
  const style = styleOf({}, {}, false)
  let files: readonly FileChange[] = []
  const reporter = new Reporter({
    message: ({ text }) => void said.push(text(style)),
    document: ({ value, text }) => {
      files = (value as { files: readonly FileChange[] }).files
      said.push(text(style))
    },
    busy: () => SILENT,
  })
  const context: Context = {
    reporter,
    json: false,
    quiet: false,
    model: 'offline',
    cwd: folder,
    env: {},
    interactive: answers !== undefined,
    choose: (_question, keys) => Promise.resolve(pick(keys, answers?.shift())),
  }
  try {
    await generate(context, path(spec), { out: 'we', ...options })
  } catch (error) {
    throw Object.assign(error as Error, { said: said.join('\n') })
  }
  const changed = files.filter(({ kind }) => kind !== 'new' && kind !== 'unchanged')
  return { said: said.join('\n'), files: changed.map(({ path: name, action }) => `${name}: ${action}`) }
}

describe('generate again', () => {
  test('GIVEN a spec edited in the project and generated in place WHEN generated from the first spec THEN somebody is asked, and the edit stays', async () => {
    // GIVEN
    await run('spec.yaml')
    const edited = read('we/clickstream.yaml').replace('3000', '9000').concat('# Ours.\n')
    writeFileSync(path('we/clickstream.yaml'), edited)
    const inPlace = await run('we/clickstream.yaml')
    expect([inPlace.files.includes('README.md: write'), read('we/clickstream.yaml')]).toEqual([true, edited])

    // WHEN nobody can be asked
    const again = run('spec.yaml')

    // THEN
    await expect(again).rejects.toMatchObject({
      code: 'HandEditedFiles',
      exitCode: 4,
      hint: 'nothing was written; --keep leaves them as they are, --overwrite writes what is generated',
      problems: [{ code: 'HandEdited', file: 'clickstream.yaml', diff: expect.stringContaining('-# Ours.') }],
      said: expect.stringMatching(
        /clickstream\.yaml was edited by hand; generated it would change like this:[^]*-# Ours\./,
      ),
    })
    expect(read('we/clickstream.yaml')).toBe(edited)
    // WHEN the person's own spec is kept, and everything else would come from the other one
    const kept = run('spec.yaml', { keep: true })
    // THEN it fails before anything is written, and says nothing else
    await expect(kept).rejects.toMatchObject({ code: 'SpecKept', said: expect.not.stringContaining('✔ write') })
    expect([read('we/clickstream.yaml'), (await run('we/clickstream.yaml')).files]).toEqual([edited, []])
    // WHEN
    const over = await run('spec.yaml', { overwrite: true })
    // THEN
    expect([over.files.includes('clickstream.yaml: write'), read('we/clickstream.yaml')]).toEqual([true, SPEC])
  })

  test('GIVEN a deleted and an edited file WHEN generated again THEN they are asked about once, and come back with --overwrite', async () => {
    // GIVEN
    await run('spec.yaml')
    const [start, readme] = ['we/containers/nginx-lua/start.sh', 'we/README.md']
    const original = [read(start), read(readme)]
    rmSync(path(start))
    appendFileSync(path(readme), 'Our own words.\n')

    // WHEN nobody can be asked, and when somebody keeps one and goes away
    await expect(run('spec.yaml')).rejects.toMatchObject({
      exitCode: 4,
      problems: [
        { code: 'HandEdited', file: 'README.md' },
        { code: 'HandDeleted', file: 'containers/nginx-lua/start.sh' },
      ],
    })
    await expect(run('spec.yaml', {}, ['k'])).rejects.toMatchObject({ code: 'HandEditedFiles' })
    const asked = await run('spec.yaml', {}, ['k', 'k'])
    const later = await run('spec.yaml')

    // THEN
    expect([asked.files, later.files]).toEqual(
      Array(2).fill(['README.md: keep', 'containers/nginx-lua/start.sh: keep']),
    )
    expect(later.said).toMatch(/README\.md was edited by hand and stays so;[^]*-Our own words\./)
    expect(later.said).toContain('deleted by hand and left out containers/nginx-lua/start.sh')
    expect(existsSync(path(start))).toBe(false)
    // WHEN
    const over = await run('spec.yaml', { overwrite: true })
    // THEN
    expect(over.said).toMatch(/start\.sh was deleted by hand and is overwritten/)
    expect(over.files).toEqual(['README.md: write', 'containers/nginx-lua/start.sh: write'])
    expect([read(start), read(readme)]).toEqual(original)
  })
})
