import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { parse } from 'yaml'
import { specSchema, type Spec } from '../../src/spec/index.js'
import { FEATURE_FLAGS } from '../../src/synth/context.js'
import { digestOfFiles } from '../../src/synth/digest.js'
import { openProject, renderProject, synthesize } from '../../src/synth/index.js'
import { PINS } from '../../src/synth/pins.js'
import { codePoint } from '../support/code-point.js'
import { EXAMPLES, generateExample, loadExample, renderExample } from './examples.js'

process.env['CDK_VALIDATION'] = 'false'
jest.setTimeout(120_000)

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'project-test-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const text = (files: ReadonlyMap<string, string | Uint8Array>, path: string): string => {
  const content = files.get(path)
  if (typeof content !== 'string') throw new Error(`${path} is no text`)
  return content
}
const json = (content: string): unknown => JSON.parse(content) as unknown

const generate = (name: string): Promise<string> => generateExample(name, dir)

describe('renderProject', () => {
  test('GIVEN nginx-lua WHEN rendered THEN the project holds these files', async () => {
    const files = [...(await renderExample('nginx-lua')).keys()]
      .filter((path) => !path.startsWith('containers/'))
      .sort()
    expect(files).toEqual([
      '.clickstream.json',
      '.github/workflows/review.yml',
      '.gitignore',
      'README.md',
      'bin/app.ts',
      'cdk.json',
      'clickstream.yaml',
      'connectors/app_logs.json',
      'connectors/s3-json.json',
      'lib/connectors-stack.ts',
      'lib/lua-ingestion-stack.ts',
      'lib/topics-stack.ts',
      'package.json',
      'tsconfig.json',
      'vendor/clickstream-agents-0.1.0.tgz',
    ])
  })

  test.each(EXAMPLES)(
    'GIVEN example %s WHEN rendered THEN its stacks are ours byte for byte, and its code type-checks as text',
    async (name) => {
      const files = await renderExample(name)
      for (const [path, content] of files) {
        if (path.startsWith('lib/'))
          expect(content).toBe(readFileSync(join('src/synth/stacks', basename(path)), 'utf8'))
      }
      const { diagnostics } = ts.transpileModule(text(files, 'bin/app.ts'), { reportDiagnostics: true })
      expect(diagnostics).toEqual([])
      expect([...files.keys()].filter((path) => path.startsWith('lib/')).length).toBeLessThanOrEqual(3)
    },
  )

  test.each(EXAMPLES)('GIVEN example %s WHEN rendered twice THEN the same bytes', async (name) => {
    expect(digestOfFiles(await renderExample(name))).toBe(digestOfFiles(await renderExample(name)))
  })

  test('GIVEN hostile texts in tags and provenance WHEN rendered THEN JSON and YAML still parse, and the table has its columns', async () => {
    const { spec } = loadExample('minimal')
    const hostile = fc.oneof(
      fc.string({ unit: codePoint, maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom('{', '}', '{{', '|', '`', '"', "'", '\\', '\n', '$', '<', '#', ':', '&', '*', '!', '%'),
      }),
    )
    const tag = fc.stringMatching(/^[A-Za-z0-9 _.:/=+@-]{1,40}$/).filter((key) => !/^aws:/i.test(key))
    await fc.assert(
      fc.asyncProperty(hostile, fc.dictionary(tag, tag), async (quote, tags) => {
        const tagged: Spec = specSchema.parse({ ...spec, tags })
        const provenance = { 'collector.tasks.cpu': { origin: 'said' as const, quote } }
        const files = await renderProject(tagged, { provenance })
        for (const path of [
          'package.json',
          'cdk.json',
          'tsconfig.json',
          '.clickstream.json',
          'connectors/s3-json.json',
        ])
          json(text(files, path))
        expect(parse(text(files, 'clickstream.yaml'))).toMatchObject({ apiVersion: 'clickstream/v1' })
        const row = text(files, 'README.md')
          .split('\n')
          .find((line) => line.includes('`collector.tasks.cpu`'))
        expect(row?.match(/(?<!\\)\|/g)?.length).toBe(4)
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    ['nginx-vector', true],
    ['nginx-lua', false],
  ])(
    'GIVEN example %s WHEN rendered THEN its README says what a changed Kafka password does, where there is one',
    async (name, is) => {
      const readme = text(await renderExample(name), 'README.md')
      expect(readme.includes('## When the Kafka password changes')).toBe(is)
      expect(/ten\nminutes that MSK may take/.test(readme)).toBe(is)
    },
  )

  test('GIVEN the pins WHEN compared THEN they are what this repository itself tests with', () => {
    const own = json(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> }
    expect(own.devDependencies).toMatchObject({ ...PINS.dependencies, ...PINS.devDependencies })
    expect(json(readFileSync('cdk.json', 'utf8'))).toEqual({
      app: 'node dist/synth/entry.js',
      versionReporting: false,
      context: FEATURE_FLAGS,
    })
  })
})

describe('openProject', () => {
  test('GIVEN a generated project WHEN opened THEN spec, lock and containers are found', async () => {
    const out = await generate('locked')
    const { spec, lock } = loadExample('locked')
    expect(await openProject(out)).toMatchObject({ dir: out, spec, lock, containersDir: join(out, 'containers') })
  })

  test('GIVEN containers edited by hand WHEN opened THEN they are accepted', async () => {
    const out = await generate('minimal')
    writeFileSync(join(out, 'containers/nginx-lua/nginx.conf'), '# mine')
    expect((await openProject(out)).spec.name).toBe('clickstream')
  })

  test.each([
    ['a change that the containers hold', 'collector: { maxBodyKiB: 64 }', 'ContainersStale'],
    ['a change of the stacks', 'topicManagement: tool', 'ProjectStale'],
    ['no record', undefined, 'NotAProject'],
  ])('GIVEN %s WHEN opened THEN synth stops and says what to run', async (_, line, code) => {
    // GIVEN
    const out = await generate('minimal')
    const spec = join(out, 'clickstream.yaml')
    if (line === undefined) rmSync(join(out, '.clickstream.json'))
    else writeFileSync(spec, `${readFileSync(spec, 'utf8')}\n${line}\n`)

    // WHEN
    const opened = openProject(out)

    // THEN
    await expect(opened).rejects.toMatchObject({ code, hint: expect.stringContaining('npx clickstream generate') })
  })

  test('GIVEN a stack edited by hand WHEN synthesized in process THEN the result names it', async () => {
    const out = await generate('no-sinks')
    writeFileSync(join(out, 'lib/lua-ingestion-stack.ts'), '// mine')
    expect(await synthesize({ projectDir: out })).toMatchObject({
      editedByHand: ['lib/lua-ingestion-stack.ts'],
      assemblyDir: join(out, 'cdk.out'),
    })
  })
})
