import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { CfnParameter, Fn, Stack, Token, type App } from 'aws-cdk-lib/core'
import { Template } from 'aws-cdk-lib/assertions'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as s3 from 'aws-cdk-lib/aws-s3'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { ClickstreamIngestion, KafkaClusterReference } from '../../../src/constructs/index.js'
import { problemsAt } from '../../../src/constructs/platform/check-props.js'
import { nagFindings, resourcesOf, testApp, testKafka, testStack, testVpc } from '../support.js'

const BUCKET = 'my-data-bucket'

/** VPC, cluster and bucket of somebody's: what the one line needs. */
function existing(stack: Stack) {
  const { vpc } = testVpc(stack)
  const publicSubnets = ['subnet-0ccccccccccccccc3', 'subnet-0ddddddddddddddd4'].map((subnetId) =>
    ec2.Subnet.fromSubnetAttributes(stack, subnetId, { subnetId, routeTableId: 'rtb-0', availabilityZone: 'a' }),
  )
  return {
    vpc,
    kafka: testKafka(stack),
    bucket: s3.Bucket.fromBucketName(stack, 'Lake', BUCKET),
    loadBalancerSubnets: { subnets: publicSubnets },
  }
}

const typesOf = (stack: Stack): Record<string, number> => {
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> }
  const counts: Record<string, number> = {}
  for (const { Type } of Object.values(Resources)) counts[Type] = (counts[Type] ?? 0) + 1
  return counts
}

describe('one line', () => {
  let stack: Stack
  let ingestion: ClickstreamIngestion

  beforeAll(() => {
    // GIVEN
    stack = testStack()
    // WHEN
    const theirs = existing(stack)
    ingestion = new ClickstreamIngestion(stack, 'Clicks', theirs)
    new ClickstreamIngestion(stack, 'More', {
      ...theirs,
      topics: [{ name: 'more_logs' }],
      sinks: [{ type: 's3-json', prefix: 'more' }],
      dashboards: false,
    })
  })

  test('makes collectors behind a network load balancer, topics, both sinks, alarms and a dashboard', () => {
    expect(typesOf(stack)).toMatchObject({
      'AWS::ECS::Service': 2,
      'AWS::ElasticLoadBalancingV2::LoadBalancer': 2,
      'AWS::MSK::Topic': 4 + 2,
      'AWS::KafkaConnect::Connector': 2 + 1,
      'AWS::CloudWatch::Dashboard': 1,
    })
    expect(Token.isUnresolved(ingestion.url)).toBe(true)
    expect(ingestion.sinks.map(({ node }) => node.id)).toEqual(['s3-json', 'app_logs'])
    expect(nagFindings(stack)).toEqual([])
  })

  test('builds its images from files in the assembly, rendered for this bucket and region', () => {
    const { outdir } = stack.node.root as App
    const staged = readdirSync(outdir).filter((name) => name.startsWith('asset.'))
    const shipper = staged.find((name) => existsSync(join(outdir, name, 'fluent-bit.yaml'))) as string
    expect(readFileSync(join(outdir, shipper, 'fluent-bit.yaml'), 'utf8')).toContain(`bucket: "${BUCKET}"`)
    expect(staged.some((name) => existsSync(join(outdir, name, 'nginx.conf')))).toBe(true)
  })

  test('begins names with the path of the construct, so that a second one in the stack collides with nothing', () => {
    const names = resourcesOf(stack, 'AWS::KafkaConnect::Connector').map(
      ({ Properties }) => (Properties as { ConnectorName: string }).ConnectorName,
    )
    expect(names.map((name) => name.replace(/-[0-9a-f]{8}/g, ''))).toEqual([
      'test-clicks-s3-json',
      'test-clicks-app_logs',
      'test-more-s3-json',
    ])
    expect(new Set(names).size).toBe(3)
  })
})

test('GIVEN VPC, bucket and key of the same app, and tokens for the rest WHEN composed THEN nothing is looked up and the images learn the bucket', () => {
  // GIVEN a stack that knows neither region nor account
  const stack = new Stack(testApp(), 'Agnostic')
  const parameter = (name: string): string => new CfnParameter(stack, name).valueAsString
  const subnets = ['A', 'B'].map((zone) => parameter(`Subnet${zone}`))
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: parameter('VpcId'),
    vpcCidrBlock: parameter('VpcCidr'),
    availabilityZones: [Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs())],
    privateSubnetIds: subnets,
    privateSubnetRouteTableIds: ['A', 'B'].map((zone) => parameter(`RouteTable${zone}`)),
  })
  const encryptionKey = new kms.Key(stack, 'Key')
  const bucket = new s3.Bucket(stack, 'Lake', { encryptionKey })
  const kafka = new KafkaClusterReference({
    auth: 'iam',
    clusterArn: parameter('ClusterArn'),
    bootstrapServers: parameter('Brokers'),
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Kafka', parameter('KafkaGroup')),
  })
  // WHEN
  const clicks = new ClickstreamIngestion(stack, 'Clicks', {
    vpc,
    bucket,
    kafka,
    encryptionKey,
    internetFacing: false,
    domainName: parameter('Domain'),
    alarmEmail: parameter('Email'),
    permissionsBoundary: parameter('Boundary'),
    rolePrefix: parameter('RolePrefix'),
    sinks: [
      { type: 's3-json', prefix: parameter('Prefix') },
      { type: 'iceberg', prefix: parameter('Warehouse') },
    ],
    vpcEndpoints: true,
  })
  // THEN
  const assembly = (stack.node.root as App).synth()
  const template = assembly.getStackByName('Agnostic').template as { Resources: Record<string, unknown> }
  expect(assembly.manifest.missing).toBeUndefined()
  expect(JSON.stringify(template)).not.toContain('arn:aws:')
  const roles = resourcesOf(stack, 'AWS::IAM::Role').map(({ Properties }) => Properties as Record<string, unknown>)
  expect(roles.map(({ PermissionsBoundary }) => PermissionsBoundary)).toEqual(roles.map(() => ({ Ref: 'Boundary' })))
  const [task] = resourcesOf(stack, 'AWS::ECS::TaskDefinition') as {
    Properties: { ContainerDefinitions: { Name: string; Environment?: unknown; Secrets: { Name: string }[] }[] }
  }[]
  expect(
    task?.Properties.ContainerDefinitions.map(({ Name, Environment, Secrets }) => [
      Name,
      Environment,
      Secrets.map((secret) => secret.Name),
    ]),
  ).toEqual([
    ['collector', undefined, ['KAFKA_BROKERS', 'AWS_REGION', 'CLICKSTREAM_BACKUP_BUCKET']],
    ['fluent-bit', undefined, ['AWS_REGION', 'CLICKSTREAM_BACKUP_BUCKET']],
  ])
  // AND what is built takes both from there, and holds no token
  const images = imagesOf(assembly.directory, 'Agnostic')
  const [lua, shipper] = [
    images.find((files) => 'nginx.conf' in files),
    images.find((files) => 'fluent-bit.yaml' in files),
  ]
  expect(images.length).toBe(2)
  expect(shipper?.['fluent-bit.yaml']).toMatch(
    /bucket: "\$\{CLICKSTREAM_BACKUP_BUCKET\}"\n\s+region: "\$\{AWS_REGION\}"/,
  )
  expect(lua?.['nginx.conf']).toContain('env AWS_REGION;')
  expect(lua?.['Dockerfile']).not.toContain('AWS_REGION=')
  expect(images.flatMap(Object.values).filter((text) => /Token\[|bucket-[0-9a-f]{42}/.test(text))).toEqual([])
  const told = resourcesOf(stack, 'AWS::SSM::Parameter').map(
    ({ Properties }) => (Properties as { Value: unknown }).Value,
  )
  expect(told).toEqual(expect.arrayContaining([{ Ref: 'AWS::Region' }, stack.resolve(bucket.bucketName)]))
  const keys = resourcesOf(stack, 'AWS::Logs::LogGroup').map(
    ({ Properties }) => (Properties as { KmsKeyId: unknown }).KmsKeyId,
  )
  expect(new Set(keys.map((key) => JSON.stringify(key)))).toEqual(
    new Set([JSON.stringify(stack.resolve(encryptionKey.keyArn))]),
  )
  expect(stack.resolve(clicks.url)).toEqual({ 'Fn::Join': ['', ['http://', { Ref: 'Domain' }]] })
})

test('GIVEN SCRAM for nginx + Vector WHEN composed THEN an application load balancer lets the paths in, and connectors log in by IAM', () => {
  // GIVEN
  const stack = testStack('cn-north-1')
  const props = existing(stack)
  const scram = new KafkaClusterReference({
    auth: 'scram',
    clusterArn: props.kafka.clusterArn.replace('arn:aws:', 'arn:aws-cn:').replace('us-east-1', 'cn-north-1'),
    bootstrapServers: 'b-1.orders.example:9096',
    securityGroup: props.kafka.securityGroup,
    secret: secretsmanager.Secret.fromSecretPartialArn(
      stack,
      'Secret',
      'arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:AmazonMSK_clicks',
    ),
  })
  // WHEN
  new ClickstreamIngestion(stack, 'Clicks', {
    ...props,
    kafka: scram,
    kafkaForConnectors: props.kafka,
    ingestionName: 'web-events',
    makeTopics: false,
    collector: { solution: 'nginx-vector', paths: ['/v1/clicks'], architecture: 'x86_64', peakEventsPerSecond: 5000 },
  })
  // THEN
  expect(problemsAt(stack.node.findChild('Clicks'))).toEqual([])
  expect(typesOf(stack)['AWS::MSK::Topic']).toBeUndefined()
  const [rule] = resourcesOf(stack, 'AWS::ElasticLoadBalancingV2::ListenerRule')
  expect(JSON.stringify(rule)).toContain('/v1/clicks')
  expect(JSON.stringify(Template.fromStack(stack))).not.toContain('arn:aws:s3')
  expect(
    resourcesOf(stack, 'AWS::KafkaConnect::Connector').map(
      ({ Properties }) =>
        (Properties as { KafkaClusterClientAuthentication: { AuthenticationType: string } })
          .KafkaClusterClientAuthentication.AuthenticationType,
    ),
  ).toEqual(['IAM', 'IAM'])
})

/** The files of each image that an assembly builds, by name. */
function imagesOf(assembly: string, stack: string): Record<string, string>[] {
  const { dockerImages } = JSON.parse(readFileSync(join(assembly, `${stack}.assets.json`), 'utf8')) as {
    dockerImages: Record<string, { source: { directory: string } }>
  }
  return Object.values(dockerImages).map(({ source }) => {
    const folder = join(assembly, source.directory)
    const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
    return Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]))
  })
}
