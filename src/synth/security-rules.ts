import { at, listOf, resourcesOf, textOf } from './cloudformation.js'
import type { Json, Located, Templates } from './cloudformation.js'

/** One security-group rule, inline or as a resource of its own. */
export interface SecurityGroupRule {
  readonly stack: string
  /** Logical id of the resource that holds the rule. */
  readonly resource: string
  /** The group that the rule belongs to, as `textOf` renders it. */
  readonly group: string
  readonly direction: 'ingress' | 'egress'
  readonly protocol: string
  /** First and last port; both absent for all ports. */
  readonly fromPort?: number
  readonly toPort?: number
  /** A CIDR range, a prefix list or a group, as `textOf` renders it. */
  readonly peer: string
  /** The rule's own description. */
  readonly reason: string
}

/** Rules that CDK writes to say "nothing may go out"; they allow nothing. */
const NOTHING = '255.255.255.255/32'

/** All security-group rules of the templates, in order of stack and resource. */
export function securityGroupRules(templates: Templates): SecurityGroupRule[] {
  const own = (type: string, direction: SecurityGroupRule['direction']): SecurityGroupRule[] =>
    resourcesOf(templates, type).map((rule) => ruleOf(templates, rule, direction, rule.resource.Properties ?? {}))
  const egress = own('AWS::EC2::SecurityGroupEgress', 'egress')
  const withEgress = new Set(egress.map(({ group }) => group))
  const inline = resourcesOf(templates, 'AWS::EC2::SecurityGroup').flatMap((group) => [
    ...listOf(at(group.resource.Properties, 'SecurityGroupIngress')).map((rule) =>
      ruleOf(templates, group, 'ingress', rule),
    ),
    ...egressOf(templates, group, withEgress),
  ])
  return [...inline, ...own('AWS::EC2::SecurityGroupIngress', 'ingress'), ...egress].filter(
    ({ peer }) => peer !== NOTHING,
  )
}

/** How rules name a security group that a resource of the templates makes. */
export function groupText(group: Located): string {
  return `\${${group.stack}/${group.id}.GroupId}`
}

/** True where the rule covers a TCP port. */
export function coversPort(rule: SecurityGroupRule, port: number): boolean {
  if (rule.protocol === '-1') return true
  if (rule.protocol !== 'tcp' && rule.protocol !== '6') return false
  return (rule.fromPort ?? 0) <= port && port <= (rule.toPort ?? 65535)
}

/** A group without any rule for what goes out, inline or as a resource, allows all of it: that is EC2's default (aws/aws-cdk#998). */
function egressOf(templates: Templates, group: Located, withEgress: ReadonlySet<string>): SecurityGroupRule[] {
  const rules = listOf(at(group.resource.Properties, 'SecurityGroupEgress'))
  if (rules.length > 0) return rules.map((rule) => ruleOf(templates, group, 'egress', rule))
  if (withEgress.has(groupText(group))) return []
  return [
    {
      stack: group.stack,
      resource: group.id,
      group: groupText(group),
      direction: 'egress',
      protocol: '-1',
      peer: '0.0.0.0/0',
      reason: 'default of EC2: the group has no rule for what goes out',
    },
  ]
}

function ruleOf(
  templates: Templates,
  from: Located,
  direction: SecurityGroupRule['direction'],
  rule: Json,
): SecurityGroupRule {
  const text = (...keys: string[]): string => {
    for (const key of keys) {
      const value = at(rule, key)
      if (value !== undefined) return textOf(templates, from.stack, value)
    }
    return ''
  }
  const port = (key: string): number | undefined => {
    const value = Number(at(rule, key))
    return Number.isNaN(value) ? undefined : value
  }
  const [fromPort, toPort] = [port('FromPort'), port('ToPort')]
  const ownGroup = text('GroupId')
  return {
    stack: from.stack,
    resource: from.id,
    group: ownGroup === '' ? groupText(from) : ownGroup,
    direction,
    protocol: text('IpProtocol'),
    ...(fromPort !== undefined && { fromPort }),
    ...(toPort !== undefined && { toPort }),
    peer:
      direction === 'ingress'
        ? text('CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'SourcePrefixListId')
        : text('CidrIp', 'CidrIpv6', 'DestinationSecurityGroupId', 'DestinationPrefixListId'),
    reason: text('Description'),
  }
}
