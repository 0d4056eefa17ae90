import { createHash } from 'node:crypto'
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import type { EnvironmentLock } from '../../../../src/spec/index.js'
import { until } from '../programs.js'
import { ACCOUNT, type Emulator, REGION } from './emulator.js'

/** What a team has before it deploys: network, brokers' security group, key, secret, certificate, boundary, bucket. */
export interface Account {
  readonly vpcId: string
  readonly taskSubnetIds: readonly string[]
  readonly publicSubnetIds: readonly string[]
  readonly brokers: string
  readonly keyArn: string
  readonly secretArn: string
  readonly certificateArn: string
  readonly boundaryArn: string
  readonly bucket: string
}

const BUCKET = 'click-lake'
const CIDR = '10.20.0.0/16'

/** A cluster for each project, so that their topics have the same names as in real life. */
const clusterArn = (project: string): string =>
  `arn:aws:kafka:${REGION}:${ACCOUNT}:cluster/orders-prod/${createHash('sha256').update(project).digest('hex').slice(0, 32)}-7`

const subnet = (number: number, zone: string): object => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: `10.20.${number}.0/24`, AvailabilityZone: `${REGION}${zone}` },
})

const RESOURCES = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: CIDR, EnableDnsHostnames: true, EnableDnsSupport: true } },
  TaskA: subnet(1, 'a'),
  TaskB: subnet(2, 'b'),
  PublicA: subnet(3, 'a'),
  PublicB: subnet(4, 'b'),
  Brokers: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'Kafka brokers', VpcId: { Ref: 'Vpc' } },
  },
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
        ],
      },
    },
  },
  Secret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { Name: 'AmazonMSK_clickstream', SecretString: '{"username":"collector","password":"none"}' },
  },
  Certificate: { Type: 'AWS::CertificateManager::Certificate', Properties: { DomainName: 'collect.example.com' } },
  Boundary: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ManagedPolicyName: 'boundary',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    },
  },
  Lake: { Type: 'AWS::S3::Bucket', Properties: { BucketName: BUCKET } },
}

const OUTPUTS = Object.fromEntries(
  Object.keys(RESOURCES).map((name) => [
    name,
    {
      Value:
        name === 'Key' || name === 'Secret' ? { 'Fn::GetAtt': [name, name === 'Key' ? 'Arn' : 'Id'] } : { Ref: name },
    },
  ]),
)

/** Makes these in the emulator. */
export async function makeAccount(emulator: Emulator): Promise<Account> {
  const client = new CloudFormationClient(emulator.client)
  const StackName = 'landing-zone'
  const TemplateBody = JSON.stringify({ Resources: RESOURCES, Outputs: OUTPUTS })
  await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }))
  let outputs: ReadonlyMap<string | undefined, string | undefined> = new Map()
  await until('the account to be there', async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }))
    outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
    return Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE'
  })
  const id = (name: keyof typeof RESOURCES): string => outputs.get(name) ?? ''
  return {
    vpcId: id('Vpc'),
    taskSubnetIds: [id('TaskA'), id('TaskB')],
    publicSubnetIds: [id('PublicA'), id('PublicB')],
    brokers: id('Brokers'),
    keyArn: id('Key'),
    secretArn: id('Secret'),
    certificateArn: id('Certificate'),
    boundaryArn: id('Boundary'),
    bucket: BUCKET,
  }
}

/** The lock of a project in this account, its brokers seen in every way. */
export function lockOf(account: Account, project: string): EnvironmentLock {
  const brokers = (port: number): string =>
    [1, 2].map((number) => `b-${number}.ordersprod.abc123.c7.kafka.${REGION}.amazonaws.com:${port}`).join(',')
  const subnets = (ids: readonly string[], isPublic: boolean): object[] =>
    ids.map((id, index) => ({ id, zone: `${REGION}${'ab'[index]}`, public: isPublic }))
  return {
    lockVersion: 1,
    lookedUpAt: '2026-11-20T09:00:00Z',
    calls: ['kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers', 'ec2:DescribeSubnets'],
    cluster: {
      arn: clusterArn(project),
      type: 'PROVISIONED',
      kafkaVersion: '3.8.x',
      brokerCount: 3,
      instanceType: 'kafka.m7g.large',
      bootstrap: { none: brokers(9092), tls: brokers(9094), scram: brokers(9096), iam: brokers(9098) },
      securityGroupIds: [account.brokers],
      subnetIds: [...account.taskSubnetIds],
    },
    vpc: {
      id: account.vpcId,
      cidr: CIDR,
      subnets: [...subnets(account.taskSubnetIds, false), ...subnets(account.publicSubnetIds, true)],
    },
    topics: [],
    buckets: [{ name: account.bucket, region: REGION }],
  } as EnvironmentLock
}

/** A value for each parameter that a template without a lock asks for. */
export function parametersOf(account: Account, project: string): Readonly<Record<string, string>> {
  const lock = lockOf(account, project)
  return {
    KafkaClusterArn: clusterArn(project),
    KafkaBootstrapServers: lock.cluster?.bootstrap?.iam ?? '',
    ConnectBootstrapServers: lock.cluster?.bootstrap?.iam ?? '',
    KafkaSecurityGroupId: account.brokers,
    KafkaSecretArn: account.secretArn,
    VpcId: account.vpcId,
    VpcCidr: CIDR,
    TaskSubnetA: account.taskSubnetIds[0] ?? '',
    TaskSubnetB: account.taskSubnetIds[1] ?? '',
    LoadBalancerSubnetA: account.publicSubnetIds[0] ?? '',
    LoadBalancerSubnetB: account.publicSubnetIds[1] ?? '',
  }
}
