import { connectTransport } from '../spec/connector-configuration.js'
import type { EnvironmentLock } from '../spec/lock.js'
import type { Spec } from '../spec/schema.js'
import { composition } from './composition.js'

/** A CloudFormation parameter that has to be given at deployment, because neither spec nor lock answers it. */
export interface DeploymentParameter {
  readonly stack: string
  readonly name: string
  readonly what: string
  /** The command that finds the value. */
  readonly find: string
}

/** The parameters that the templates ask for, stack by stack; a test compares them with the templates. */
export function deploymentParameters(spec: Spec, lock?: EnvironmentLock): DeploymentParameter[] {
  return composition(spec).flatMap(({ part, suffix }) =>
    namesFor(part, spec, lock).map((name) => ({ stack: `${spec.name}-${suffix}`, name, ...describe(name, spec) })),
  )
}

type Name = keyof typeof WHAT

const WHAT = {
  KafkaClusterArn: 'ARN of the MSK cluster',
  KafkaBootstrapServers: "brokers for the collectors' authentication",
  ConnectBootstrapServers: "brokers for the connectors' authentication",
  KafkaSecurityGroupId: 'security group of the brokers',
  KafkaSecretArn: 'secret with the SCRAM user',
  VpcId: 'VPC of the brokers',
  VpcCidr: 'IPv4 range of the VPC',
  TaskSubnetA: 'first subnet of collectors and connectors',
  TaskSubnetB: 'second subnet of collectors and connectors, in another zone',
  LoadBalancerSubnetA: 'first subnet of the load balancer',
  LoadBalancerSubnetB: 'second subnet of the load balancer, in another zone',
}

function namesFor(part: 'topics' | 'ingestion' | 'connectors', spec: Spec, lock: EnvironmentLock | undefined): Name[] {
  const { kafka, network, platform } = spec
  const cluster = lock?.cluster
  const clusterArn: Name[] = kafka.cluster.startsWith('arn:') || cluster?.arn !== undefined ? [] : ['KafkaClusterArn']
  if (part === 'topics') return clusterArn
  const transport = connectTransport(kafka)
  const auth = part === 'ingestion' ? kafka.auth : transport === 'plaintext' ? 'none' : transport
  const subnets = (isPublic: boolean): boolean => zones(lock, isPublic) >= 2
  const names: (Name | undefined)[] = [
    // The collectors' stack names the cluster only where it grants rights on it.
    ...(part === 'connectors' || auth === 'iam' ? clusterArn : []),
    cluster?.bootstrap?.[auth] === undefined
      ? auth === kafka.auth
        ? 'KafkaBootstrapServers'
        : 'ConnectBootstrapServers'
      : undefined,
    cluster?.securityGroupIds?.[0] === undefined ? 'KafkaSecurityGroupId' : undefined,
    part === 'ingestion' && auth === 'scram' && kafka.secretArn === undefined ? 'KafkaSecretArn' : undefined,
    network.vpcId === undefined && lock?.vpc?.id === undefined ? 'VpcId' : undefined,
    part === 'ingestion' &&
    (network.exposure === 'internal' || platform.vpcEndpoints === true) &&
    lock?.vpc?.cidr === undefined
      ? 'VpcCidr'
      : undefined,
    ...(network.taskSubnetIds === undefined && !subnets(false) ? (['TaskSubnetA', 'TaskSubnetB'] as const) : []),
    ...(part === 'ingestion' && network.loadBalancerSubnetIds === undefined && !subnets(network.exposure === 'internet')
      ? (['LoadBalancerSubnetA', 'LoadBalancerSubnetB'] as const)
      : []),
  ]
  return names.filter((name) => name !== undefined)
}

/** Zones of the lock with a public, or with a private, subnet. */
function zones(lock: EnvironmentLock | undefined, isPublic: boolean): number {
  const subnets = lock?.vpc?.subnets ?? []
  return new Set(
    subnets
      .filter((subnet) => (subnet.public ?? false) === isPublic && subnet.zone !== undefined)
      .map(({ zone }) => zone),
  ).size
}

const BROKERS_OF = {
  none: 'BootstrapBrokerString',
  tls: 'BootstrapBrokerStringTls',
  scram: 'BootstrapBrokerStringSaslScram',
  iam: 'BootstrapBrokerStringSaslIam',
}

/** Commands that read the value from the account; those of the VPC show what there is to choose from. */
function describe(name: Name, { region, kafka }: Spec): { what: string; find: string } {
  const at = `--region ${region} --output text`
  const arn = kafka.cluster.startsWith('arn:')
    ? kafka.cluster
    : `"$(aws kafka list-clusters-v2 --cluster-name-filter ${kafka.cluster} --query 'ClusterInfoList[0].ClusterArn' ${at})"`
  const transport = connectTransport(kafka)
  const brokers = (auth: keyof typeof BROKERS_OF): string =>
    `aws kafka get-bootstrap-brokers --cluster-arn ${arn} --query ${BROKERS_OF[auth]} ${at}`
  const cluster = (query: string): string =>
    `aws kafka describe-cluster-v2 --cluster-arn ${arn} --query '${query}' ${at}`
  const brokerNodes = 'ClusterInfo.Provisioned.BrokerNodeGroupInfo'
  const find: Record<Name, string> = {
    KafkaClusterArn: `aws kafka list-clusters-v2 --cluster-name-filter ${kafka.cluster} --query 'ClusterInfoList[0].ClusterArn' ${at}`,
    KafkaBootstrapServers: brokers(kafka.auth),
    ConnectBootstrapServers: brokers(transport === 'plaintext' ? 'none' : transport),
    KafkaSecurityGroupId: cluster(`${brokerNodes}.SecurityGroups[0]`),
    KafkaSecretArn: `aws kafka list-scram-secrets --cluster-arn ${arn} --query 'SecretArnList[0]' ${at}`,
    VpcId: `aws ec2 describe-subnets --subnet-ids "$(${cluster(`${brokerNodes}.ClientSubnets[0]`)})" --query 'Subnets[0].VpcId' ${at}`,
    VpcCidr: `aws ec2 describe-vpcs --query 'Vpcs[].[VpcId,CidrBlock]' ${at}`,
    TaskSubnetA: subnetsCommand(at),
    TaskSubnetB: subnetsCommand(at),
    LoadBalancerSubnetA: subnetsCommand(at),
    LoadBalancerSubnetB: subnetsCommand(at),
  }
  return { what: WHAT[name], find: find[name] }
}

function subnetsCommand(at: string): string {
  return `aws ec2 describe-subnets --query 'Subnets[].[SubnetId,VpcId,AvailabilityZone,MapPublicIpOnLaunch]' ${at}`
}
