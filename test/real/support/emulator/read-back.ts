import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type IpPermission,
  type SecurityGroup,
} from '@aws-sdk/client-ec2'
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Cluster,
  type ClusterField,
} from '@aws-sdk/client-ecs'
import { GetDatabaseCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue'
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam'
import { GetBucketEncryptionCommand, GetPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3'
import { DescribeParametersCommand, GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Emulator } from './emulator.js'
import { functionReaders } from './read-functions.js'
import { loadBalancerReaders } from './read-load-balancer.js'

/** What a service says of a resource, under CloudFormation's names; undefined where it knows none of that. */
export type Reader = (physicalId: string, asked: Readonly<Record<string, unknown>>) => Promise<object | undefined>

/**
 * What the services take and never give back, on AWS or in the emulator: compared with what CloudFormation passed on. The service
 * itself says everything else.
 */
export const NOT_GIVEN_BACK: Readonly<Record<string, readonly string[]>> = {
  // What CloudFormation itself does when it deletes one.
  'AWS::Athena::WorkGroup': ['RecursiveDeleteOption'],
  'AWS::EC2::VPCEndpoint': ['DnsOptions', 'PrivateDnsEnabled', 'SecurityGroupIds'],
  'AWS::ElasticLoadBalancingV2::ListenerRule': ['ListenerArn'],
  'AWS::Glue::Table': ['OpenTableFormatInput'],
  // GetFunction names a URL of the service's own bucket instead.
  'AWS::Lambda::Function': ['Code', 'VpcConfig'],
  'AWS::StepFunctions::StateMachine': ['LoggingConfiguration', 'TracingConfiguration'],
  'AWS::S3::Bucket': ['LifecycleConfiguration', 'LoggingConfiguration', 'OwnershipControls', 'VersioningConfiguration'],
}

const document = (text: string | undefined): unknown => JSON.parse(decodeURIComponent(text ?? '{}'))

/** How resources of each type are read with the AWS SDK. */
export function readers(emulator: Emulator): Readonly<Record<string, Reader>> {
  return {
    ...containerReaders(emulator),
    ...dataReaders(emulator),
    ...functionReaders(emulator),
    ...loadBalancerReaders(emulator),
    ...networkReaders(emulator),
    ...roleReaders(emulator),
    ...watchReaders(emulator),
  }
}

function watchReaders({ client }: Emulator): Readonly<Record<string, Reader>> {
  const cloudwatch = new CloudWatchClient(client)
  const logs = new CloudWatchLogsClient(client)
  return {
    'AWS::CloudWatch::Alarm': async (name) =>
      (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))).MetricAlarms?.[0],
    'AWS::CloudWatch::Dashboard': async (DashboardName) => ({
      ...(await cloudwatch.send(new GetDashboardCommand({ DashboardName }))),
      DashboardName,
    }),
    'AWS::Logs::LogGroup': async (logGroupNamePrefix) =>
      (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }))).logGroups?.[0],
  }
}

function networkReaders({ client }: Emulator): Readonly<Record<string, Reader>> {
  const ec2 = new EC2Client(client)
  const group = async (id: string): Promise<SecurityGroup | undefined> =>
    (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups?.[0]
  return {
    'AWS::EC2::SecurityGroup': async (id) => {
      const found = await group(id)
      return {
        GroupDescription: found?.Description,
        VpcId: found?.VpcId,
        SecurityGroupIngress: found?.IpPermissions?.flatMap(rules),
        SecurityGroupEgress: found?.IpPermissionsEgress?.flatMap(rules),
      }
    },
    'AWS::EC2::SecurityGroupIngress': async (_, { GroupId }) => ({
      rules: (await group(String(GroupId)))?.IpPermissions?.flatMap(rules),
    }),
    'AWS::EC2::SecurityGroupEgress': async (_, { GroupId }) => ({
      rules: (await group(String(GroupId)))?.IpPermissionsEgress?.flatMap(rules),
    }),
    'AWS::EC2::VPCEndpoint': async (id) =>
      (await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }))).VpcEndpoints?.[0],
  }
}

function containerReaders({ client }: Emulator): Readonly<Record<string, Reader>> {
  const ecs = new ECSClient(client)
  const cluster = async (name: string): Promise<Cluster | undefined> => {
    const include: ClusterField[] = ['CONFIGURATIONS', 'SETTINGS']
    return (await ecs.send(new DescribeClustersCommand({ clusters: [name], include }))).clusters?.[0]
  }
  return {
    'AWS::ECS::Cluster': async (name) => {
      const found = await cluster(name)
      return { ...found, clusterSettings: found?.settings }
    },
    'AWS::ECS::ClusterCapacityProviderAssociations': async (_, { Cluster }) => ({
      ...(await cluster(String(Cluster))),
      cluster: Cluster,
    }),
    'AWS::ECS::Service': async (id, { Cluster }) => {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster: String(Cluster), services: [id] }))
      return { ...services?.[0], cluster: services?.[0]?.clusterArn?.split('/').pop() }
    },
    'AWS::ECS::TaskDefinition': async (id) =>
      (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: id }))).taskDefinition,
  }
}

function dataReaders({ client }: Emulator): Readonly<Record<string, Reader>> {
  const glue = new GlueClient(client)
  const ssm = new SSMClient(client)
  const s3 = new S3Client({ ...client, forcePathStyle: true })
  return {
    'AWS::Glue::Database': async (Name) => {
      const { Database } = await glue.send(new GetDatabaseCommand({ Name }))
      return { databaseInput: Database, catalogId: Database?.CatalogId }
    },
    'AWS::Glue::Table': async (Name, { DatabaseName }) => {
      const { Table } = await glue.send(new GetTableCommand({ DatabaseName: String(DatabaseName), Name }))
      return { ...Table, tableInput: Table }
    },
    'AWS::S3::Bucket': async (Bucket) => {
      const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }))
      const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }))
      const rule = ServerSideEncryptionConfiguration?.Rules?.map(({ BucketKeyEnabled, ...other }) => ({
        BucketKeyEnabled,
        ServerSideEncryptionByDefault: other.ApplyServerSideEncryptionByDefault,
      }))
      return { BucketEncryption: { ServerSideEncryptionConfiguration: rule }, PublicAccessBlockConfiguration }
    },
    'AWS::SSM::Parameter': async (Name) => {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name }))
      const ParameterFilters = [{ Key: 'Name', Values: [Name] }]
      const { Parameters } = await ssm.send(new DescribeParametersCommand({ ParameterFilters }))
      return { ...Parameters?.[0], ...Parameter }
    },
  }
}

function roleReaders({ client }: Emulator): Readonly<Record<string, Reader>> {
  const iam = new IAMClient(client)
  return {
    'AWS::IAM::ManagedPolicy': async (PolicyArn) => {
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }))
      const VersionId = Policy?.DefaultVersionId ?? 'v1'
      const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))
      return { ...Policy, PolicyDocument: document(PolicyVersion?.Document) }
    },
    'AWS::IAM::Policy': async (_, { Roles, PolicyName }) => {
      const [RoleName] = Roles as string[]
      const answer = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: String(PolicyName) }))
      return { ...answer, Roles: [answer.RoleName], PolicyDocument: document(answer.PolicyDocument) }
    },
    'AWS::IAM::Role': async (RoleName) => {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }))
      const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }))
      const inline = await Promise.all(
        PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
      )
      return {
        ...Role,
        Policies: inline.map(({ PolicyName, PolicyDocument }) => ({
          PolicyName,
          PolicyDocument: document(PolicyDocument),
        })),
        AssumeRolePolicyDocument: document(Role?.AssumeRolePolicyDocument),
        ManagedPolicyArns: AttachedPolicies?.map(({ PolicyArn }) => PolicyArn),
        PermissionsBoundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
      }
    },
  }
}

/** A rule of the EC2 API, one for each peer, as CloudFormation writes it. */
function rules({ IpProtocol, FromPort, ToPort, ...peers }: IpPermission): object[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = peers
  const rule = { IpProtocol, FromPort, ToPort }
  return [
    ...[...IpRanges, ...Ipv6Ranges].map((range) => ({ ...rule, ...range })),
    ...PrefixListIds.map(({ PrefixListId, Description }) => ({
      ...rule,
      Description,
      SourcePrefixListId: PrefixListId,
      DestinationPrefixListId: PrefixListId,
    })),
    ...UserIdGroupPairs.map(({ GroupId, Description }) => ({
      ...rule,
      Description,
      SourceSecurityGroupId: GroupId,
      DestinationSecurityGroupId: GroupId,
    })),
  ]
}
