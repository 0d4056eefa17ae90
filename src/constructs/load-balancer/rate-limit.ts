import * as waf from 'aws-cdk-lib/aws-wafv2'
import { Names } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'

/** Source: AWS WAF developer guide, "Rate-based rule high-level settings". */
export const RATE_LIMIT = { least: 10, most: 2_000_000_000, seconds: 300 } as const

/** A web ACL that answers 429 to an address with more requests in five minutes, before they cost a collector anything. */
export function limitRate(scope: Construct, loadBalancerArn: string, requests: number): void {
  const visible = (metricName: string) => ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName })
  const acl = new waf.CfnWebACL(scope, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    description: `At most ${requests} requests of one address in ${RATE_LIMIT.seconds} s`,
    visibilityConfig: visible(Names.uniqueResourceName(scope, { maxLength: 100 })),
    rules: [
      {
        name: 'RateOfAddress',
        priority: 0,
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: {
          rateBasedStatement: { aggregateKeyType: 'IP', limit: requests, evaluationWindowSec: RATE_LIMIT.seconds },
        },
        visibilityConfig: visible('RateOfAddress'),
      },
    ],
  })
  new waf.CfnWebACLAssociation(scope, 'WebAclAssociation', { resourceArn: loadBalancerArn, webAclArn: acl.attrArn })
}
