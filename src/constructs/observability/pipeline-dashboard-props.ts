import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { ICollectorService } from '../collector-service/collector-service-props.js'
import type { LoadBalancerMetrics } from '../load-balancer/load-balancer-props.js'
import { COLLECTOR } from '../platform/prop-kinds.js'
import { like, type PropTypes } from '../platform/well-typed.js'
import type { CollectorMetrics } from './collector-metrics.js'
import { LOAD_BALANCER, METRICS } from './observability-props.js'

/** What measures the way of an event from outside; `EventCanary` does. */
export interface PipelineCanary {
  metricFailures(props?: cloudwatch.MetricOptions): cloudwatch.Metric
  metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric
  metricFreshness(sink: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric
}

export interface PipelineDashboardProps {
  readonly dashboardName: string

  /** Name of the project: connectors and consumer groups begin with it. */
  readonly name: string

  readonly loadBalancer: LoadBalancerMetrics

  readonly collector: ICollectorService

  /**
   * What the collectors themselves publish.
   *
   * @default - nothing, as with nginx + Vector
   */
  readonly metrics?: CollectorMetrics

  /**
   * Name of the MSK cluster.
   *
   * @default - no row for Kafka
   */
  readonly clusterName?: string

  /**
   * Sinks, and from which age of the newest event on somebody is woken.
   *
   * @default - no rows for connectors and lake
   */
  readonly sinks?: readonly { readonly name: string; readonly freshnessSeconds: number }[]

  /**
   * Sends events and measures when they can be read.
   *
   * @default - no row for the lake
   */
  readonly canary?: PipelineCanary

  /**
   * Alarms whose colour is shown.
   *
   * @default - none
   */
  readonly alarms?: readonly cloudwatch.IAlarm[]
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const DASHBOARD_TYPES: PropTypes<PipelineDashboardProps> = {
  required: { dashboardName: 'text', name: 'text', loadBalancer: LOAD_BALANCER, collector: COLLECTOR },
  optional: {
    metrics: METRICS,
    clusterName: 'text',
    sinks: 'list',
    canary: like('a PipelineCanary', 'metricFailures', 'metricLatency', 'metricFreshness'),
    alarms: 'list',
  },
}
