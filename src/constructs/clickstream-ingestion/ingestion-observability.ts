import { Stack } from 'aws-cdk-lib/core'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { sinkId } from '../../spec/derived-names.js'
import type { Spec } from '../../spec/schema.js'
import type { CollectorService } from '../collector-service/collector-service.js'
import {
  clusterName,
  plannedCanary,
  plannedConnectorWatch,
  plannedMetrics,
  plannedSinkRows,
} from '../environment/planned-observability.js'
import { EventCanary } from '../event-canary/event-canary.js'
import type { LoadBalancerMetrics } from '../load-balancer/load-balancer-props.js'
import { CollectorObservability } from '../observability/collector-observability.js'
import { ConnectorObservability } from '../observability/connector-observability.js'
import type { ObservedSink } from '../observability/observability-props.js'
import { PipelineDashboard } from '../observability/pipeline-dashboard.js'
import type { ClickstreamIngestionProps } from './clickstream-ingestion-props.js'

/** What of an ingestion is watched. */
interface Watched {
  readonly collector: CollectorService
  readonly loadBalancer: LoadBalancerMetrics
  readonly sinks: readonly ObservedSink[]
  /** Address that takes events, without a path. */
  readonly url: string
  /** The bucket of sink number `index` of the spec. */
  readonly bucketOf: (index: number) => s3.IBucket
}

/** Alarms, a canary that measures how fresh each sink is, and one dashboard along the way of an event. */
export function observeIngestion(
  scope: Construct,
  props: ClickstreamIngestionProps,
  spec: Spec,
  { collector, loadBalancer, sinks, url, bucketOf }: Watched,
): void {
  const { alarmEmail, encryptionKey, kafka, logRetention, vpc } = props
  const cluster = clusterName({ kafka: { ...spec.kafka, cluster: kafka.clusterArn } })
  const metrics = plannedMetrics(spec)
  const { alarms } = new CollectorObservability(scope, 'Observability', {
    collector,
    loadBalancer,
    ...(metrics && { metrics }),
    ...(alarmEmail !== undefined && { alarmEmail }),
    ...(encryptionKey && { encryptionKey }),
  })
  const planned = plannedCanary(Stack.of(scope), spec)
  const buckets = new Map(spec.sinks.map((_, index) => [sinkId(spec, index), bucketOf(index)]))
  const canary =
    spec.observability.canary === false
      ? undefined
      : new EventCanary(scope, 'Canary', {
          ...planned,
          sinks: (planned.sinks ?? []).map((sink) => ({ ...sink, bucket: buckets.get(sink.name) ?? sink.bucket })),
          checkHostName: props.domainName !== undefined,
          url: `${url}${spec.collector.paths[0]}`,
          alarms,
          ...(props.internetFacing === false && { vpc, subnets: props.taskSubnets }),
          ...(encryptionKey && { encryptionKey }),
          ...(logRetention !== undefined && { logRetention }),
        })
  if (sinks.length > 0) {
    new ConnectorObservability(scope, 'ConnectorObservability', {
      ...plannedConnectorWatch(spec),
      clusterName: cluster,
      sinks,
      ...(alarms.topic && { alarmTopic: alarms.topic }),
    })
  }
  if (props.dashboards === false) return
  new PipelineDashboard(scope, 'Dashboard', {
    name: spec.name,
    dashboardName: spec.name,
    clusterName: cluster,
    collector,
    loadBalancer,
    sinks: plannedSinkRows(spec),
    alarms: alarms.alarms,
    ...(metrics && { metrics }),
    ...(canary && { canary }),
  })
}
