import { fileURLToPath } from 'node:url'
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import * as athena from 'aws-cdk-lib/aws-athena'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as events from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { checkProps } from '../platform/check-props.js'
import { addCanaryAlarms } from './canary-alarms.js'
import { canaryConfiguration, configurationProblem } from './canary-configuration.js'
import { canaryProblems, checkedCanary } from './canary-problems.js'
import { grantNetwork, grantReading, type QueryPlace } from './canary-rights.js'
import type { EventCanaryProps } from './event-canary-props.js'

/** The function's code, as it is: from `src/` and from `dist/` alike, and in the package. */
const HANDLER = fileURLToPath(new URL('../../../src/constructs/event-canary/handler/', import.meta.url))

/** Two queries of 45 s each at most, and what comes before them. */
const TIMEOUT = Duration.minutes(2)

/**
 * Sends an event a minute to each topic through the endpoint, as a client does, and measures how old the newest event is that can be
 * read from each sink: connectors stay RUNNING and offsets advance while nothing is committed, and nothing else shows it.
 *
 * Each measurement of an S3 JSON sink costs a LIST, a GET and a HEAD for each topic: 43,200 × topics ÷ minutes between two × USD 0.0000058
 * a month. One of an Iceberg sink reads two narrow columns of the last commits: events a second × (2 × interval + 120 s) × 24 bytes
 * uncompressed, 10 MB at least, at USD 5 a TB. Source: S3 and Athena price pages of us-east-1, read 2026-11.
 */
export class EventCanary extends Construct {
  readonly function: lambda.Function
  private readonly name: string

  constructor(scope: Construct, id: string, given: EventCanaryProps) {
    super(scope, id)
    const props = checkedCanary(this, given)
    this.name = props.name
    const sinks = props.sinks ?? []
    const queries = this.makeWorkGroup(props)
    const configuration = canaryConfiguration(props, queries?.workGroup)
    checkProps(this, [...canaryProblems(props), configurationProblem(configuration)])
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: 'What the canary of the event pipeline may do',
    })
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey }),
    })
    logGroup.grantWrite(role)
    grantReading(role, sinks, queries, props.encryptionKey)
    this.function = new lambda.Function(this, 'Function', {
      role,
      logGroup,
      description: `Sends an event a minute to ${props.name} and measures when it can be read`,
      code: lambda.Code.fromAsset(HANDLER),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: TIMEOUT,
      environment: { CANARY: Stack.of(this).toJsonString(configuration) },
      ...this.network(props, role),
    })
    this.function.node.addDependency(role)
    new events.Rule(this, 'EveryMinute', {
      schedule: events.Schedule.rate(Duration.minutes(1)),
      // A minute that was missed is over: the next one measures more.
      targets: [new LambdaFunction(this.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    })
    addCanaryAlarms(this, props)
  }

  /** Events that the endpoint did not take. */
  metricFailures(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CanaryFailures', { statistic: cloudwatch.Stats.SUM, ...props })
  }

  /** Milliseconds until the endpoint has taken an event, over a new connection. */
  metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CanaryLatency', { statistic: cloudwatch.Stats.MAXIMUM, ...props })
  }

  /** Seconds since the newest event that can be read from a sink. */
  metricFreshness(sink: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('FreshnessSeconds', { statistic: cloudwatch.Stats.MAXIMUM, ...props }, { sink })
  }

  /** Measurements of a sink that gave nothing. */
  metricUnmeasured(sink: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('MeasurementFailures', { statistic: cloudwatch.Stats.SUM, ...props }, { sink })
  }

  private metric(
    metricName: string,
    props: cloudwatch.MetricOptions,
    more: Readonly<Record<string, string>> = {},
  ): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'Clickstream',
      metricName,
      dimensionsMap: { service: this.name, ...more },
      ...props,
    })
  }

  /** Iceberg tables are asked in a workgroup whose queries cannot get expensive; other sinks need none. */
  private makeWorkGroup(props: EventCanaryProps): QueryPlace | undefined {
    if (!(props.sinks ?? []).some(({ type }) => type === 'iceberg')) return undefined
    const name = `${props.name}-canary`
    new athena.CfnWorkGroup(this, 'Queries', {
      name,
      description: `Freshness of the tables of ${props.name}`,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: props.maxBytesPerQuery ?? 10_000_000_000,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        ...resultsOf(props),
      },
    })
    return { workGroup: name, ...(props.results && { results: props.results }) }
  }

  private network({ vpc, subnets }: EventCanaryProps, role: iam.Role): Partial<lambda.FunctionProps> {
    if (vpc === undefined || subnets === undefined) return {}
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Canary of the event pipeline',
      allowAllOutbound: false,
    })
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS APIs, and the endpoint over TLS')
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80), 'The endpoint without TLS')
    grantNetwork(role)
    return { vpc, vpcSubnets: subnets, securityGroups: [securityGroup] }
  }
}

function resultsOf({
  results,
  encryptionKey,
}: EventCanaryProps): Partial<athena.CfnWorkGroup.WorkGroupConfigurationProperty> {
  if (results === undefined) return { managedQueryResultsConfiguration: { enabled: true } }
  return {
    resultConfiguration: {
      outputLocation: results.bucket.s3UrlForObject(`${results.prefix}/`),
      encryptionConfiguration:
        encryptionKey === undefined
          ? { encryptionOption: 'SSE_S3' }
          : { encryptionOption: 'SSE_KMS', kmsKey: encryptionKey.keyArn },
    },
  }
}
