import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'

/** The metric that is made from the connectors' logs. */
export const DEAD_LETTERS = { namespace: 'Clickstream', metricName: 'DeadLetters' } as const

/** Records of all sinks of a project that went to a dead-letter topic. */
export function deadLetterMetric(name: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: `${DEAD_LETTERS.namespace}/${name}`,
    metricName: DEAD_LETTERS.metricName,
    statistic: cloudwatch.Stats.SUM,
  })
}

/** Seconds that a consumer group is behind on a topic. Source: MSK developer guide, "Metrics for monitoring Standard brokers", level DEFAULT. */
export function lagMetric(of: {
  readonly clusterName: string
  readonly consumerGroup: string
  readonly topic: string
}): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/Kafka',
    metricName: 'EstimatedMaxTimeLag',
    dimensionsMap: { 'Cluster Name': of.clusterName, 'Consumer Group': of.consumerGroup, Topic: of.topic },
    statistic: cloudwatch.Stats.MAXIMUM,
    label: `${of.topic} by ${of.consumerGroup}`,
  })
}

/** Used share of a broker's disk. Source: MSK developer guide, "Metrics for monitoring Standard brokers", level DEFAULT. */
export function brokerDiskMetric(clusterName: string, broker: number): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/Kafka',
    metricName: 'KafkaDataLogsDiskUsed',
    dimensionsMap: { 'Cluster Name': clusterName, 'Broker ID': String(broker) },
    statistic: cloudwatch.Stats.MAXIMUM,
  })
}
