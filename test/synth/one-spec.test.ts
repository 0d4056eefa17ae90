import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LOCK_FILE, parseSpecText, resolveSpec, type EnvironmentLock, type Spec } from '../../src/spec/index.js'
import { renderProject, writeProject, type Decision } from '../../src/synth/index.js'
import { LOCK } from '../agents/support.js'

const TEXT = 'region: us-east-1\nkafka: { cluster: orders-prod }\nbackup: { bucket: my-data-bucket }\n'
const OTHER = `${TEXT}name: other-name\n`

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'one-spec-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const read = (path: string): string => readFileSync(join(dir, path), 'utf8')
const write = (path: string, content: string): void => writeFileSync(join(dir, path), content)

async function generate(specText: string, decide: Decision, lock?: EnvironmentLock): Promise<void> {
  const { spec, provenance } = resolveSpec(parseSpecText(specText), lock)
  const from: { spec: Spec; lock?: EnvironmentLock } = { spec, ...(lock !== undefined && { lock }) }
  const files = await renderProject(spec, { provenance, specText, ...from })
  await writeProject(dir, files, { decide, from })
}

describe('a project that is written', () => {
  test.each([
    ['edited', () => write('clickstream.yaml', OTHER), 'clickstream.yaml'],
    ['deleted', () => rmSync(join(dir, 'clickstream.yaml')), 'clickstream.yaml'],
    ['joined by a lock', () => write(LOCK_FILE, JSON.stringify(LOCK)), LOCK_FILE],
  ])(
    'GIVEN a spec that was %s WHEN generated from another and kept THEN SpecKept, and nothing is written',
    async (_, change, name) => {
      // GIVEN
      await generate(TEXT, 'keep')
      change()
      rmSync(join(dir, 'README.md'))
      const before = read('.clickstream.json')

      // WHEN
      const again = generate(TEXT, 'keep')

      // THEN
      await expect(again).rejects.toMatchObject({ code: 'SpecKept', exitCode: 3, place: { file: join(dir, name) } })
      expect([existsSync(join(dir, 'README.md')), read('.clickstream.json')]).toEqual([false, before])
    },
  )

  test('GIVEN a spec with another comment WHEN generated and kept THEN it is the same spec, and written', async () => {
    await generate(TEXT, 'keep')
    write('clickstream.yaml', `# Ours.\n${TEXT}`)
    await generate(TEXT, 'keep')
    expect(read('clickstream.yaml')).toBe(`# Ours.\n${TEXT}`)
  })

  test('GIVEN an edited spec WHEN overwritten THEN the project holds the one that it was generated from', async () => {
    await generate(TEXT, 'keep')
    write('clickstream.yaml', OTHER)
    await generate(TEXT, 'overwrite')
    expect(read('clickstream.yaml')).toBe(TEXT)
  })
})
