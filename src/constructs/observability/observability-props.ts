import type { Duration } from 'aws-cdk-lib/core'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as logs from 'aws-cdk-lib/aws-logs'
import type * as sns from 'aws-cdk-lib/aws-sns'
import type { ICollectorService } from '../collector-service/collector-service-props.js'
import type { Node } from 'constructs'
import type { LoadBalancerMetrics } from '../load-balancer/load-balancer-props.js'
import { COLLECTOR, KEY, TOPIC } from '../platform/prop-kinds.js'
import { like, type PropTypes } from '../platform/well-typed.js'
import type { CollectorMetrics } from './collector-metrics.js'

export interface ObservabilityProps {
  /**
   * Topic that exists and gets every alarm; it takes the place of `alarmEmail`.
   *
   * @default - a topic of its own, where there is an `alarmEmail`
   */
  readonly alarmTopic?: sns.ITopic

  /**
   * Address that gets an e-mail for each alarm, after it has confirmed the subscription.
   *
   * @default - alarms change colour and tell nobody
   */
  readonly alarmEmail?: string

  /**
   * Name of the topic that is made for `alarmEmail`.
   *
   * @default - CloudFormation names it
   */
  readonly alarmTopicName?: string

  /**
   * Encrypts the alarm topic. Its policy must let CloudWatch use it.
   *
   * @default - not encrypted: an alarm holds no event
   */
  readonly encryptionKey?: kms.IKey
}

export interface CollectorObservabilityProps extends ObservabilityProps {
  readonly collector: ICollectorService

  /** What the load balancer in front of the collectors measures. */
  readonly loadBalancer: LoadBalancerMetrics

  /**
   * What the collectors themselves publish.
   *
   * @default - nothing, as with nginx + Vector: the load balancer alone is watched
   */
  readonly metrics?: CollectorMetrics

  /**
   * The cluster's standard brokers, whose disks can fill up; Express and serverless ones have none to look after.
   *
   * @default - no alarm on the brokers' disks
   */
  readonly brokers?: { readonly clusterName: string; readonly count: number }
}

/** A connector that is watched; `KafkaConnector` is one. */
export interface ObservedConnector {
  readonly connectorName: string
  readonly node: Node
  readonly logGroup?: logs.ILogGroup | undefined
  metricRunningTaskCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric
  metricErroredTaskCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric
  metricSinkRecordReadRate(props?: cloudwatch.MetricOptions): cloudwatch.Metric
}

/** A sink that is watched; `S3JsonSink` and `IcebergSink` are. */
export interface ObservedSink {
  readonly connector: ObservedConnector
  readonly consumerGroup: string
  readonly topics: readonly string[]
}

export interface ConnectorObservabilityProps extends ObservabilityProps {
  readonly sinks: readonly ObservedSink[]

  /** Name of the project: part of the names of the metrics that are made from logs. */
  readonly name: string

  /**
   * Name of the MSK cluster, whose metrics say how far behind the sinks are.
   *
   * @default - no alarm on lag
   */
  readonly clusterName?: string

  /**
   * How far behind a sink may be. Its offsets advance with its commits, so this is some commit intervals at least.
   *
   * @default Duration.minutes(30)
   */
  readonly lag?: Duration

  /**
   * Whether each topic gets an event every few minutes at least, as from `EventCanary`: then a connector that reads nothing is stuck.
   *
   * @default false
   */
  readonly steadyEvents?: boolean
}

// What each prop has to be, for callers whose compiler has not checked them.
const ALARMS_TYPES: PropTypes<ObservabilityProps> = {
  optional: { alarmTopic: TOPIC, alarmEmail: 'text', alarmTopicName: 'text', encryptionKey: KEY },
}

export const METRICS = like('a CollectorMetrics', 'metric')
export const LOAD_BALANCER = like('a LoadBalancerMetrics', 'traffic', 'failures', 'healthyTargets', 'unhealthyTargets')

export const COLLECTOR_OBSERVABILITY_TYPES: PropTypes<CollectorObservabilityProps> = {
  required: { collector: COLLECTOR, loadBalancer: LOAD_BALANCER },
  optional: {
    ...ALARMS_TYPES.optional,
    metrics: METRICS,
    brokers: like('an object with clusterName and count', 'clusterName', 'count'),
  },
}

export const CONNECTOR_OBSERVABILITY_TYPES: PropTypes<ConnectorObservabilityProps> = {
  required: { sinks: 'list', name: 'text' },
  optional: { ...ALARMS_TYPES.optional, clusterName: 'text', lag: 'duration', steadyEvents: 'boolean' },
}

/** What each of the sinks that are watched has to be. */
export const OBSERVED_SINK_TYPES: PropTypes<ObservedSink> = {
  required: {
    connector: like('a KafkaConnector', 'connectorName', 'node', 'metricRunningTaskCount'),
    consumerGroup: 'text',
    topics: 'list',
  },
}
