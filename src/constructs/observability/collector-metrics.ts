import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'

/**
 * What a task of nginx + Lua publishes every 15 s. Counters are since the last time, so their sum counts; of the others the
 * largest (or least free) task counts. Source: `templates/nginx-lua/lua/emf.lua`; a test holds these names against it.
 */
const STATISTICS = {
  Accepted: 'Sum',
  AckLatency: 'Average',
  BreakersOpen: 'Maximum',
  DiskFreePercent: 'Minimum',
  KafkaAcks: 'Sum',
  KafkaErrors: 'Sum',
  Limited: 'Sum',
  Lost: 'Sum',
  Received: 'Sum',
  Refused: 'Sum',
  Requests5xx: 'Sum',
  Resent: 'Sum',
  SpillBytes: 'Maximum',
  SpillErrors: 'Sum',
  SpillOldestSeconds: 'Maximum',
  SpillUsedPercent: 'Maximum',
  Spilled: 'Sum',
  Unavailable: 'Sum',
} as const

/** Name of a metric that the nginx + Lua collector publishes. */
export type CollectorMetricName = keyof typeof STATISTICS

/** What the nginx + Lua collectors of one project publish; nginx + Vector publishes nothing of the kind. */
export class CollectorMetrics {
  static readonly NAMESPACE = 'Clickstream'
  static readonly NAMES = Object.keys(STATISTICS) as readonly CollectorMetricName[]

  /** @param service name of the project, as the collectors' settings have it */
  constructor(private readonly service: string) {}

  metric(metricName: CollectorMetricName, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: CollectorMetrics.NAMESPACE,
      metricName,
      dimensionsMap: { service: this.service },
      statistic: STATISTICS[metricName],
      ...props,
    })
  }
}
