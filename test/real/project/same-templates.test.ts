import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { COMMAND_LINE_CONTEXT } from '../../../src/synth/context.js'
import { synthesize } from '../../../src/synth/index.js'
import { PACKAGE_ROOT } from '../../../src/synth/library-source.js'
import { generateExample, inputsOf, loadExample } from '../../synth/examples.js'

process.env['CDK_VALIDATION'] = 'false'
jest.setTimeout(120_000)

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'same-templates-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('three ways to synthesize', () => {
  test('GIVEN nginx-lua WHEN synthesized in process and by the root THEN byte for byte the same', async () => {
    const { assemblyDir } = await synthesize(inputsOf(loadExample('nginx-lua')))
    const out = join(dir, 'root')
    const spec = 'examples/nginx-lua/clickstream.yaml'
    run(['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices', '-c', `spec=${spec}`, '-o', out], '.')
    expect(assemblyOf(out)).toEqual(assemblyOf(assemblyDir))
  })

  test.each(['nginx-vector', 'locked'])(
    'GIVEN %s WHEN synthesized in process and by the generated project THEN byte for byte the same',
    async (name) => {
      // GIVEN
      const { assemblyDir } = await synthesize(inputsOf(loadExample(name)))
      const project = await generateExample(name, dir)
      compile(project)

      // WHEN
      const { context } = JSON.parse(readFileSync(join(project, 'cdk.json'), 'utf8')) as { context: object }
      run(['bin/app.js'], project, {
        CDK_OUTDIR: join(project, 'cdk.out'),
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...COMMAND_LINE_CONTEXT }),
      })

      // THEN
      expect(assemblyOf(join(project, 'cdk.out'))).toEqual(assemblyOf(assemblyDir))
      expect(Object.keys(assemblyOf(assemblyDir)).length).toBe(4)
    },
  )
})

/** The templates and `clickstream.json` of an assembly, as text. */
function assemblyOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((file) => file.endsWith('.template.json') || file === 'clickstream.json')
  return Object.fromEntries(names.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
}

/** Compiles the project's own code where it is, and lets it find its packages as if they were installed. */
function compile(project: string): void {
  for (const file of ['bin', 'lib'].flatMap((folder) =>
    readdirSync(join(project, folder)).map((name) => join(project, folder, name)),
  )) {
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    })
    writeFileSync(file.replace(/\.ts$/, '.js'), outputText)
  }
  const modules = join(project, 'node_modules')
  mkdirSync(modules)
  for (const name of ['aws-cdk-lib', 'constructs', 'cdk-nag'])
    symlinkSync(join(PACKAGE_ROOT, 'node_modules', name), join(modules, name))
  symlinkSync(PACKAGE_ROOT, join(modules, 'clickstream-agents'))
}

function run(args: string[], cwd: string, env: Record<string, string> = {}): void {
  execFileSync(process.execPath, args, {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', ...env },
    stdio: 'pipe',
  })
}
