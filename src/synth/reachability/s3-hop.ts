import { allows } from '../iam-statements.js'
import type { IamStatement } from '../iam-statements.js'
import { at, listOf, nameOf, resourcesOf, textOf } from '../cloudformation.js'
import type { Located } from '../cloudformation.js'
import { HopProof } from './hop.js'
import type { Hop, ProofInput } from './hop.js'
import { describe, roleOf } from './network.js'

const HTTPS = 443

/** The way of a file from a connector into its bucket. */
export function connectorToS3(input: ProofInput, connector: Located): Hop {
  const { templates } = input
  const setting = (key: string): string =>
    textOf(templates, connector.stack, at(connector.resource.Properties, 'ConnectorConfiguration', key))
  const warehouse = setting('iceberg.catalog.warehouse').replace(/^s3:\/\//, '')
  const [database, table] = setting('iceberg.tables').split('.')
  // Where Iceberg's Glue catalog puts a table that names no location of its own.
  const place =
    warehouse === '' ? `${setting('s3.bucket')}/${setting('s3.prefix')}` : `${warehouse}/${database}.db/${table}`
  const proof = new HopProof(nameOf(connector), `s3://${place}`)
  const vpc = at(connector.resource.Properties, 'KafkaCluster', 'ApacheKafkaCluster', 'Vpc')
  const groups = listOf(at(vpc, 'SecurityGroups')).map((group) => textOf(templates, connector.stack, group))
  proveWayToS3(input, proof, 'connector', groups)
  const role = roleOf(input, connector, 'ServiceExecutionRoleArn')
  const statements = inOnePartition(input.statements)
  const permits = (action: string, resource: string): void =>
    proof.permits(
      allows(statements, role, action, resource),
      `${action} on ${resource}`,
      `let ${role} do ${action} on ${resource}`,
    )
  const objects = `arn:aws:s3:::${place}/file`
  permits('s3:PutObject', objects)
  permits('s3:GetObject', objects)
  if (warehouse === '') {
    // The JSON sink asks for claims that may not be there, and for uploads that its predecessor left.
    const bucket = `arn:aws:s3:::${setting('s3.bucket')}`
    for (const action of ['s3:ListBucket', 's3:ListBucketMultipartUploads']) permits(action, bucket)
    return proof.done()
  }
  for (const action of ['glue:GetTable', 'glue:UpdateTable']) {
    const arn = `:table/${database}/${table}`
    const statement = statements.find(
      (candidate) =>
        candidate.resources.some((resource) => resource.endsWith(arn)) &&
        allows([candidate], role, action, candidate.resources.find((resource) => resource.endsWith(arn)) ?? ''),
    )
    proof.permits(
      statement,
      `${action} on ${database}.${table}`,
      `let ${role} do ${action} on table ${database}.${table}`,
    )
  }
  return proof.done()
}

/** The same statements with every ARN in the partition `aws`: one deployment is in one partition. */
export function inOnePartition(statements: readonly IamStatement[]): IamStatement[] {
  return statements.map((statement) => ({
    ...statement,
    resources: statement.resources.map((arn) =>
      arn.replace(/^arn:(?:\$\{AWS::Partition\}|aws-cn|aws-us-gov):/, 'arn:aws:'),
    ),
  }))
}

/** S3 is reached by HTTPS, over an endpoint that the templates make or over a route that the subnets have. */
export function proveWayToS3(
  { templates, spec, rules }: ProofInput,
  proof: HopProof,
  name: string,
  groups: readonly string[],
): void {
  const rule = rules.find(
    ({ direction, group, protocol, fromPort, toPort }) =>
      direction === 'egress' &&
      groups.includes(group) &&
      (protocol === '-1' || (protocol === 'tcp' && (fromPort ?? 0) <= HTTPS && HTTPS <= (toPort ?? 65535))),
  )
  const outside = rule !== undefined && !rule.peer.startsWith('${Kafka')
  if (outside) proof.shows(`${rule.stack}/${rule.resource}`, describe(rule))
  else proof.lacks(`the ${name} may not send HTTPS to S3`, 'give its security group an egress rule for TCP port 443')
  const endpoint = resourcesOf(templates, 'AWS::EC2::VPCEndpoint').find((candidate) =>
    textOf(templates, candidate.stack, at(candidate.resource.Properties, 'ServiceName')).endsWith('.s3'),
  )
  if (endpoint !== undefined) return proof.shows(nameOf(endpoint), 'endpoint for S3 inside the VPC')
  const subnets = spec.network.taskSubnetIds?.join(',') ?? '<TaskSubnetA>,<TaskSubnetB>'
  proof.leaves(
    `the ${name} subnets need a route to S3: a gateway endpoint or a NAT gateway`,
    `aws ec2 describe-route-tables --region ${spec.region} --filters Name=association.subnet-id,Values=${subnets} --query "RouteTables[].Routes[].[DestinationPrefixListId,DestinationCidrBlock,GatewayId,NatGatewayId]" --output table`,
  )
}
