import type { Account } from '../support/emulator/account.js'
import { REGION } from '../support/emulator/emulator.js'

/** Images that a pipeline has built before: only one variant builds its own. */
const READY = 'images: { source: ecr, repository: click-collector, tag: "1.4.2" }'

const json = (bucket: string, prefix: string): string =>
  `{ type: s3-json, bucket: ${bucket}, prefix: ${prefix}, flushSeconds: 60 }`
const iceberg = (bucket: string, database: string): string =>
  `{ type: iceberg, bucket: ${bucket}, database: ${database}, table: app_logs, commitSeconds: 300 }`

export interface Variant {
  readonly name: string
  readonly spec: string
  /** False where the values come as parameters. */
  readonly locked: boolean
}

const variant = (name: string, lines: readonly string[], locked = true): Variant => ({
  name,
  locked,
  spec: ['apiVersion: clickstream/v1', `name: ${name}`, `region: ${REGION}`, ...lines, ''].join('\n'),
})

/** What is deployed: each of the ways in which the stacks differ. */
export const variants = (account: Account): Readonly<Record<string, Variant>> => {
  const { bucket, boundaryArn, certificateArn, keyArn, secretArn } = account
  const backup = (name: string): string => `backup: { bucket: ${bucket}, prefix: backup/${name} }`
  return {
    'Lua, both sinks, IAM, its own images': variant('lua-both', [
      // What this machine can build; the manifest of the others asks for ARM64.
      'collector: { tasks: { architecture: x86_64, min: 2, max: 6 } }',
      `network: { certificateArn: "${certificateArn}", domainName: collect.example.com }`,
      'kafka: { cluster: orders-prod, auth: iam, manageSecurityGroupRules: true }',
      `sinks: [${json(bucket, 'events/both')}, ${iceberg(bucket, 'both')}]`,
      backup('both'),
    ]),
    'Lua, S3, none': variant('lua-none', [
      'kafka: { cluster: orders-prod, auth: none, connectAuth: none }',
      `sinks: [${json(bucket, 'events/none')}]`,
      backup('none'),
      READY,
    ]),
    'Vector, Iceberg, SCRAM with IAM connectors': variant('vector-scram', [
      'collector: { solution: nginx-vector }',
      `network: { certificateArn: "${certificateArn}" }`,
      `kafka: { cluster: orders-prod, auth: scram, connectAuth: iam, secretArn: "${secretArn}", secretKeyArn: "${keyArn}" }`,
      `sinks: [${iceberg(bucket, 'scram')}]`,
      backup('scram'),
      READY,
    ]),
    'internal, isolated subnets with endpoints': variant('lua-internal', [
      'network: { exposure: internal }',
      'kafka: { cluster: orders-prod, auth: tls, connectAuth: none }',
      'platform: { vpcEndpoints: true }',
      `sinks: [${json(bucket, 'events/internal')}]`,
      backup('internal'),
      READY,
    ]),
    'a permissions boundary, a role prefix, a bootstrap of its own': variant('lua-bounded', [
      'kafka: { cluster: orders-prod }',
      `platform: { permissionsBoundary: "${boundaryArn}", rolePrefix: lz-, bootstrapQualifier: lz0123 }`,
      `sinks: [${json(bucket, 'events/bounded')}]`,
      backup('bounded'),
      READY,
    ]),
    'one KMS key': variant('lua-key', [
      'kafka: { cluster: orders-prod }',
      `platform: { kmsKeyArn: "${keyArn}" }`,
      'observability: { alarmEmail: ops@example.com }',
      `sinks: [${json(bucket, 'events/key')}, ${iceberg(bucket, 'keyed')}]`,
      backup('key'),
      READY,
    ]),
    'no lock: parameters': variant(
      'lua-asked',
      ['kafka: { cluster: orders-prod }', `sinks: [${json(bucket, 'events/asked')}]`, backup('asked'), READY],
      false,
    ),
  }
}
