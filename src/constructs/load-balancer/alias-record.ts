import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import * as route53 from 'aws-cdk-lib/aws-route53'
import type { Construct } from 'constructs'
import type { CollectorDomain } from './load-balancer-props.js'

/** Points a name to the load balancer: an alias, which costs nothing and answers at the top of a zone too. */
export function addAliasRecords(
  scope: Construct,
  { zone, name }: CollectorDomain,
  loadBalancer: elb.INetworkLoadBalancer | elb.IApplicationLoadBalancer,
  dualStack: boolean,
): void {
  const target = route53.RecordTarget.fromAlias({
    bind: () => ({
      hostedZoneId: loadBalancer.loadBalancerCanonicalHostedZoneId,
      dnsName: `dualstack.${loadBalancer.loadBalancerDnsName}`,
    }),
  })
  // The dot says that the name is complete; a zone that is imported by its id knows no name to complete it with.
  const record = { zone, target, recordName: `${name}.` }
  new route53.ARecord(scope, 'Alias', record)
  if (dualStack) new route53.AaaaRecord(scope, 'AliasV6', record)
}
