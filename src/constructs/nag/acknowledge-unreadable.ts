import { Token } from 'aws-cdk-lib/core'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import { acknowledge } from './acknowledge.js'

/** cdk-nag cannot read a range that is known only at deployment, and reports that as a finding. */
export function acknowledgeUnreadable(group: ec2.SecurityGroup, clients: readonly ec2.IPeer[]): void {
  if (!clients.some((client) => Token.isUnresolved(client.toIngressRuleConfig().cidrIp))) return
  acknowledge(
    group,
    'AwsSolutions-EC23',
    'the range of the VPC is a parameter of the template, which the rule cannot read',
  )
}
