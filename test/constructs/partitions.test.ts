import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { Template } from 'aws-cdk-lib/assertions'
import * as acm from 'aws-cdk-lib/aws-certificatemanager'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { ClickstreamIngestion } from '../../src/constructs/index.js'
import { testKafka, testStack, testVpc } from './support.js'

// CDK prints warnings about regions of China.
jest.spyOn(console, 'error').mockImplementation(() => undefined)

/** Names of services in policies are the same in all partitions. Source: IAM user guide, "AWS services that work with IAM". */
const PRINCIPALS = [
  'cloudwatch',
  'delivery.logs',
  // The path of a service-linked role, which CDK writes.
  'ecs.application-autoscaling',
  'ecs-tasks',
  'events',
  'glue',
  'kafkaconnect',
  'lambda',
  'logdelivery.elasticloadbalancing',
  'scheduler',
  'states',
].map((service) => `${service}.amazonaws.com`)

test('GIVEN the sources of constructs and stacks WHEN searched THEN none writes a partition, and a domain only as a service principal', () => {
  const files = ['src/constructs', 'src/synth/stacks'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const lines = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => ({ file, line: line.trim() }))
      .filter(({ line }) => /arn:aws(?:-cn|-us-gov)?:|amazonaws\.com/.test(line)),
  )
  const allowed = ({ line }: { line: string }) =>
    !line.includes('arn:aws') && PRINCIPALS.some((principal) => line.includes(`ServicePrincipal('${principal}'`))
  expect(files.length).toBeGreaterThan(40)
  expect(lines.filter((found) => !allowed(found))).toEqual([])
})

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])(
  'GIVEN everything that can be switched on in %s WHEN synthesized THEN no ARN and no domain is of another partition',
  (region, partition) => {
    // GIVEN
    const stack = testStack(region)
    const arn = (service: string, resource: string): string =>
      `arn:${partition}:${service}:${region}:123456789012:${resource}`
    const id = '11111111-2222-3333-4444-555555555555'
    const { vpc, subnets } = testVpc(stack)
    // WHEN
    new ClickstreamIngestion(stack, 'Clicks', {
      vpc,
      kafka: testKafka(stack, 'iam', arn('kafka', 'cluster/orders-prod/0a1b2c3d-1111-2222-3333-444455556666-7')),
      bucket: s3.Bucket.fromBucketName(stack, 'Lake', 'my-data-bucket'),
      loadBalancerSubnets: subnets,
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', arn('acm', `certificate/${id}`)),
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', arn('kms', `key/${id}`)),
      permissionsBoundary: `arn:${partition}:iam::123456789012:policy/boundary`,
      alarmEmail: 'ops@example.com',
      vpcEndpoints: true,
      collector: { architecture: 'x86_64' },
    })
    // THEN
    const text = JSON.stringify(Template.fromStack(stack))
    const other = ['aws', 'aws-cn', 'aws-us-gov'].filter((name) => name !== partition)
    expect(other.filter((name) => text.includes(`arn:${name}:`))).toEqual([])
    const domains = [...text.matchAll(/[\w.-]*\.amazonaws\.com(?:\.cn)?/g)].map(([domain]) => domain)
    const wrong = region.startsWith('cn-') ? domains.filter((domain) => !domain.endsWith('.cn')) : domains
    expect(wrong.filter((domain) => !PRINCIPALS.includes(domain))).toEqual([])
  },
)
