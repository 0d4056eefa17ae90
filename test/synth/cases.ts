import { readFileSync } from 'node:fs'
import type { App } from 'aws-cdk-lib/core'
import { addStacks } from '../../src/synth/app.js'
import { CERTIFICATE, ICEBERG, LOCK, S3_JSON, stackProps, testApp, type SpecChanges } from '../constructs/support.js'

export const KEY = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'
export const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary'
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_clickstream-AbCdEf'

export interface Resource {
  readonly Type: string
  readonly Properties: Record<string, unknown>
}

export interface Template {
  readonly Resources: Record<string, Resource>
  readonly Parameters?: Record<string, unknown>
}

/** Every way in which the stacks differ: solution, authentication, lock, sinks, platform, partition. */
export const CASES: readonly (readonly [name: string, changes: SpecChanges, locked: boolean])[] = [
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
    {
      kafka: { auth: 'scram', secretArn: SECRET, secretKeyArn: KEY },
      network: {
        certificateArn: CERTIFICATE,
        domainName: 'collect.example.com',
        hostedZoneId: 'Z0123456789',
        dualStack: true,
        crossZone: true,
      },
    },
    true,
  ],
  ['vector none, no lock', { solution: 'nginx-vector', kafka: { auth: 'none', connectAuth: 'none' } }, false],
  ['vector tls, lock', { solution: 'nginx-vector', kafka: { auth: 'tls', connectAuth: 'none' } }, true],
  ['vector scram, no lock', { solution: 'nginx-vector', kafka: { auth: 'scram' } }, false],
  [
    'vector scram, lock, certificate, partial secret ARN, many paths',
    {
      solution: 'nginx-vector',
      kafka: { auth: 'scram', secretArn: SECRET.slice(0, -7), secretKeyArn: KEY },
      network: { certificateArn: CERTIFICATE, wafRequestsPerFiveMinutes: 30_000 },
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

/** App and templates of a case, as `synth` makes them. */
export function synthesized(changes: SpecChanges, locked: boolean): { app: App; templates: Record<string, Template> } {
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

/** Cases that are also held against CloudFormation's own rules, which takes most of the time: one of each kind. */
export const VALIDATED = CASES.filter(([name]) =>
  ['lua iam, no lock', 'lua scram, lock, certificate', 'vector scram, no lock', 'cn-north-1'].includes(name),
).concat(CASES.filter(([name]) => name.startsWith('platform: ')))
