import { CfnParameter, type CfnParameterProps, type Stack } from 'aws-cdk-lib/core'

/** Every fact that may still be unknown at synth, as the CloudFormation parameter that then asks for it. */
const PARAMETERS = {
  KafkaClusterArn: { description: 'ARN of the MSK cluster' },
  KafkaBootstrapServers: { description: "Brokers for the collectors' authentication, as host:port,host:port" },
  ConnectBootstrapServers: { description: "Brokers for the connectors' authentication, as host:port,host:port" },
  KafkaSecurityGroupId: { description: 'Security group of the brokers', type: 'AWS::EC2::SecurityGroup::Id' },
  KafkaSecretArn: { description: 'Complete ARN of the Secrets Manager secret with the SCRAM user', noEcho: true },
  VpcId: { description: 'VPC of the brokers', type: 'AWS::EC2::VPC::Id' },
  VpcCidr: { description: 'IPv4 range of the VPC, such as 10.0.0.0/16' },
  TaskSubnetA: { description: 'First subnet of the collectors and connectors', type: 'AWS::EC2::Subnet::Id' },
  TaskSubnetB: { description: 'Second subnet, in another zone', type: 'AWS::EC2::Subnet::Id' },
  LoadBalancerSubnetA: { description: 'First subnet of the load balancer', type: 'AWS::EC2::Subnet::Id' },
  LoadBalancerSubnetB: { description: 'Second subnet, in another zone', type: 'AWS::EC2::Subnet::Id' },
} as const satisfies Record<string, CfnParameterProps>

/** Name of a CloudFormation parameter that a template may ask for. */
export type LateFact = keyof typeof PARAMETERS

/** The value where it is known, else a parameter of the stack, made once and only when asked for. */
export function lateFact(stack: Stack, name: LateFact, known: string | undefined): string {
  if (known !== undefined) return known
  const existing = stack.node.tryFindChild(name)
  const parameter =
    existing instanceof CfnParameter ? existing : new CfnParameter(stack, name, { type: 'String', ...PARAMETERS[name] })
  return parameter.valueAsString
}
