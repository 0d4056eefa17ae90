import { Duration, Fn, Token, type Stack } from 'aws-cdk-lib/core'
import { clusterKind } from '../../spec/cluster-kind.js'
import { sinkId } from '../../spec/derived-names.js'
import type { EnvironmentLock } from '../../spec/lock.js'
import type { SinkSpec, Spec } from '../../spec/schema.js'
import type { CanarySink, EventCanaryProps } from '../event-canary/event-canary-props.js'
import { freshnessThreshold } from '../event-canary/freshness-threshold.js'
import { CollectorMetrics } from '../observability/collector-metrics.js'
import type { CollectorObservabilityProps, ConnectorObservabilityProps } from '../observability/observability-props.js'
import type { PipelineDashboardProps } from '../observability/pipeline-dashboard-props.js'
import { bucketOf } from './planned-sinks.js'

/** What the nginx + Lua collectors publish; nginx + Vector publishes nothing. */
export function plannedMetrics({ name, collector }: Spec): CollectorMetrics | undefined {
  return collector.solution === 'nginx-lua' ? new CollectorMetrics(name) : undefined
}

/** The cluster's brokers, where the lock shows how many there are and that they have disks of their own. */
export function plannedBrokers(spec: Spec, lock?: EnvironmentLock): CollectorObservabilityProps['brokers'] {
  const count = lock?.cluster?.brokerCount
  return count === undefined || clusterKind(lock) !== 'standard' ? undefined : { count, clusterName: clusterName(spec) }
}

/** The spec's canary, as props of `EventCanary`: all but its address and alarms. */
export function plannedCanary(
  stack: Stack,
  spec: Spec,
): Omit<EventCanaryProps, 'url' | 'alarms' | 'encryptionKey' | 'vpc' | 'subnets'> {
  const { collector, network } = spec
  const topics = sentTopics(spec)
  return {
    topics,
    name: spec.name,
    header: collector.routing.header,
    checkHostName: network.domainName !== undefined,
    logRetention: spec.observability.logRetentionDays,
    sinks: spec.sinks.flatMap((sink, index): CanarySink[] => {
      const measured = sink.topics.filter((topic) => topics.includes(topic))
      // A sink of topics that clients may not name has no canary to look for.
      return measured.length === 0 ? [] : [plannedSink(stack, spec, index, sink, measured)]
    }),
  }
}

/** The spec's sinks on the dashboard. */
export function plannedSinkRows(spec: Spec): NonNullable<PipelineDashboardProps['sinks']> {
  return spec.sinks.map((sink, index) => ({
    name: sinkId(spec, index),
    freshnessSeconds: freshnessThreshold(intervalOf(sink)).toSeconds(),
  }))
}

/** The spec's connectors, as props of `ConnectorObservability`: all but sinks and topic. */
export function plannedConnectorWatch(
  spec: Spec,
): Pick<ConnectorObservabilityProps, 'name' | 'clusterName' | 'lag' | 'steadyEvents'> {
  const longest = Math.max(0, ...spec.sinks.map((sink) => intervalOf(sink).toSeconds()))
  const topics = sentTopics(spec)
  return {
    name: spec.name,
    clusterName: clusterName(spec),
    lag: Duration.seconds(Math.max(1800, 3 * longest)),
    steadyEvents:
      spec.observability.canary !== false &&
      spec.sinks.every((sink) => sink.topics.some((name) => topics.includes(name))),
  }
}

/** Name of the cluster, which its metrics have. */
export function clusterName({ kafka: { cluster } }: Pick<Spec, 'kafka'>): string {
  if (Token.isUnresolved(cluster)) return Fn.select(1, Fn.split('/', cluster))
  return cluster.startsWith('arn:') ? (cluster.split('/')[1] ?? cluster) : cluster
}

/** Topics that a client may name. */
function sentTopics({ collector: { routing } }: Spec): string[] {
  return [...new Set([routing.default, ...routing.topics])]
}

function intervalOf(sink: SinkSpec): Duration {
  return Duration.seconds(sink.type === 'iceberg' ? sink.commitSeconds : sink.flushSeconds)
}

function plannedSink(stack: Stack, spec: Spec, index: number, sink: SinkSpec, topics: readonly string[]): CanarySink {
  const common = { topics, name: sinkId(spec, index), bucket: bucketOf(stack, sink.bucket), interval: intervalOf(sink) }
  if (sink.type === 's3-json') return { ...common, type: 's3-json', prefix: sink.prefix }
  const { database, table } = sink
  return {
    ...common,
    database,
    table,
    type: 'iceberg',
    prefix: `${sink.prefix ?? 'warehouse'}/${database}.db/${table}`,
  }
}
