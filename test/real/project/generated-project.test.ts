import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSpec } from '../../../src/spec/index.js'
import { renderProject, synthesize, writeProject } from '../../../src/synth/index.js'

jest.setTimeout(600_000)

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'generated-project-'))
  mkdirSync('vendor', { recursive: true })
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', 'vendor'], '.')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('a generated project, elsewhere on the disk', () => {
  test.each(['nginx-lua', 'nginx-vector', 'locked', 'no-sinks'])(
    'GIVEN %s WHEN installed, type-checked and synthesized there THEN its templates are those of this process',
    async (name) => {
      // GIVEN
      const { spec, lock, provenance, file } = loadSpec(`examples/${name}/clickstream.yaml`)
      const inputs = { ...(lock !== undefined && { lock }) }
      const project = join(dir, name)
      await writeProject(project, await renderProject(spec, { provenance, specText: file.text, ...inputs }))
      const { assemblyDir } = await synthesize({ spec, ...inputs })

      // WHEN
      run('npm', ['install', '--no-audit', '--no-fund'], project)
      run('npx', ['tsc', '--noEmit'], project)
      run('npx', ['cdk', 'synth', '--quiet', '--no-notices'], project)

      // THEN
      const templates = readdirSync(assemblyDir).filter((path) => path.endsWith('.template.json'))
      expect(templates.length).toBe(name === 'no-sinks' ? 1 : 3)
      for (const path of templates) {
        expect(readFileSync(join(project, 'cdk.out', path), 'utf8')).toBe(readFileSync(join(assemblyDir, path), 'utf8'))
      }

      // WHEN generated again by the installed package THEN the project keeps its packed library and nothing changes
      const output = run('npx', ['clickstream', 'generate', 'clickstream.yaml', '--out', '.', '--json'], project)
      const { files } = JSON.parse(output) as { files: { kind: string }[] }
      expect([...new Set(files.map(({ kind }) => kind))]).toEqual(['unchanged'])
    },
  )
})

function run(command: string, args: string[], cwd: string): string {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_ENV: '' }
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
