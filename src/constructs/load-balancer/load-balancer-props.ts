import type { Duration } from 'aws-cdk-lib/core'
import type * as acm from 'aws-cdk-lib/aws-certificatemanager'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as route53 from 'aws-cdk-lib/aws-route53'
import type { ICollectorService } from '../collector-service/collector-service-props.js'
import { SUBNETS, VPC } from '../platform/prop-kinds.js'
import { like, type PropTypes } from '../platform/well-typed.js'

/** The endpoint's own name. */
export interface CollectorDomain {
  /** Zone of Route 53 that holds the name. */
  readonly zone: route53.IHostedZone

  /** Complete name, such as `collect.example.com`. */
  readonly name: string
}

/** What both load balancers take. */
export interface CollectorLoadBalancerProps {
  readonly vpc: ec2.IVpc

  /** Subnets of the load balancer: public ones for an endpoint in the internet. */
  readonly subnets: ec2.SubnetSelection

  /** The service that takes the traffic. */
  readonly collector: ICollectorService

  /** Whether the endpoint can be reached from the internet. */
  readonly internetFacing: boolean

  /**
   * Addresses that may connect.
   *
   * @default - everybody, with an endpoint in the internet; the VPC with an internal one
   */
  readonly clients?: readonly ec2.IPeer[]

  /**
   * Certificate in the same region. With one, TLS 1.2 and 1.3 are spoken (`ELBSecurityPolicy-TLS13-1-2-2021-06`), and nothing older.
   *
   * @default - none: events travel unencrypted
   */
  readonly certificate?: acm.ICertificate

  /**
   * Name that points to the endpoint, made in Route 53 as an alias.
   *
   * @default - the load balancer's own name only
   */
  readonly domain?: CollectorDomain

  /**
   * Takes connections over IPv6 as well; the subnets need IPv6 ranges, and `clients` of an internal endpoint have to name theirs.
   *
   * @default false
   */
  readonly dualStack?: boolean

  /**
   * Path that answers 200 while the collector lives; it must not depend on Kafka.
   *
   * @default '/health'
   */
  readonly healthPath?: string

  /**
   * How long a task that is going away still gets the rest of its connections. ECS sends the stop signal after this time, so it adds
   * to the containers' stop timeouts; only a Spot interruption begins both at once, and ends after two minutes whatever is written here.
   *
   * @default Duration.seconds(180)
   */
  readonly deregistrationDelay?: Duration

  /**
   * Refuses to delete the endpoint, also when the whole stack goes.
   *
   * @default true
   */
  readonly deletionProtection?: boolean

  /**
   * How long access logs are kept, where there are any.
   *
   * @default Duration.days(30)
   */
  readonly accessLogRetention?: Duration
}

export interface CollectorNetworkLoadBalancerProps extends CollectorLoadBalancerProps {
  /**
   * Spreads connections over the tasks of all zones, for USD 0.01 a GB in each direction between zones. Without it each zone
   * takes an equal share, which the service's own spreading over zones and a CPU target of 50 % absorb.
   *
   * @default false
   */
  readonly crossZone?: boolean

  /**
   * New connections a minute and task that scaling aims at, beside the CPU.
   *
   * @default - the service scales on its CPU alone
   */
  readonly newConnectionsPerTask?: number
}

export interface CollectorApplicationLoadBalancerProps extends CollectorLoadBalancerProps {
  /** Paths that reach the collector; every other is answered 404 by the load balancer. */
  readonly paths: readonly string[]

  /**
   * Requests a minute and task that scaling aims at, beside the CPU.
   *
   * @default - the service scales on its CPU alone
   */
  readonly requestsPerTask?: number

  /**
   * Requests that one client address may send in five minutes, 10 to 2,000,000,000; AWS WAF answers 429 to the rest. WAF charges
   * for the web ACL, the rule and each million requests.
   *
   * @default - no web ACL
   */
  readonly requestsPerAddress?: number
}

/** What both load balancers measure. */
export interface LoadBalancerMetrics {
  readonly healthyTargets: cloudwatch.Metric
  readonly unhealthyTargets: cloudwatch.Metric
  /** New connections, or requests. */
  readonly traffic: cloudwatch.Metric
  /** Connections that a task reset, or answers 5xx. */
  readonly failures: cloudwatch.Metric
  /** What `failures` counts, as the beginning of an alarm's description. */
  readonly failureMeaning: string
}

const COMMON = {
  required: {
    vpc: VPC,
    subnets: SUBNETS,
    collector: like('a CollectorService', 'service', 'traffic'),
    internetFacing: 'boolean',
  },
  optional: {
    clients: 'list',
    certificate: like('an acm.ICertificate', 'certificateArn'),
    domain: like('a CollectorDomain', 'zone', 'name'),
    dualStack: 'boolean',
    healthPath: 'text',
    deregistrationDelay: 'duration',
    deletionProtection: 'boolean',
    accessLogRetention: 'duration',
  },
} as const

/** What each prop has to be, for callers whose compiler has not checked them. */
export const NETWORK_TYPES: PropTypes<CollectorNetworkLoadBalancerProps> = {
  required: COMMON.required,
  optional: { ...COMMON.optional, crossZone: 'boolean', newConnectionsPerTask: 'number' },
}

/** The same of an application load balancer. */
export const APPLICATION_TYPES: PropTypes<CollectorApplicationLoadBalancerProps> = {
  required: { ...COMMON.required, paths: 'list' },
  optional: { ...COMMON.optional, requestsPerTask: 'number', requestsPerAddress: 'number' },
}
