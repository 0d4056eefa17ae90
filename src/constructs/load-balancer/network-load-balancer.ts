import { Duration } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { Construct } from 'constructs'
import { acknowledge } from '../nag/acknowledge.js'
import { isKnown } from '../platform/check-props.js'
import { accessLogBucket } from './access-log-bucket.js'
import { addAliasRecords } from './alias-record.js'
import { checkedSubnets } from './load-balancer-checks.js'
import {
  NETWORK_TYPES,
  type CollectorNetworkLoadBalancerProps,
  type LoadBalancerMetrics,
} from './load-balancer-props.js'
import { loadBalancerSecurityGroup } from './load-balancer-security-group.js'
import { scaleOnConnections } from './scale-on-connections.js'
import { wellTyped } from '../platform/well-typed.js'

/** A network load balancer in front of collectors: TLS on 443 with a certificate, else TCP on 80; clients' addresses by PROXY protocol v2. */
export class CollectorNetworkLoadBalancer extends Construct implements ec2.IConnectable {
  readonly loadBalancer: elb.NetworkLoadBalancer
  readonly targetGroup: elb.NetworkTargetGroup
  readonly securityGroup: ec2.SecurityGroup
  readonly connections: ec2.Connections
  private readonly tls: boolean
  private readonly domainName: string | undefined

  constructor(scope: Construct, id: string, given: CollectorNetworkLoadBalancerProps) {
    super(scope, id)
    const props = wellTyped(this, given, NETWORK_TYPES)
    this.tls = props.certificate !== undefined
    const port = this.tls ? 443 : 80
    const { newConnectionsPerTask: connections } = props
    const subnets = checkedSubnets(this, props, 1, [
      isKnown(connections) &&
        !(connections > 0) && {
          code: 'ScalingTarget',
          message: `newConnectionsPerTask is ${connections}`,
          hint: 'give how many a task takes in a minute, more than 0',
        },
    ])
    this.domainName = props.domain?.name
    this.securityGroup = loadBalancerSecurityGroup(this, props, [port])
    this.connections = new ec2.Connections({ securityGroups: [this.securityGroup] })
    this.loadBalancer = new elb.NetworkLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      vpcSubnets: subnets,
      internetFacing: props.internetFacing,
      securityGroups: [this.securityGroup],
      ...(props.dualStack && { ipAddressType: elb.IpAddressType.DUAL_STACK }),
      crossZoneEnabled: props.crossZone ?? false,
      deletionProtection: props.deletionProtection ?? true,
    })
    this.targetGroup = new elb.NetworkTargetGroup(this, 'Targets', {
      vpc: props.vpc,
      port: props.collector.traffic.containerPort,
      protocol: elb.Protocol.TCP,
      targetType: elb.TargetType.IP,
      proxyProtocolV2: true,
      preserveClientIp: false,
      deregistrationDelay: props.deregistrationDelay ?? Duration.seconds(180),
      healthCheck: {
        protocol: elb.Protocol.HTTP,
        path: props.healthPath ?? '/health',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      targets: [props.collector.service.loadBalancerTarget(props.collector.traffic)],
    })
    const listener = this.loadBalancer.addListener('Listener', {
      port,
      protocol: this.tls ? elb.Protocol.TLS : elb.Protocol.TCP,
      defaultTargetGroups: [this.targetGroup],
      ...(props.certificate && { certificates: [props.certificate], sslPolicy: elb.SslPolicy.RECOMMENDED_TLS }),
    })
    props.collector.service.node.addDependency(listener)
    this.logAccess(props)
    if (props.domain !== undefined) addAliasRecords(this, props.domain, this.loadBalancer, props.dualStack ?? false)
    if (connections !== undefined) {
      scaleOnConnections(this, props.collector, this.loadBalancer.metrics.newFlowCount(), connections)
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
      unhealthyTargets: this.targetGroup.metrics.unHealthyHostCount(),
      traffic: this.loadBalancer.metrics.newFlowCount(),
      failures: this.loadBalancer.metrics.tcpTargetResetCount(),
      // It does not look into HTTP: a 503 is nothing special to it.
      failureMeaning: 'Collectors break connections, as when they crash or are out of memory',
    }
  }

  private logAccess(props: CollectorNetworkLoadBalancerProps): void {
    if (this.tls) {
      this.loadBalancer.logAccessLogs(accessLogBucket(this, 'AccessLogs', props.accessLogRetention))
      return
    }
    acknowledge(
      this.loadBalancer,
      'AwsSolutions-ELB2',
      'a network load balancer writes access logs for TLS listeners only',
    )
  }
}
