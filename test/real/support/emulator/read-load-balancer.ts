import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Emulator } from './emulator.js'
import type { Reader } from './read-back.js'

/** How load balancers and what belongs to them are read. */
export function loadBalancerReaders(emulator: Emulator): Readonly<Record<string, Reader>> {
  const elb = new ElasticLoadBalancingV2Client(emulator.client)
  return {
    'AWS::ElasticLoadBalancingV2::Listener': async (arn) => {
      const { Listeners } = await elb.send(new DescribeListenersCommand({ ListenerArns: [arn] }))
      return Listeners?.[0]
    },
    'AWS::ElasticLoadBalancingV2::ListenerRule': async (arn) => {
      const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [arn] }))
      return Rules?.[0]
    },
    'AWS::ElasticLoadBalancingV2::LoadBalancer': async (arn) => {
      const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }))
      const { Attributes } = await elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }))
      const [balancer] = LoadBalancers ?? []
      return {
        ...balancer,
        LoadBalancerAttributes: Attributes,
        Subnets: balancer?.AvailabilityZones?.map(({ SubnetId }) => SubnetId),
      }
    },
    'AWS::ElasticLoadBalancingV2::TargetGroup': async (arn) => {
      const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }))
      const { Attributes } = await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }))
      return { ...TargetGroups?.[0], TargetGroupAttributes: Attributes }
    },
  }
}
