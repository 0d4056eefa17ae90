import { describe, expect, jest, test } from '@jest/globals'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorOf, runBin } from './run-bin.js'

// Each test starts processes, and the machine may be busy.
jest.setTimeout(60_000)

const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version

describe('usage', () => {
  test('GIVEN wrong command lines WHEN run THEN exit 2 with a coded error and what was probably meant', async () => {
    // GIVEN
    const lines: [args: string[], code: string, hint: RegExp][] = [
      [[], 'MissingCommand', /--help/],
      [['pln'], 'UnknownCommand', /did you mean `plan`/],
      [['plan', '--turn', '-'], 'UnknownOption', /did you mean `--turns`/],
      [['generate', 'x.yaml'], 'MissingOption', /generate --help/],
      [['generate', 'x', '--out', 'y', '--keep', '--overwrite'], 'ConflictingOptions', /generate --help/],
      [['plugins', 'build', 'no-such-lock'], 'UnknownPluginLock', /iceberg-sink/],
    ]
    // WHEN
    const runs = await Promise.all(lines.map(([args]) => runBin([...args, '--json'])))
    // THEN
    expect(runs.map((run) => [run.code, errorOf(run).code])).toEqual(lines.map(([, code]) => [2, code]))
    runs.forEach((run, index) => expect(errorOf(run).hint).toMatch(lines[index]?.[2] ?? /^$/))
  })

  test('GIVEN a folder without a project WHEN its topics or connectors are asked for THEN exit 3, and nothing is made there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clickstream-usage-'))
    const verbs = [['topics'], ['topics', 'apply'], ['connectors']]
    const named = ['pause', 'errors'].map((verb) => ['connectors', verb, 'x', '--project'])
    const runs = await Promise.all([...verbs, ...named].map((args) => runBin([...args, folder, '--json'])))
    const left = readdirSync(folder)
    rmSync(folder, { recursive: true })
    expect(runs.map((run) => [run.code, errorOf(run).code])).toEqual(runs.map(() => [3, 'AssemblyMissing']))
    expect(left).toEqual([])
  })

  test('GIVEN a typo and no --json WHEN run THEN standard output stays empty and the error is plain words', async () => {
    const run = await runBin(['pln'])
    expect(run).toEqual({
      code: 2,
      stdout: '',
      stderr: "error UnknownCommand unknown command 'pln'\n  → did you mean `plan`?\n",
    })
  })

  test('GIVEN FORCE_COLOR WHEN something is wrong THEN the error is coloured, with NO_COLOR alone it is not', async () => {
    const [forced, plain] = await Promise.all([
      runBin(['pln'], { env: { FORCE_COLOR: '1' } }),
      runBin(['pln'], { env: { NO_COLOR: '1' } }),
    ])
    expect(forced?.stderr).toContain('\u001b[31merror\u001b[39m')
    expect(plain?.stderr).not.toContain('\u001b')
  })

  test('GIVEN --help and --version WHEN run THEN they are on standard output with exit 0', async () => {
    const [help, version] = await Promise.all([runBin(['--help']), runBin(['--version'])])
    expect([help?.code, help?.stderr, version]).toEqual([0, '', { code: 0, stdout: `${VERSION}\n`, stderr: '' }])
    for (const verb of [
      'demo',
      'chat',
      'plan',
      'generate',
      'query',
      'schema',
      'doctor',
      'plugins',
      'topics',
      'connectors',
    ])
      expect(help?.stdout).toContain(`\n  ${verb}`)
  })
})

describe('doctor', () => {
  test('GIVEN an empty PATH WHEN run THEN programs are missing, each with the line that installs it, and exit 0', async () => {
    // GIVEN WHEN
    const run = await runBin(['doctor', '--json'], { env: { PATH: '' } })
    // THEN
    const { checks, ready } = JSON.parse(run.stdout) as {
      checks: { name: string; status: string; install?: string; version?: string }[]
      ready: Record<string, boolean>
    }
    const status = Object.fromEntries(checks.map((check) => [check.name, check.status]))
    expect(run.code).toBe(0)
    expect(status).toMatchObject({
      node: 'found',
      npm: 'missing',
      'container builder': 'missing',
      java: 'missing',
      kcat: 'missing',
    })
    expect(checks.filter((check) => check.status === 'missing' && check.install === undefined)).toEqual([])
    expect(checks.find((check) => check.name === 'node')?.version).toBe(process.versions.node)
    expect(ready).toEqual({ generate: false, deploy: false, rehearse: false })
  })

  test('GIVEN no --json WHEN run THEN every part is listed on standard output', async () => {
    const run = await runBin(['doctor', '--quiet'])
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(run.stdout).toMatch(/To deploy\n[^]*container builder[^]*npx cdk bootstrap/)
  })
})
