import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadSpec } from '../../../src/spec/index.js'
import { synthesize } from '../../../src/synth/index.js'
import { readAcknowledgements } from '../../../src/synth/acknowledgements.js'
import { readValidationReport } from '../../../src/synth/validation-report.js'
import { lockOf, parametersOf } from '../support/emulator/account.js'
import type { CdkProject } from '../support/emulator/cdk-project.js'
import { compareDeployed } from '../support/emulator/compare.js'
import type { DeployedStack, DeployedTemplate } from '../support/emulator/deployed-stack.js'
import { ACCOUNT, REGION } from '../support/emulator/emulator.js'
import { expectWhole, ownPlugin, publishedPlugins, taskImages, unprotect } from '../support/emulator/published.js'
import { readers } from '../support/emulator/read-back.js'
import { deploymentsOf, putPassword } from '../support/emulator/secret-rollout.js'
import { makeBase } from '../support/image.js'
import { until } from '../support/programs.js'
import { report } from '../support/report.js'
import { type Variant, variants } from './specs.js'
import { Workshop, lasting, parameterArguments, statuses } from './workshop.js'

jest.setTimeout(600_000)

let workshop: Workshop
const projects = new Map<string, CdkProject>()
let all: Readonly<Record<string, Variant>>

beforeAll(async () => {
  workshop = await Workshop.open()
  all = variants(workshop.account)
  // The image that Fluent Bit comes in cannot be pulled here: the Dockerfile's own steps run on Debian.
  await makeBase('public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.16')
})
afterAll(async () => workshop?.close())

async function deployed(title: string): Promise<CdkProject> {
  const { name, spec, locked } = all[title] as Variant
  const lock = lockOf(workshop.account, name)
  const project = await workshop.project(name, spec, locked ? lock : undefined)
  if (name === 'lua-bounded') {
    const qualifier = ['--qualifier', 'lz0123', '--toolkit-stack-name', 'lz-toolkit']
    await project.cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`, ...qualifier)
  }
  const started = Date.now()
  await project.deploy(...(locked ? [] : await parameters(project, name)))
  report(`deployment of ${name}`, { seconds: (Date.now() - started) / 1000 })
  projects.set(title, project)
  return project
}

describe('deployed with the CDK command line', () => {
  test.each([
    'Lua, both sinks, IAM, its own images',
    'Lua, S3, none',
    'Vector, Iceberg, SCRAM with IAM connectors',
    'internal, isolated subnets with endpoints',
    'a permissions boundary, a role prefix, a bootstrap of its own',
    'one KMS key',
    'no lock: parameters',
  ])('GIVEN %s WHEN deployed THEN the account holds what the templates ask for', async (title) => {
    const project = await deployed(title)
    const templates = await project.templates()
    const { differences, ...looked } = await compareDeployed(workshop.emulator, templates)
    report(title, {
      resources: looked.read,
      'recorded only': [...looked.recorded],
      'not read': [...looked.unread],
      differences: differences.length,
    })
    expect(statuses(await workshop.stacks(templates.keys()))).toEqual(
      Object.fromEntries([...templates.keys()].map((stack) => [stack, 'CREATE_COMPLETE'])),
    )
    expect(differences).toEqual([])
    // CloudFormation's rules and cdk-nag's, as the deployment's own synthesis found them.
    expect(readValidationReport(join(project.dir, 'cdk.out'))).toEqual({ passed: true, findings: [] })
    const accepted = readAcknowledgements(join(project.dir, 'cdk.out'))
    const reasons = new Set(accepted.map(({ construct, reason }) => `${construct}: ${reason}`))
    expect(reasons.size).toBeLessThanOrEqual(10)
  })
})

test('GIVEN collectors that read a secret when they start WHEN it gets a new value THEN ECS deploys them again', async () => {
  // GIVEN
  const title = 'Vector, Iceberg, SCRAM with IAM connectors'
  const project = projects.get(title) ?? (await deployed(title))
  const stack = (await workshop.stacks((await project.templates()).keys())).get('vector-scram-Ingestion')
  const before = await deploymentsOf(workshop.emulator, stack)
  expect(before.length).toBe(1)

  // WHEN a rotation begins, and when it ends
  await putPassword(workshop.emulator, workshop.account.secretArn, 'next', 'AWSPENDING')
  await putPassword(workshop.emulator, workshop.account.secretArn, 'next')

  // THEN
  const isNew = (id: string): boolean => !before.includes(id)
  const deploys = async (): Promise<boolean> => (await deploymentsOf(workshop.emulator, stack)).some(isNew)
  await until('a new deployment', deploys).catch((error: Error) => {
    throw new Error(`${error.message}: ${workshop.emulator.log}`)
  })
  expect((await deploymentsOf(workshop.emulator, stack)).filter(isNew)).toHaveLength(1)
})

describe('the first project, changed again and again', () => {
  const title = 'Lua, both sinks, IAM, its own images'
  let project: CdkProject
  let templates: Map<string, DeployedTemplate>
  const stacks = (): Promise<Map<string, DeployedStack>> => workshop.stacks(templates.keys())

  beforeAll(async () => {
    project = projects.get(title) ?? (await deployed(title))
    templates = await project.templates()
  })

  test('GIVEN images built and pushed WHEN read from the registry THEN the task definition names them, with all their layers', async () => {
    const images = await taskImages(workshop.emulator, templates)
    expect(images.map(({ platform }) => platform)).toEqual(['amd64', 'amd64'])
    for (const { repository, tag } of images) await expectWhole(workshop.emulator, repository, tag)
  })

  test('GIVEN what ships WHEN synthesized THEN its images are for ARM64, which this machine cannot build', async () => {
    const { spec } = loadSpec('examples/minimal/clickstream.yaml')
    const { assemblyDir } = await synthesize({ spec })
    const assets = readFileSync(join(assemblyDir, `${spec.name}-Ingestion.assets.json`), 'utf8')
    const { dockerImages } = JSON.parse(assets) as { dockerImages: Record<string, { source: { platform: string } }> }
    expect(Object.values(dockerImages).map(({ source }) => source.platform)).toEqual(['linux/arm64', 'linux/arm64'])
    rmSync(assemblyDir, { recursive: true })
  })

  test('GIVEN plugins made and published WHEN read from the bucket THEN each is the ZIP of its lock', async () => {
    expect(await publishedPlugins(workshop.emulator, templates)).toEqual({
      'iceberg-sink': await ownPlugin('iceberg-sink'),
      's3-json-sink': await ownPlugin('s3-json-sink'),
    })
  })

  test('GIVEN nothing changed WHEN deployed again THEN no stack changes', async () => {
    const before = await stacks()
    const output = await project.deploy()
    expect(output.match(/\(no changes\)/g)).toHaveLength(3)
    expect(statuses(await stacks())).toEqual(statuses(before))
  })

  test('GIVEN twice the load WHEN deployed THEN it is there, and nothing that lasts is replaced', async () => {
    const before = lasting(await stacks())
    await project.editSpec((text) => text.replace('collector: {', 'collector: { load: { peakEventsPerSecond: 40000 },'))
    await project.deploy()
    expect(await project.templates()).not.toEqual(templates)
    templates = await project.templates()
    expect(lasting(await stacks())).toEqual(before)
    expect((await compareDeployed(workshop.emulator, templates)).differences).toEqual([])
  })

  test('GIVEN another flush interval WHEN deployed THEN the connector is changed in place', async () => {
    const before = lasting(await stacks())
    const connector = async (): Promise<unknown> =>
      (await workshop.emulator.made('lua-both-Connectors')).find(
        ({ type, logicalId }) => type === 'AWS::KafkaConnect::Connector' && logicalId.startsWith('s3json'),
      )?.properties['ConnectorConfiguration']
    const configuration = await connector()
    await project.editSpec((text) => text.replace('flushSeconds: 60', 'flushSeconds: 120'))
    await project.deploy()
    templates = await project.templates()
    expect(await connector()).not.toEqual(configuration)
    expect(lasting(await stacks())).toEqual(before)
    expect((await compareDeployed(workshop.emulator, templates)).differences).toEqual([])
  })

  test('GIVEN a service that cannot be updated WHEN deployed THEN the stack rolls back to what was there', async () => {
    const before = lasting(await stacks())
    await project.editSpec((text) => text.replace('min: 2, max: 6', 'min: 3, max: 7'))
    await workshop.emulator.failNext('AWS::ECS::Service')
    await expect(project.deploy()).rejects.toThrow('failed because a test asked for it')
    expect(statuses(await stacks())).toMatchObject({ 'lua-both-Ingestion': 'UPDATE_ROLLBACK_COMPLETE' })
    expect(lasting(await stacks())).toEqual(before)
    expect((await compareDeployed(workshop.emulator, templates)).differences).toEqual([])
    // WHEN the cause is gone THEN the same deployment succeeds
    await project.deploy()
    templates = await project.templates()
    expect((await compareDeployed(workshop.emulator, templates)).differences).toEqual([])
  })

  test('GIVEN a hand edit WHEN generated again THEN it stays', async () => {
    const file = join(project.dir, 'lib/lua-ingestion-stack.ts')
    writeFileSync(file, `${readFileSync(file, 'utf8')}// mine\n`)
    await expect(project.generateAgain()).rejects.toThrow('HandEditedFiles')
    await project.generateAgain('--keep')
    expect(readFileSync(file, 'utf8')).toContain('// mine')
  })

  test('GIVEN it all WHEN destroyed as its README says THEN the stacks are gone, and topics, tables and logs stay', async () => {
    const names = [...templates.keys()]
    await unprotect(workshop.emulator, (await stacks()).get('lua-both-Ingestion'))
    await project.cdk('destroy', '--all', '--force')
    for (const name of names) await expect(workshop.stacks([name])).rejects.toThrow('does not exist')
    const left = (await Promise.all(names.map((name) => workshop.emulator.made(name)))).flat()
    expect([...new Set(left.map(({ type }) => type))].sort()).toEqual([
      'AWS::Glue::Database',
      'AWS::Glue::Table',
      'AWS::MSK::Topic',
      'AWS::S3::Bucket',
    ])
    expect(await readers(workshop.emulator)['AWS::Glue::Table']?.('app_logs', { DatabaseName: 'both' })).toMatchObject({
      Name: 'app_logs',
    })
  })
})

/** The line that the project's README prints, with the account's values in it. */
async function parameters(project: CdkProject, name: string): Promise<string[]> {
  await project.cdk('synth', '--quiet')
  return parameterArguments(await project.templates(), parametersOf(workshop.account, name))
}
