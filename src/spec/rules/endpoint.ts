import type { Problem } from '../../errors.js'
import type { Spec } from '../schema.js'

/** What the endpoint's load balancer can do, and what belongs together. */
export function endpointRules({ collector, network }: Spec): Problem[] {
  const problems: Problem[] = []
  if (network.hostedZoneId !== undefined && network.domainName === undefined) {
    problems.push({
      code: 'DomainNameMissing',
      path: 'network.hostedZoneId',
      message: `network.hostedZoneId is ${network.hostedZoneId}, but no name is given for a record in it`,
      hint: 'write network.domainName, or leave network.hostedZoneId out',
    })
  }
  if (network.wafRequestsPerFiveMinutes !== undefined && collector.solution === 'nginx-lua') {
    problems.push({
      code: 'WafNeedsHttp',
      path: 'network.wafRequestsPerFiveMinutes',
      message: `network.wafRequestsPerFiveMinutes is ${network.wafRequestsPerFiveMinutes}, but AWS WAF does not work with the NLB of nginx-lua`,
      hint: 'use collector.limits.perAddressPerSecond, or write collector.solution: nginx-vector',
    })
  }
  if (network.crossZone !== undefined && collector.solution === 'nginx-vector') {
    problems.push({
      code: 'CrossZoneFixed',
      path: 'network.crossZone',
      message: `network.crossZone is ${network.crossZone}, but the ALB of nginx-vector always spreads over all zones, at no charge`,
      hint: 'leave network.crossZone out',
    })
  }
  if (network.dualStack === true && network.exposure === 'internal') {
    problems.push({
      code: 'DualStackInternal',
      path: 'network.dualStack',
      message:
        'network.dualStack is true with network.exposure: internal, and only the IPv4 range of the VPC is let in',
      hint: 'leave network.dualStack out, or write network.exposure: internet',
    })
  }
  return problems
}
