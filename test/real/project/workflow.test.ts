import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { loadSpec } from '../../../src/spec/index.js'
import { renderProject, writeProject } from '../../../src/synth/index.js'

jest.setTimeout(600_000)

interface Step {
  readonly name?: string
  readonly run?: string
}

let dir: string
let project: string
let summary: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'workflow-'))
  project = join(dir, 'project')
  summary = join(dir, 'summary.md')
  mkdirSync('vendor', { recursive: true })
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', 'vendor'], '.')
  await generate((text) => text)
  run('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], project)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe("the project's pull-request workflow", () => {
  test('GIVEN a change of the load WHEN its steps are run THEN they pass and show what changes in the templates', async () => {
    // GIVEN the branch that the pull request goes to, where the workflow checks it out, and the pull request
    cpSync(project, join(dir, 'base'), { recursive: true })
    cpSync(join(dir, 'base'), join(project, 'base'), { recursive: true })
    await generate((text) => text.replace('peakEventsPerSecond: 20000', 'peakEventsPerSecond: 90000'))

    // WHEN
    for (const { name, script } of steps()) expect([name, runStep(script)]).toEqual([name, 0])

    // THEN
    expect(readdirSync(join(project, 'review/head')).sort()).toEqual(readdirSync(join(project, 'review/base')).sort())
    const changes = readFileSync(join(project, 'review/templates.diff'), 'utf8')
    for (const sign of ['-', '+']) expect(changes).toMatch(new RegExp(`^\\${sign} +"MaxCapacity": \\d+,$`, 'm'))
    expect(readFileSync(summary, 'utf8')).toContain('web-events-Ingestion.template.json')
    expect(readdirSync(join(project, 'cdk.out'))).toContain('validation-report.json')
  })

  test('GIVEN what cdk-nag refuses WHEN its steps are run THEN the synthesis fails', () => {
    const stack = join(project, 'lib/lua-ingestion-stack.ts')
    const open = "new SecurityGroup(this, 'Open', { vpc }).addIngressRule(Peer.anyIpv4(), Port.tcp(22))"
    const edited = readFileSync(stack, 'utf8')
      .replace('import type', "import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2'\nimport type")
      .replace('    const service', `    ${open}\n    const service`)
    writeFileSync(stack, edited)
    const statuses = steps()
      .slice(1, 3)
      .map(({ name, script }) => [name, runStep(script)])
    expect(statuses).toEqual([
      ['Check types', 0],
      ['Synthesize', expect.any(Number)],
    ])
    expect(statuses[1]?.[1]).not.toBe(0)
  })
})

/** The workflow's own lines. */
function steps(): { name: string; script: string }[] {
  const { jobs } = parse(readFileSync(join(project, '.github/workflows/review.yml'), 'utf8')) as {
    jobs: { templates: { steps: Step[] } }
  }
  const found = jobs.templates.steps.flatMap(({ name = '', run: script }) =>
    script === undefined ? [] : [{ name, script }],
  )
  expect(found.map(({ name }) => name)).toEqual(['Install', 'Check types', 'Synthesize', 'Compare templates'])
  return found
}

/** Runs a step as GitHub's runner does; its exit status. */
function runStep(script: string): number {
  try {
    run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], project)
    return 0
  } catch (error) {
    return (error as { status: number }).status
  }
}

async function generate(edit: (text: string) => string): Promise<void> {
  const text = edit(readFileSync('examples/nginx-lua/clickstream.yaml', 'utf8'))
  const file = join(dir, 'clickstream.yaml')
  writeFileSync(file, text)
  const { spec, provenance } = loadSpec(file)
  await writeProject(project, await renderProject(spec, { provenance, specText: text, projectDir: project }), {
    decide: 'overwrite',
  })
}

function run(command: string, args: string[], cwd: string): string {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    NODE_ENV: '',
    GITHUB_STEP_SUMMARY: summary,
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  }
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
