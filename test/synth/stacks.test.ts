import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Validations, type App } from 'aws-cdk-lib/core'
import { deploymentParameters } from '../../src/synth/deployment-parameters.js'
import { proveReachability } from '../../src/synth/reachability.js'
import { exampleSpec, LOCK, nagFindings } from '../constructs/support.js'
import { BOUNDARY, CASES, KEY, synthesized, type Resource, type Template } from './cases.js'

// CDK prints the warnings of the China and GovCloud cases.
jest.spyOn(console, 'error').mockImplementation(() => undefined)

function resourcesOf(templates: Record<string, Template>, type: string): Resource[] {
  return Object.values(templates).flatMap(({ Resources }) =>
    Object.values(Resources).filter((resource) => resource.Type === type),
  )
}

describe.each(CASES)('%s', (_, changes, locked) => {
  const lock = locked ? LOCK : undefined
  let app: App
  let templates: Record<string, Template>

  beforeAll(() => {
    // WHEN
    ;({ app, templates } = synthesized(changes, locked))
  })

  test('has at most three stacks of bounded size, and nothing that cdk-nag finds', () => {
    const { sinks } = exampleSpec(changes)
    expect(Object.keys(templates).toSorted()).toEqual([
      ...(sinks.length > 0 ? ['web-events-Connectors'] : []),
      'web-events-Ingestion',
      'web-events-Topics',
    ])
    // One sink of each kind fits into 30; a second Iceberg sink brings its own table, view and maintenance, an address its topic.
    const isMore = new Set(sinks.map(({ type }) => type)).size < sinks.length
    const more = (isMore ? 10 : 0) + (exampleSpec(changes).observability.alarmEmail === undefined ? 0 : 4)
    for (const [stack, { Resources }] of Object.entries(templates)) {
      expect(Object.keys(Resources).length).toBeLessThanOrEqual(stack.endsWith('Ingestion') ? 60 : 30 + more)
    }
    expect(nagFindings(app)).toEqual([])
  })

  test('asks for exactly the parameters that spec and lock do not answer', () => {
    const asked = Object.entries(templates).flatMap(([stack, { Parameters = {} }]) =>
      Object.keys(Parameters)
        .filter((parameter) => parameter !== 'BootstrapVersion')
        .map((parameter) => `${stack} ${parameter}`),
    )
    const expected = deploymentParameters(exampleSpec(changes), lock).map(({ stack, name }) => `${stack} ${name}`)
    expect(asked.toSorted()).toEqual(expected.toSorted())
  })

  test('an event can go from the client to the lake', () => {
    const { hops } = proveReachability(templates as never, { spec: exampleSpec(changes), ...(lock && { lock }) })
    expect(hops.flatMap(({ from, to, missing }) => missing.map(({ what }) => `${from} -> ${to}: ${what}`))).toEqual([])
  })

  test('has at most ten acknowledgements for cdk-nag, each a reason at a place; another sink of a kind repeats its own', () => {
    const acknowledged = app.node.findAll().flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>))
        .filter(([id]) => id.includes('AwsSolutions-'))
        .map(([, reason]) => `${node.path}: ${reason}`),
    )
    const { kafka, network, sinks } = exampleSpec(changes)
    // Beside them: a secret under a key that nobody names, and two ranges that are parameters, which the rules cannot read.
    const anyKey = kafka.auth === 'scram' && kafka.secretKeyArn === undefined ? 1 : 0
    const most = 10 + anyKey + (network.exposure === 'internal' && !locked ? 2 : 0)
    const types = sinks.map(({ type }) => type)
    if (new Set(types).size === types.length) expect(new Set(acknowledged).size).toBeLessThanOrEqual(most)
    expect(acknowledged.filter((text) => text.length < 40)).toEqual([])
  })

  test('every security group rule has a reason, and no template has a path of this machine', () => {
    const rules = [
      ...resourcesOf(templates, 'AWS::EC2::SecurityGroup').flatMap(({ Properties }) => [
        ...((Properties.SecurityGroupIngress ?? []) as { Description?: string }[]),
        ...((Properties.SecurityGroupEgress ?? []) as { Description?: string }[]),
      ]),
      ...resourcesOf(templates, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties),
      ...resourcesOf(templates, 'AWS::EC2::SecurityGroupEgress').map(({ Properties }) => Properties),
    ]
    expect(rules.filter(({ Description }) => !/\w+ \w+/.test(String(Description)))).toEqual([])
    expect(JSON.stringify(templates)).not.toContain(process.cwd())
    expect(JSON.stringify(templates)).not.toMatch(/clickstream-containers-/)
  })
})

describe('landing zones', () => {
  test('every role has the boundary and the prefix, and everything that can be encrypted is under the one key', () => {
    // GIVEN
    const platform = { permissionsBoundary: BOUNDARY, rolePrefix: 'lz-', kmsKeyArn: KEY }
    // WHEN
    const { templates } = synthesized({ platform, observability: { alarmEmail: 'ops@example.com' } }, true)
    // THEN
    const roles = resourcesOf(templates, 'AWS::IAM::Role').map(({ Properties }) => ({
      boundary: Properties.PermissionsBoundary,
      name: String(Properties.RoleName),
    }))
    expect(roles.length).toBe(6)
    for (const { boundary, name } of roles) {
      expect(boundary).toBe(BOUNDARY)
      expect(name).toMatch(/^lz-.*-us-east-1$/)
      expect(name.length).toBeLessThanOrEqual(64)
    }
    expect(resourcesOf(templates, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties.KmsKeyId)).toEqual([
      KEY,
      KEY,
      KEY,
      KEY,
    ])
    expect(resourcesOf(templates, 'AWS::SNS::Topic').map(({ Properties }) => Properties.KmsMasterKeyId)).toEqual([KEY])
    expect(resourcesOf(templates, 'AWS::ECS::Cluster').map(({ Properties }) => Properties.Configuration)).toEqual([
      { ManagedStorageConfiguration: { FargateEphemeralStorageKmsKeyId: '11111111-2222-3333-4444-555555555555' } },
    ])
  })

  test.each(['cn-north-1', 'us-gov-west-1'])('an ARN in %s never begins with arn:aws:', (region) => {
    // WHEN
    const { templates } = synthesized({ region }, false)
    // THEN
    expect(JSON.stringify(templates)).not.toContain('arn:aws:')
  })
})

test('two syntheses give the same templates', () => {
  // WHEN
  const [first, second] = [synthesized({}, false), synthesized({}, false)]
  // THEN
  expect(first.templates).toEqual(second.templates)
})
