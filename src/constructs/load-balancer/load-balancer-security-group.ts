import * as ec2 from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import { acknowledgeUnreadable } from '../nag/acknowledge-unreadable.js'
import { acknowledge } from '../nag/acknowledge.js'
import type { CollectorLoadBalancerProps } from './load-balancer-props.js'

/** The load balancer's security group: clients come in on `ports`, and only the collectors' port goes out. */
export function loadBalancerSecurityGroup(
  scope: Construct,
  props: CollectorLoadBalancerProps,
  ports: readonly number[],
): ec2.SecurityGroup {
  const group = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc: props.vpc,
    description: 'Load balancer of the collectors',
    allowAllOutbound: false,
  })
  const clients =
    props.clients ??
    (props.internetFacing
      ? [ec2.Peer.anyIpv4(), ...(props.dualStack ? [ec2.Peer.anyIpv6()] : [])]
      : [ec2.Peer.ipv4(props.vpc.vpcCidrBlock)])
  for (const client of clients) {
    for (const port of ports) group.addIngressRule(client, ec2.Port.tcp(port), 'Events from clients')
  }
  const port = ec2.Port.tcp(props.collector.traffic.containerPort)
  group.addEgressRule(props.collector.securityGroup, port, 'Events and health checks to the collectors')
  props.collector.securityGroup.addIngressRule(group, port, 'Events and health checks from the load balancer')
  if (props.internetFacing) {
    acknowledge(
      group,
      'AwsSolutions-EC23',
      'this is the public endpoint: browsers and apps send events from everywhere',
    )
  } else {
    acknowledgeUnreadable(group, clients)
  }
  return group
}
