import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorOf, runBin } from '../../cli/run-bin.js'

/** aws-cdk-lib's own rules cost seconds a run; synth's tests run them. */
const env = { CDK_VALIDATION: 'false' }

// Each test starts processes, and the machine may be busy.
jest.setTimeout(60_000)

let folder: string
let spec: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clickstream-generate-'))
  spec = join(folder, 'clickstream.yaml')
  writeFileSync(
    spec,
    'apiVersion: clickstream/v1\nregion: us-east-1\nkafka: { cluster: orders-prod }\nbackup: { bucket: my-data-bucket }\n',
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('generate', () => {
  test('GIVEN a spec WHEN generated twice with an edit between THEN the edit is kept or somebody is asked', async () => {
    // GIVEN
    const first = await runBin(['generate', spec, '--out', 'web-events', '--json'], { cwd: folder, env })
    expect([first.code, first.stderr]).toEqual([0, ''])
    const generated = JSON.parse(first.stdout) as {
      files: { kind: string }[]
      stacks: unknown[]
      reachability: { reachable: boolean }
      next: string[]
    }
    expect([...new Set(generated.files.map(({ kind }) => kind))]).toEqual(['new'])
    expect([generated.stacks.length, generated.reachability.reachable, generated.next[0]]).toEqual([
      3,
      true,
      'cd web-events',
    ])
    const readme = join(folder, 'web-events', 'README.md')
    appendFileSync(readme, '\nOur own words.\n')
    // WHEN the spec changes what the edited file would hold, and nobody can be asked
    appendFileSync(spec, 'name: other-name\n')
    const asked = await runBin(['generate', spec, '--out', 'web-events', '--json'], { cwd: folder, env })
    // THEN
    expect([asked.code, errorOf(asked)]).toMatchObject([
      4,
      { code: 'HandEditedFiles', problems: [{ file: 'README.md' }] },
    ])
    expect(readFileSync(join(folder, 'web-events', 'clickstream.yaml'), 'utf8')).not.toContain('other-name')
    // WHEN
    const over = await runBin(['generate', spec, '--out', 'web-events', '--overwrite'], { cwd: folder, env })
    // THEN
    expect([over.code, readFileSync(readme, 'utf8').includes('Our own words.')]).toEqual([0, false])
    expect(over.stdout).toMatch(/1 overwritten[^]*other-name-Ingestion[^]*Reachability[^]*Cost about[^]*npx cdk deploy/)
  })

  test('GIVEN a spec that is not there WHEN generated THEN exit 3 with its name, and nothing is written', async () => {
    const run = await runBin(['generate', 'no-such.yaml', '--out', 'nothing', '--json'], { cwd: folder })
    expect([run.code, errorOf(run)]).toMatchObject([3, { code: 'SpecNotFound', file: 'no-such.yaml' }])
    expect(existsSync(join(folder, 'nothing'))).toBe(false)
  })

  test('GIVEN a folder of somebody else WHEN generated into THEN exit 2, and it stays as it is', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    const run = await runBin(['generate', spec, '--out', '.', '--json'], { cwd: folder })
    expect([run.code, errorOf(run).code]).toEqual([2, 'OutNotEmpty'])
  })
})

describe('schema', () => {
  test('GIVEN nothing WHEN asked for the schema THEN it is JSON Schema, the same with and without --json', async () => {
    const [plain, json] = await Promise.all([runBin(['schema']), runBin(['schema', '--json'])])
    const schema = JSON.parse(plain?.stdout ?? '') as Record<string, unknown>
    expect([plain?.code, schema.type, JSON.parse(json?.stdout ?? '')]).toEqual([0, 'object', schema])
  })
})
