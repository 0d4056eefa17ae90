import { at, textOf } from '../cloudformation.js'
import type { Located } from '../cloudformation.js'
import { coversPort } from '../security-rules.js'
import type { SecurityGroupRule } from '../security-rules.js'
import type { HopProof, ProofInput } from './hop.js'

const ANYWHERE = ['0.0.0.0/0', '::/0']

/** How a template names the cluster's own security group where the lock does not know it. */
const KAFKA_GROUP_PARAMETER = '${KafkaSecurityGroupId}'

/** The egress rule that lets one of the groups reach a port of one of the targets. */
export function outwards(
  { rules, lock }: ProofInput,
  groups: readonly string[],
  targets: readonly string[],
  port: number,
): SecurityGroupRule | undefined {
  const peers = [...targets, ...ANYWHERE, ...vpcRange(lock?.vpc?.cidr)]
  return rules.find(
    (rule) =>
      rule.direction === 'egress' && groups.includes(rule.group) && coversPort(rule, port) && peers.includes(rule.peer),
  )
}

/** The ingress rule that lets one of the sources reach a port of one of the groups. */
export function inwards(
  { rules, lock }: ProofInput,
  groups: readonly string[],
  sources: readonly string[],
  port: number,
): SecurityGroupRule | undefined {
  const peers = [...sources, ...ANYWHERE, ...vpcRange(lock?.vpc?.cidr)]
  return rules.find(
    (rule) =>
      rule.direction === 'ingress' &&
      groups.includes(rule.group) &&
      coversPort(rule, port) &&
      peers.includes(rule.peer),
  )
}

/** The cluster's own security groups: from the lock, else the parameter that stands for it. */
export function kafkaGroups({ lock }: ProofInput): readonly string[] {
  const known = lock?.cluster?.securityGroupIds ?? []
  return known.length > 0 ? known : [KAFKA_GROUP_PARAMETER]
}

export function describe({ direction, peer, protocol, fromPort, toPort }: SecurityGroupRule): string {
  const ports =
    fromPort === undefined ? 'all ports' : fromPort === toPort ? `port ${fromPort}` : `ports ${fromPort} to ${toPort}`
  return `${direction} ${protocol === '-1' ? 'of every protocol' : protocol}, ${ports}, ${direction === 'ingress' ? 'from' : 'to'} ${peer}`
}

/** Records that both ends let a port through, or which end does not. */
export function proveRules(
  input: ProofInput,
  proof: HopProof,
  from: { readonly name: string; readonly groups: readonly string[] },
  to: { readonly name: string; readonly groups: readonly string[] },
  port: number,
): void {
  const out = outwards(input, from.groups, to.groups, port)
  if (out === undefined)
    proof.lacks(`${from.name} may not send to port ${port} of ${to.name}`, egressFix(from.name, to.name, port))
  else proof.shows(`${out.stack}/${out.resource}`, describe(out))
  const into = inwards(input, to.groups, from.groups, port)
  if (into === undefined)
    proof.lacks(`${to.name} takes nothing from ${from.name} on port ${port}`, ingressFix(from.name, to.name, port))
  else proof.shows(`${into.stack}/${into.resource}`, describe(into))
}

/** Records the way to the brokers: our end from the templates, the cluster's end from them or as a duty. */
export function proveKafkaRules(
  input: ProofInput,
  proof: HopProof,
  name: string,
  groups: readonly string[],
  port: number,
): void {
  const cluster = kafkaGroups(input)
  const out = outwards(input, groups, cluster, port)
  if (out === undefined)
    proof.lacks(`${name} may not send to port ${port} of the brokers`, egressFix(name, 'the brokers', port))
  else proof.shows(`${out.stack}/${out.resource}`, describe(out))
  const into = inwards(input, cluster, groups, port)
  if (into !== undefined) return proof.shows(`${into.stack}/${into.resource}`, describe(into))
  if (input.spec.kafka.manageSecurityGroupRules) {
    return proof.lacks(
      `the brokers take nothing from ${name} on port ${port}`,
      ingressFix(name, "the cluster's security group", port),
    )
  }
  proof.leaves(
    `the cluster's own security group has to let ${name} in on port ${port}: kafka.manageSecurityGroupRules is false`,
    authorize(input, cluster, groups, port),
  )
}

function authorize({ spec }: ProofInput, cluster: readonly string[], groups: readonly string[], port: number): string {
  const target = (cluster[0] ?? KAFKA_GROUP_PARAMETER).replace(/^\$\{(.*)\}$/, '<$1>')
  return [
    `aws ec2 authorize-security-group-ingress --region ${spec.region} --group-id ${target} --protocol tcp --port ${port}`,
    `--source-group ${sourceGroup(groups[0] ?? '', spec.region)}`,
  ].join(' ')
}

/** The physical id of a security group is its group id, so the stack can be asked for it. */
function sourceGroup(group: string, region: string): string {
  const made = /^\$\{([^/]+)\/(.+)\.GroupId\}$/.exec(group)
  if (made === null) return group.replace(/^\$\{(.*)\}$/, '<$1>')
  return `"$(aws cloudformation describe-stack-resource --region ${region} --stack-name ${made[1]} --logical-resource-id ${made[2]} --query StackResourceDetail.PhysicalResourceId --output text)"`
}

function egressFix(from: string, to: string, port: number): string {
  return `give ${from}'s security group an egress rule to ${to}, TCP port ${port}`
}

function ingressFix(from: string, to: string, port: number): string {
  return `give ${to} an ingress rule from ${from}'s security group, TCP port ${port}`
}

function vpcRange(cidr: string | undefined): string[] {
  return cidr === undefined ? [] : [cidr]
}

/** The role that a property of a resource names, as statements name it. */
export function roleOf({ templates }: ProofInput, from: Located, property: string): string {
  return textOf(templates, from.stack, at(from.resource.Properties, property)).replace(/^\$\{(.*)\.Arn\}$/, '$1')
}
