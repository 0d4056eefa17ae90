import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { topicPlan } from '../../src/spec/topic-plan.js'
import {
  deployCommand,
  deploymentParameters,
  proveReachability,
  securityPlan,
  synthesize,
  templatesOf,
  type Synthesis,
  type Templates,
} from '../../src/synth/index.js'
import { readValidationReport, validationFailed } from '../../src/synth/validation-report.js'
import { baselineProblems } from '../support/baseline.js'
import { EXAMPLES, inputsOf, loadExample, renderExample } from './examples.js'

// Every rule is on here: this is the suite that a deployment relies on. More combinations are in test/real/project.
delete process.env['CDK_VALIDATION']
jest.setTimeout(120_000)

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'synthesize-test-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const syntheses = new Map<string, Promise<Synthesis>>()

/** An example, synthesized once for all that is asked of it. */
const synthesisOf = (name: string): Promise<Synthesis> => {
  const synthesis = syntheses.get(name) ?? synthesize({ ...inputsOf(loadExample(name)), outdir: join(dir, name) })
  syntheses.set(name, synthesis)
  return synthesis
}
const templatesOfExample = async (name: string): Promise<Templates> => templatesOf(await synthesisOf(name))

describe.each(EXAMPLES)('GIVEN example %s WHEN synthesized', (name) => {
  test('THEN no rule finds anything', async () => {
    const { findings, acknowledged, stacks, validated } = await synthesisOf(name)
    expect({ findings, validated }).toEqual({ findings: [], validated: true })
    expect(
      acknowledged.filter(
        ({ rule, construct, reason }) => !/^AwsSolutions-/.test(rule) || construct === '' || reason.length < 20,
      ),
    ).toEqual([])
    expect(stacks.length).toBeLessThanOrEqual(3)
    expect(stacks.every((stack) => stack.resources > 0 && stack.name.startsWith(loadExample(name).spec.name))).toBe(
      true,
    )
  })

  test('THEN its logical ids are those of the baseline', async () => {
    expect(baselineProblems(`specs/${name}`, (await templatesOfExample(name)) as never)).toEqual([])
  })

  test('THEN no link between client and bucket is missing', async () => {
    const { hops } = proveReachability(await templatesOfExample(name), inputsOf(loadExample(name)))
    expect(hops.filter(({ status }) => status === 'broken')).toEqual([])
    expect(hops.every(({ evidence }) => evidence.length > 0)).toBe(true)
  })

  test('THEN every rule, statement and policy is listed with its reason', async () => {
    const templates = await templatesOfExample(name)
    const { rules, statements, policies } = securityPlan(templates)
    expect(
      [...rules, ...statements, ...policies].filter(({ reason }) => reason === undefined || reason === ''),
    ).toEqual([])
    expect(rules.length).toBeGreaterThan(0)
    expect(statements.length).toBe(JSON.stringify(templates).match(/"Effect":/g)?.length)
  })

  test('THEN the README asks for exactly the parameters of the templates', async () => {
    // GIVEN
    const { spec, lock } = loadExample(name)
    const asked = Object.entries(await templatesOfExample(name)).flatMap(([stack, { Parameters }]) =>
      Object.entries(Parameters ?? {}).flatMap(([parameter, { Default }]) =>
        Default === undefined ? [`${stack}:${parameter}`] : [],
      ),
    )

    // WHEN
    const parameters = deploymentParameters(spec, lock).map(({ stack, name: parameter }) => `${stack}:${parameter}`)

    // THEN
    expect(parameters.sort()).toEqual(asked.sort())
    expect((await renderExample(name)).get('README.md')).toContain(deployCommand(spec, lock))
  })
})

describe('synthesize', () => {
  test('GIVEN an assembly WHEN read THEN clickstream.json holds spec, topic plan and asset map', async () => {
    // GIVEN
    const { spec } = loadExample('nginx-vector')
    const { assemblyDir } = await synthesisOf('nginx-vector')

    // WHEN
    const contents = JSON.parse(readFileSync(join(assemblyDir, 'clickstream.json'), 'utf8')) as {
      images: { container: string; directory: string }[]
      plugins: { plugin: string; executable: string[] }[]
    }

    // THEN
    expect(contents).toMatchObject({ formatVersion: 1, spec, topics: topicPlan(spec) })
    expect(contents.images.map(({ container }) => container).sort()).toEqual(['collector', 'vector'])
    expect(contents.images.every(({ directory }) => existsSync(join(assemblyDir, directory, 'Dockerfile')))).toBe(true)
    expect(contents.plugins.map(({ executable }) => executable.at(-1)).sort()).toEqual(['iceberg-sink', 's3-json-sink'])
  })

  test('GIVEN a landing zone WHEN synthesized THEN roles are bounded, tags are on, and the bootstrap is its own', async () => {
    // WHEN
    const { stacks } = await synthesisOf('landing-zone')
    const text = JSON.stringify(stacks.map(({ template }) => template))
    const roles = stacks.flatMap(({ template }) =>
      Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role'),
    )

    // THEN
    expect(roles.length).toBeGreaterThan(0)
    for (const { Properties } of roles) {
      expect(Properties).toMatchObject({
        PermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
        Tags: [
          { Key: 'cost-center', Value: '4711' },
          { Key: 'team', Value: 'data' },
        ],
      })
    }
    expect([text.includes('cdk-lz0123'), text.includes('hnb659fds')]).toEqual([true, false])
  })
})

describe('validation report', () => {
  test('GIVEN findings of two kinds WHEN read THEN all that stops synth is one error, with construct and fix', () => {
    // GIVEN
    const violation = (ruleName: string, severity: string, more: object = {}): object => ({
      ruleName,
      description: `${ruleName} found`,
      severity,
      violatingConstructs: [{ constructPath: 'web-Ingestion/Service' }],
      ...more,
    })
    const report = {
      version: '55.0.0',
      pluginReports: [
        {
          pluginName: 'AwsSolutions',
          conclusion: 'failure',
          violations: [violation('AwsSolutions-X1', 'error', { suggestedFix: 'do it' })],
        },
        {
          pluginName: 'CloudFormation Validate',
          conclusion: 'failure',
          violations: [violation('F3003', 'fatal'), violation('W3030', 'warning')],
        },
      ],
    }
    writeFileSync(join(dir, 'validation-report.json'), JSON.stringify(report))

    // WHEN
    const read = readValidationReport(dir)

    // THEN
    expect(read).toMatchObject({
      passed: false,
      findings: [
        {
          source: 'AwsSolutions',
          rule: 'AwsSolutions-X1',
          severity: 'error',
          construct: 'web-Ingestion/Service',
          fix: 'do it',
        },
        { source: 'CloudFormation Validate', rule: 'F3003', severity: 'fatal' },
        { source: 'CloudFormation Validate', rule: 'W3030', severity: 'warning' },
      ],
    })
    expect(validationFailed(read).toJSON()).toEqual({
      code: 'ValidationFailed',
      message: 'the templates do not pass validation: 2 findings',
      hint: 'Each finding names the construct and what to do; change clickstream.yaml or the stack, or acknowledge the rule with a reason.',
      problems: [
        {
          code: 'AwsSolutions-X1',
          message: 'web-Ingestion/Service: AwsSolutions-X1 found',
          path: 'web-Ingestion/Service',
          hint: 'do it',
        },
        { code: 'F3003', message: 'web-Ingestion/Service: F3003 found', path: 'web-Ingestion/Service' },
      ],
    })
  })
})
