import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPlugin } from '../../../src/plugins/index.js'
import { QuietRenderer, Reporter, TerminalRenderer } from '../../../src/report/index.js'
import { loadSpec } from '../../../src/spec/index.js'
import { renderProject, synthesize, writeProject } from '../../../src/synth/index.js'

jest.setTimeout(600_000)

const { stdout, stderr, env: environment } = process
const reporter = new Reporter(new QuietRenderer(new TerminalRenderer({ stdout, stderr, env: environment })))

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'generated-project-'))
  mkdirSync('vendor', { recursive: true })
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', 'vendor'], '.')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('a generated project, elsewhere on the disk', () => {
  test('GIVEN nothing but the project WHEN installed, type-checked and synthesized there THEN its templates are those of this process', async () => {
    // GIVEN
    const { project, assemblyDir } = await generated('nginx-lua')

    // WHEN
    run('npm', ['install', '--no-audit', '--no-fund'], project)
    run('npx', ['tsc', '--noEmit'], project)
    run('npx', ['cdk', 'synth', '--quiet', '--no-notices'], project)

    // THEN
    expect(templatesIn(join(project, 'cdk.out'))).toEqual(templatesIn(assemblyDir))

    // WHEN the commands that make the connectors' plugins at deployment are run there THEN each prints the path of the ZIP
    for (const [command = '', ...args] of executablesIn(join(project, 'cdk.out'))) {
      const zip = run(command, args, project).trim()
      const here = await buildPlugin(args.at(-1) ?? '', { reporter, out: join(dir, 'here.zip') })
      expect(readFileSync(zip).equals(readFileSync(here.zip))).toBe(true)
    }

    // WHEN generated again by the installed package THEN the project keeps its packed library and nothing changes
    const output = run('npx', ['clickstream', 'generate', 'clickstream.yaml', '--out', '.', '--json'], project)
    const { files } = JSON.parse(output) as { files: { kind: string }[] }
    expect([...new Set(files.map(({ kind }) => kind))]).toEqual(['unchanged'])
  })

  test('GIVEN the other solution WHEN synthesized with the same packages THEN its templates are those of this process', async () => {
    // GIVEN
    const { project, assemblyDir } = await generated('nginx-vector')
    symlinkSync(join(dir, 'nginx-lua', 'node_modules'), join(project, 'node_modules'))

    // WHEN
    run('npx', ['tsc', '--noEmit'], project)
    run('npx', ['cdk', 'synth', '--quiet', '--no-notices'], project)

    // THEN
    expect(templatesIn(join(project, 'cdk.out'))).toEqual(templatesIn(assemblyDir))
  })
})

/** The project of an example in a folder of its own, and what this process synthesizes for it. */
async function generated(name: string): Promise<{ project: string; assemblyDir: string }> {
  const { spec, lock, provenance, file } = loadSpec(`examples/${name}/clickstream.yaml`)
  const inputs = { ...(lock !== undefined && { lock }) }
  const project = join(dir, name)
  await writeProject(project, await renderProject(spec, { provenance, specText: file.text, ...inputs }))
  const { assemblyDir } = await synthesize({ spec, ...inputs })
  return { project, assemblyDir }
}

/** The commands of an assembly that make an asset: one for each plugin. */
function executablesIn(assembly: string): string[][] {
  const manifests = readdirSync(assembly).filter((path) => path.endsWith('.assets.json'))
  const sources = manifests.flatMap((path) => {
    const { files = {} } = JSON.parse(readFileSync(join(assembly, path), 'utf8')) as {
      files?: Record<string, { source: { executable?: string[] } }>
    }
    return Object.values(files)
  })
  const executables = sources.flatMap(({ source }) => (source.executable === undefined ? [] : [source.executable]))
  expect(executables.map((words) => words.at(-1)).sort()).toEqual(['iceberg-sink', 's3-json-sink'])
  return executables
}

/** The text of every template of an assembly; three stacks give three. */
function templatesIn(assembly: string): Record<string, string> {
  const names = readdirSync(assembly).filter((path) => path.endsWith('.template.json'))
  expect(names).toHaveLength(3)
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(assembly, name), 'utf8')]))
}

function run(command: string, args: string[], cwd: string): string {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_ENV: '' }
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
