import { Duration } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { Construct } from 'constructs'
import { IDLE_CONNECTION_SECONDS } from '../../spec/container-facts.js'
import { SCALING_COOLDOWNS } from '../collector-service/collector-service.js'
import { isKnown, type MaybeProblem } from '../platform/check-props.js'
import { accessLogBucket } from './access-log-bucket.js'
import { addAliasRecords } from './alias-record.js'
import { checkedSubnets } from './load-balancer-checks.js'
import {
  APPLICATION_TYPES,
  type CollectorApplicationLoadBalancerProps,
  type LoadBalancerMetrics,
} from './load-balancer-props.js'
import { loadBalancerSecurityGroup } from './load-balancer-security-group.js'
import { limitRate, RATE_LIMIT } from './rate-limit.js'
import { wellTyped } from '../platform/well-typed.js'

/** Values of one listener rule's conditions. Source: "Quotas for your Application Load Balancers". */
const PATHS_PER_RULE = 5

/**
 * An application load balancer in front of collectors: HTTPS on 443 with a redirect from 80 where there is a certificate,
 * else HTTP on 80; only the collector's paths reach it.
 */
export class CollectorApplicationLoadBalancer extends Construct implements ec2.IConnectable {
  readonly loadBalancer: elb.ApplicationLoadBalancer
  readonly targetGroup: elb.ApplicationTargetGroup
  readonly securityGroup: ec2.SecurityGroup
  readonly connections: ec2.Connections
  private readonly tls: boolean
  private readonly domainName: string | undefined

  constructor(scope: Construct, id: string, given: CollectorApplicationLoadBalancerProps) {
    super(scope, id)
    const props = wellTyped(this, given, APPLICATION_TYPES)
    this.tls = props.certificate !== undefined
    const subnets = checkedSubnets(this, props, 2, applicationProblems(props))
    this.domainName = props.domain?.name
    this.securityGroup = loadBalancerSecurityGroup(this, props, this.tls ? [443, 80] : [80])
    this.connections = new ec2.Connections({ securityGroups: [this.securityGroup] })
    this.loadBalancer = new elb.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      vpcSubnets: subnets,
      internetFacing: props.internetFacing,
      securityGroup: this.securityGroup,
      ...(props.dualStack && { ipAddressType: elb.IpAddressType.DUAL_STACK }),
      deletionProtection: props.deletionProtection ?? true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: elb.DesyncMitigationMode.STRICTEST,
      // Shorter than the collector's, so that it never closes a connection that the load balancer still uses.
      idleTimeout: Duration.seconds(IDLE_CONNECTION_SECONDS - 15),
    })
    this.loadBalancer.logAccessLogs(accessLogBucket(this, 'AccessLogs', props.accessLogRetention))
    this.targetGroup = new elb.ApplicationTargetGroup(this, 'Targets', {
      vpc: props.vpc,
      port: props.collector.traffic.containerPort,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      loadBalancingAlgorithmType: elb.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
      deregistrationDelay: props.deregistrationDelay ?? Duration.seconds(180),
      healthCheck: {
        path: props.healthPath ?? '/health',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      targets: [props.collector.service.loadBalancerTarget(props.collector.traffic)],
    })
    const listener = this.addListener(props)
    for (let index = 0; index < props.paths.length; index += PATHS_PER_RULE) {
      listener.addAction(`Paths${index / PATHS_PER_RULE}`, {
        priority: 10 + index,
        conditions: [elb.ListenerCondition.pathPatterns(props.paths.slice(index, index + PATHS_PER_RULE))],
        action: elb.ListenerAction.forward([this.targetGroup]),
      })
    }
    props.collector.service.node.addDependency(listener)
    if (props.domain !== undefined) addAliasRecords(this, props.domain, this.loadBalancer, props.dualStack ?? false)
    // Without a path no rule attaches the targets, which the metric needs; that is reported at synth.
    if (props.requestsPerTask !== undefined && props.paths.length > 0) {
      props.collector.scaling.scaleOnRequestCount('Requests', {
        requestsPerTarget: props.requestsPerTask,
        targetGroup: this.targetGroup,
        ...SCALING_COOLDOWNS,
      })
    }
    if (props.requestsPerAddress !== undefined) {
      limitRate(this, this.loadBalancer.loadBalancerArn, props.requestsPerAddress)
    }
  }

  /** Address of the endpoint, at `domainName` where somebody else's DNS record of that name points to it. */
  url(domainName = this.domainName): string {
    return `${this.tls ? 'https' : 'http'}://${domainName ?? this.loadBalancer.loadBalancerDnsName}`
  }

  /** Targets, traffic and failures, for alarms and dashboards. */
  get metrics(): LoadBalancerMetrics {
    return {
      healthyTargets: this.targetGroup.metrics.healthyHostCount(),
      unhealthyTargets: this.targetGroup.metrics.unhealthyHostCount(),
      traffic: this.loadBalancer.metrics.requestCount(),
      failures: this.targetGroup.metrics.httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT),
      failureMeaning: 'Collectors answer 5xx, as when Kafka does not acknowledge',
    }
  }

  private addListener({ certificate }: CollectorApplicationLoadBalancerProps): elb.ApplicationListener {
    const notFound = elb.ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'not found' })
    if (certificate === undefined) {
      return this.loadBalancer.addListener('Http', {
        port: 80,
        protocol: elb.ApplicationProtocol.HTTP,
        open: false,
        defaultAction: notFound,
      })
    }
    this.loadBalancer.addListener('Http', {
      port: 80,
      protocol: elb.ApplicationProtocol.HTTP,
      open: false,
      defaultAction: elb.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    })
    return this.loadBalancer.addListener('Https', {
      port: 443,
      protocol: elb.ApplicationProtocol.HTTPS,
      open: false,
      certificates: [certificate],
      sslPolicy: elb.SslPolicy.RECOMMENDED_TLS,
      defaultAction: notFound,
    })
  }
}

function applicationProblems({
  paths,
  requestsPerTask,
  requestsPerAddress,
}: CollectorApplicationLoadBalancerProps): MaybeProblem[] {
  return [
    paths.length === 0 && {
      code: 'PathMissing',
      message: 'paths is empty, so that no event reaches a collector',
      hint: 'give the paths that take events, such as /collect',
    },
    isKnown(requestsPerTask) &&
      !(requestsPerTask > 0) && {
        code: 'ScalingTarget',
        message: `requestsPerTask is ${requestsPerTask}`,
        hint: 'give how many a task takes in a minute, more than 0',
      },
    isKnown(requestsPerAddress) &&
      !(requestsPerAddress >= RATE_LIMIT.least && requestsPerAddress <= RATE_LIMIT.most) && {
        code: 'RateLimit',
        message: `requestsPerAddress is ${requestsPerAddress}`,
        hint: `AWS WAF takes ${RATE_LIMIT.least} to ${RATE_LIMIT.most} requests in ${RATE_LIMIT.seconds} s`,
      },
  ]
}
