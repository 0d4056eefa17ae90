import { Duration } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import { deadLetterMetric } from './kafka-metrics.js'
import { wellTyped } from '../platform/well-typed.js'
import { DASHBOARD_TYPES, type PipelineDashboardProps } from './pipeline-dashboard-props.js'

/** Columns of a dashboard. Source: CloudWatch user guide, "Dashboard body structure and syntax". */
const COLUMNS = 24

/**
 * One dashboard that follows an event: load balancer, collectors, Kafka, connectors, lake. Connectors and consumer groups are found
 * by name, so that one that is replaced is drawn beside its successor.
 */
export class PipelineDashboard extends Construct {
  readonly dashboard: cloudwatch.Dashboard

  constructor(scope: Construct, id: string, given: PipelineDashboardProps) {
    super(scope, id)
    const props = wellTyped(this, given, DASHBOARD_TYPES)
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.dashboardName,
      defaultInterval: Duration.hours(3),
    })
    this.addRow('Alarms', (width) => new cloudwatch.AlarmStatusWidget({ width, alarms: [...(props.alarms ?? [])] }))
    this.addLoadBalancer(props)
    this.addCollectors(props)
    if (props.clusterName !== undefined) this.addKafka(props, props.clusterName)
    this.addSinks(props)
    this.addLake(props)
  }

  private addLoadBalancer({ loadBalancer, canary }: PipelineDashboardProps): void {
    this.addRow(
      '1. Load balancer',
      graph('Traffic', loadBalancer.traffic),
      graph('Failures', loadBalancer.failures, ...(canary ? [canary.metricFailures()] : [])),
      graph('Targets', loadBalancer.healthyTargets, loadBalancer.unhealthyTargets),
      ...(canary ? [graph('Answer to the canary', canary.metricLatency())] : []),
    )
  }

  private addCollectors({ collector, metrics }: PipelineDashboardProps): void {
    const { service } = collector
    this.addRow(
      '2. Collectors',
      ...(metrics
        ? [
            graph(
              'Events: received, and what became of them',
              ...(['Received', 'Accepted', 'Refused', 'Limited', 'Unavailable', 'Lost'] as const).map((name) =>
                metrics.metric(name),
              ),
            ),
            graph('On disk, waiting for Kafka', metrics.metric('SpillBytes'), metrics.metric('SpillOldestSeconds')),
            graph('Disk', metrics.metric('SpillUsedPercent'), metrics.metric('DiskFreePercent')),
          ]
        : []),
      graph('CPU and memory', service.metricCpuUtilization(), service.metricMemoryUtilization()),
    )
    if (metrics === undefined) return
    this.addRow(
      '3. From collectors to Kafka',
      graph('Acknowledged, refused', metrics.metric('KafkaAcks'), metrics.metric('KafkaErrors')),
      graph('Spilled and sent again', metrics.metric('Spilled'), metrics.metric('Resent')),
      graph('Time to the acknowledgement', metrics.metric('AckLatency')),
      graph('Brokers that are passed over', metrics.metric('BreakersOpen')),
    )
  }

  private addKafka({ name }: PipelineDashboardProps, clusterName: string): void {
    const of = (metric: string, ...dimensions: string[]): string =>
      `{AWS/Kafka,"Cluster Name",${dimensions.join(',')}} MetricName="${metric}" "Cluster Name"="${clusterName}"`
    this.addRow(
      '4. Kafka',
      graph('Bytes in, a second', found(of('BytesInPerSec', '"Broker ID"'), 'Average')),
      graph('Disk of the brokers, %', found(of('KafkaDataLogsDiskUsed', '"Broker ID"'), 'Maximum')),
      graph('CPU of the brokers, %', found(of('CpuUser', '"Broker ID"'), 'Average')),
      graph(
        'How far the sinks are behind, s',
        found(`${of('EstimatedMaxTimeLag', '"Consumer Group"', 'Topic')} ${words(name)}`, 'Maximum'),
      ),
    )
  }

  private addSinks({ name, sinks = [] }: PipelineDashboardProps): void {
    if (sinks.length === 0) return
    const of = (metric: string): string => `{AWS/KafkaConnect,ConnectorName} MetricName="${metric}" ${words(name)}`
    this.addRow(
      '5. Connectors',
      graph('Records read, a second', found(of('SinkRecordReadRate'), 'Average')),
      graph('Records sent, a second', found(of('SinkRecordSendRate'), 'Average')),
      graph(
        'Tasks: running, failed',
        found(of('RunningTaskCount'), 'Minimum'),
        found(of('ErroredTaskCount'), 'Maximum'),
      ),
      graph('Dead letters', deadLetterMetric(name)),
    )
  }

  private addLake({ canary, sinks = [] }: PipelineDashboardProps): void {
    if (canary === undefined || sinks.length === 0) return
    this.addRow(
      '6. Lake: age of the newest event that can be read, s',
      ...sinks.map(
        (sink) => (width: number) =>
          new cloudwatch.GraphWidget({
            width,
            title: sink.name,
            left: [canary.metricFreshness(sink.name, { period: Duration.minutes(5) })],
            leftAnnotations: [{ value: sink.freshnessSeconds, label: 'alarm', color: cloudwatch.Color.RED }],
            leftYAxis: { min: 0 },
          }),
      ),
    )
  }

  private addRow(title: string, ...widgets: readonly SizedWidget[]): void {
    this.dashboard.addWidgets(new cloudwatch.TextWidget({ markdown: `## ${title}`, width: COLUMNS, height: 1 }))
    const width = Math.max(6, Math.floor(COLUMNS / widgets.length))
    this.dashboard.addWidgets(...widgets.map((widget) => widget(width)))
  }
}

type SizedWidget = (width: number) => cloudwatch.IWidget

function graph(title: string, ...left: cloudwatch.IMetric[]): SizedWidget {
  return (width) => new cloudwatch.GraphWidget({ title, width, left, leftYAxis: { min: 0 } })
}

function found(search: string, statistic: string): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({ expression: `SEARCH('${search}', '${statistic}', 60)`, label: '' })
}

/** A search takes a name apart at its hyphens; each part has to be found. */
function words(name: string): string {
  return name.split('-').filter(Boolean).join(' ')
}
