import { Stack } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Alarms } from './alarms.js'
import type { CollectorMetricName, CollectorMetrics } from './collector-metrics.js'
import { brokerDiskMetric } from './kafka-metrics.js'
import { largestOf } from './largest-of.js'
import type { CollectorObservabilityProps } from './observability-props.js'

/** Alarms on what every collector shows to the outside: targets, failures, CPU. */
export function addServiceAlarms(alarms: Alarms, { collector, loadBalancer }: CollectorObservabilityProps): void {
  const { cluster, service } = collector
  const { region } = Stack.of(alarms)
  const events = `aws ecs describe-services --cluster ${cluster.clusterName} --services ${service.serviceName} --region ${region} --query 'services[0].events[:5]'`
  alarms.add('NoHealthyTargets', {
    metric: loadBalancer.healthyTargets.with({ statistic: cloudwatch.Stats.MINIMUM }),
    threshold: 1,
    below: true,
    periods: 2,
    missing: cloudwatch.TreatMissingData.BREACHING,
    description: `No collector answers its health check: every event is refused. Start with: ${events}`,
  })
  alarms.add('UnhealthyTargets', {
    metric: loadBalancer.unhealthyTargets.with({ statistic: cloudwatch.Stats.MAXIMUM }),
    threshold: 0,
    periods: 10,
    description: `A collector has failed its health check for 10 minutes. Start with: ${events}`,
  })
  alarms.add('Failures', {
    metric: loadBalancer.failures.with({ statistic: cloudwatch.Stats.SUM }),
    threshold: 10,
    periods: 5,
    description: `${loadBalancer.failureMeaning}. Start with: ${tail(alarms, collector)}`,
  })
  alarms.add('CpuHigh', {
    metric: service.metricCpuUtilization({ statistic: cloudwatch.Stats.AVERAGE }),
    threshold: 85,
    periods: 10,
    description: `Collectors are above 85 % CPU and scaling does not help: the most tasks allowed are running. Raise collector.tasks.max. See: ${events}`,
  })
}

/** Alarms on what the nginx + Lua collectors count: what they took and did not take, and what waits for Kafka. */
export function addEventAlarms(
  alarms: Alarms,
  metrics: CollectorMetrics,
  { collector }: CollectorObservabilityProps,
): void {
  const logs = tail(alarms, collector)
  alarms.add('NotAccepted', {
    metric: math('100 * (received - accepted) / received', { received: 'Received', accepted: 'Accepted' }, metrics),
    threshold: 10,
    periods: 10,
    description: `For 10 minutes more than 10 % of what came was not accepted: clients send what is no event, name no known project or come too fast. Which, say the refused bodies below <backup prefix>/rejected/ and: ${logs}`,
  })
  alarms.add('Unavailable', {
    metric: metrics.metric('Requests5xx'),
    threshold: 10,
    periods: 5,
    description: `Collectors answer 5xx: Kafka is away and the disk is full or broken, or memory is short. Clients that do not send again lose events. Start with: ${logs}`,
  })
  alarms.add('Lost', {
    metric: metrics.metric('Lost'),
    threshold: 0,
    periods: 1,
    description: `Events that were answered with 200 are lost: with durability buffered Kafka refused them later, or the disk failed. Start with: ${logs}`,
  })
  alarms.add('SpillGrowing', {
    metric: math('DIFF(bytes)', { bytes: 'SpillBytes' }, metrics),
    threshold: 0,
    periods: 10,
    description: `For 10 minutes more events have gone to the collectors' disks than from there to Kafka: Kafka is away or too slow. Start with the brokers, then: ${logs}`,
  })
  alarms.add('BreakerOpen', {
    metric: metrics.metric('BreakersOpen'),
    threshold: 0,
    periods: 5,
    description: `A broker has not answered a collector for 5 minutes; its events go to other partitions or to the disk. Look for a broker that is down, a security-group rule that is gone, or rights that are: ${logs}`,
  })
  alarms.add('DiskFilling', {
    metric: math('MAX([used, 100 - free])', { used: 'SpillUsedPercent', free: 'DiskFreePercent' }, metrics),
    threshold: 80,
    periods: 3,
    description: `A collector's disk, or its part for events, is 80 % full; at 100 % events are answered with 503. Kafka has been away for long, or the backup bucket cannot be written to: ${logs}`,
  })
}

/** Alarms on the disks of the cluster's brokers. */
export function addBrokerAlarms(
  alarms: Alarms,
  { clusterName, count }: NonNullable<CollectorObservabilityProps['brokers']>,
): void {
  const metrics = Array.from({ length: count }, (_, index) => brokerDiskMetric(clusterName, index + 1))
  for (const { end, metric } of largestOf(metrics)) {
    alarms.add(`BrokerDisk${end}`, {
      metric,
      // Source: MSK developer guide, "Best practices for Standard brokers", monitor disk space.
      threshold: 85,
      periods: 5,
      description: `The disk of a broker is more than 85 % full, and a broker whose disk is full stops. Raise its storage, or lower the retention of topics. Start with: aws kafka list-clusters-v2 --cluster-name-filter ${clusterName} --region ${Stack.of(alarms).region}`,
    })
  }
}

function tail(alarms: Alarms, { logGroup }: CollectorObservabilityProps['collector']): string {
  return `aws logs tail ${logGroup.logGroupName} --since 15m --region ${Stack.of(alarms).region}`
}

function math(
  expression: string,
  names: Readonly<Record<string, CollectorMetricName>>,
  metrics: CollectorMetrics,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression,
    usingMetrics: Object.fromEntries(Object.entries(names).map(([id, name]) => [id, metrics.metric(name)])),
  })
}
