import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Validations, type App } from 'aws-cdk-lib/core'
import { addStacks } from '../../src/synth/app.js'
import { deploymentParameters } from '../../src/synth/deployment-parameters.js'
import { proveReachability } from '../../src/synth/reachability.js'
import {
  CERTIFICATE,
  exampleSpec,
  ICEBERG,
  LOCK,
  nagFindings,
  S3_JSON,
  stackProps,
  testApp,
  type SpecChanges,
} from '../constructs/support.js'

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary'
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_clickstream-AbCdEf'

interface Resource {
  readonly Type: string
  readonly Properties: Record<string, unknown>
}

interface Template {
  readonly Resources: Record<string, Resource>
  readonly Parameters?: Record<string, unknown>
}

const CASES: readonly (readonly [name: string, changes: SpecChanges, locked: boolean])[] = [
  ['lua iam, no lock', {}, false],
  ['lua iam, lock', {}, true],
  ['lua iam, json only', { sinks: [S3_JSON] }, false],
  [
    'lua iam, iceberg only, twice',
    { sinks: [ICEBERG, { ...ICEBERG, table: 'applogs', database: 'click_stream' }] },
    true,
  ],
  ['lua iam, no sinks', { sinks: [] }, false],
  ['lua none, no lock', { kafka: { auth: 'none', connectAuth: 'none' } }, false],
  ['lua none, lock', { kafka: { auth: 'none', connectAuth: 'none' } }, true],
  ['lua tls, no lock', { kafka: { auth: 'tls', connectAuth: 'none' } }, false],
  ['lua tls, lock', { kafka: { auth: 'tls', connectAuth: 'none' }, network: { certificateArn: CERTIFICATE } }, true],
  ['lua scram, no lock', { kafka: { auth: 'scram' } }, false],
  [
    'lua scram, lock, certificate',
    { kafka: { auth: 'scram', secretArn: SECRET }, network: { certificateArn: CERTIFICATE } },
    true,
  ],
  ['vector none, no lock', { solution: 'nginx-vector', kafka: { auth: 'none', connectAuth: 'none' } }, false],
  ['vector tls, lock', { solution: 'nginx-vector', kafka: { auth: 'tls', connectAuth: 'none' } }, true],
  ['vector scram, no lock', { solution: 'nginx-vector', kafka: { auth: 'scram' } }, false],
  [
    'vector scram, lock, certificate, partial secret ARN, many paths',
    {
      solution: 'nginx-vector',
      kafka: { auth: 'scram', secretArn: SECRET.slice(0, -7) },
      network: { certificateArn: CERTIFICATE },
      paths: ['/a', '/b', '/c', '/d', '/e', '/f'],
    },
    true,
  ],
  [
    'platform: boundary, prefix, key, shared cluster, endpoints, mirror, spot, internal',
    {
      spot: true,
      network: { exposure: 'internal' },
      kafka: { manageSecurityGroupRules: true },
      observability: { alarmEmail: 'ops@example.com' },
      platform: {
        permissionsBoundary: BOUNDARY,
        rolePrefix: 'lz-',
        kmsKeyArn: KEY,
        ecsCluster: 'shared',
        vpcEndpoints: true,
        imageMirror: 'mirror.example.com/public',
      },
    },
    true,
  ],
  [
    'platform without a lock, vector scram with images of ECR',
    {
      solution: 'nginx-vector',
      kafka: { auth: 'scram' },
      network: { exposure: 'internal' },
      images: { source: 'ecr', repository: 'collector', tag: '1.4.2' },
      platform: { permissionsBoundary: BOUNDARY, rolePrefix: 'lz-', kmsKeyArn: KEY, vpcEndpoints: true },
    },
    false,
  ],
  ['us-gov-west-1', { region: 'us-gov-west-1' }, false],
  ['cn-north-1', { region: 'cn-north-1' }, false],
  ['cn-northwest-1, vector', { region: 'cn-northwest-1', solution: 'nginx-vector', kafka: { auth: 'scram' } }, false],
]

/** Cases that are also held against CloudFormation's own rules, which takes most of the time. */
const VALIDATED = [
  'lua iam, no lock',
  'lua scram, lock, certificate',
  'vector scram, no lock',
  'cn-north-1',
  CASES[15]?.[0],
]

// CDK prints the warnings of the China and GovCloud cases.
jest.spyOn(console, 'error').mockImplementation(() => undefined)

function synthesized(changes: SpecChanges, locked: boolean): { app: App; templates: Record<string, Template> } {
  const app = testApp()
  addStacks(app, stackProps(changes, locked ? LOCK : undefined))
  const { stacks } = app.synth()
  return {
    app,
    templates: Object.fromEntries(
      stacks.map(({ stackName, templateFullPath }) => [
        stackName,
        JSON.parse(readFileSync(templateFullPath, 'utf8')) as Template,
      ]),
    ),
  }
}

function resourcesOf(templates: Record<string, Template>, type: string): Resource[] {
  return Object.values(templates).flatMap(({ Resources }) =>
    Object.values(Resources).filter((resource) => resource.Type === type),
  )
}

describe.each(CASES)('%s', (name, changes, locked) => {
  const lock = locked ? LOCK : undefined
  let app: App
  let templates: Record<string, Template>

  beforeAll(() => {
    // GIVEN
    if (VALIDATED.includes(name)) delete process.env.CDK_VALIDATION
    // WHEN
    ;({ app, templates } = synthesized(changes, locked))
    process.env.CDK_VALIDATION = 'false'
  })

  test('has at most three stacks of bounded size, and nothing that cdk-nag finds', () => {
    const { sinks } = exampleSpec(changes)
    expect(Object.keys(templates).toSorted()).toEqual([
      ...(sinks.length > 0 ? ['web-events-Connectors'] : []),
      'web-events-Ingestion',
      'web-events-Topics',
    ])
    for (const [stack, { Resources }] of Object.entries(templates)) {
      expect(Object.keys(Resources).length).toBeLessThanOrEqual(stack.endsWith('Ingestion') ? 60 : 30)
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

  test('acknowledges at most twelve findings of cdk-nag for at most ten reasons; another sink of a kind repeats its own', () => {
    const reasons = app.node.findAll().flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>))
        .filter(([id]) => id.includes('AwsSolutions-'))
        .map(([, reason]) => reason),
    )
    const types = exampleSpec(changes).sinks.map(({ type }) => type)
    expect(new Set(reasons).size).toBeLessThanOrEqual(10)
    if (new Set(types).size === types.length) expect(reasons.length).toBeLessThanOrEqual(12)
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(40)
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
    expect(roles.length).toBe(4)
    for (const { boundary, name } of roles) {
      expect(boundary).toBe(BOUNDARY)
      expect(name).toMatch(/^lz-.*-us-east-1$/)
      expect(name.length).toBeLessThanOrEqual(64)
    }
    expect(resourcesOf(templates, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties.KmsKeyId)).toEqual([
      KEY,
      KEY,
      KEY,
    ])
    expect(resourcesOf(templates, 'AWS::SNS::Topic').map(({ Properties }) => Properties.KmsMasterKeyId)).toEqual([
      KEY,
      KEY,
    ])
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
