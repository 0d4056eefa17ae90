import { Resource, type IResource } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as iam from 'aws-cdk-lib/aws-iam'

/** A connector on MSK Connect, made here or elsewhere. */
export interface IKafkaConnector extends IResource {
  /** @attribute */
  readonly connectorArn: string

  /** @attribute */
  readonly connectorName: string

  /** Lets `grantee` do these actions, such as `kafkaconnect:PauseConnector`, with this connector alone. */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant

  /** Lets `grantee` see state, configuration and past operations. */
  grantDescribe(grantee: iam.IGrantable): iam.Grant

  /** Lets `grantee` see, update, pause, resume and restart the connector, and not delete it. */
  grantManage(grantee: iam.IGrantable): iam.Grant

  /** A metric that MSK Connect publishes for this connector. */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Tasks that run; 0 means that nothing is stored. */
  metricRunningTaskCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Tasks that have failed and wait for somebody. */
  metricErroredTaskCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Workers that run. */
  metricWorkerCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** CPU of the workers, in percent. */
  metricCpuUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Memory of the workers, in percent; a JVM seldom gives any back. */
  metricMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Records a second that a sink's tasks take from Kafka. */
  metricSinkRecordReadRate(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Records a second that leave a sink's transforms for the destination. */
  metricSinkRecordSendRate(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Bytes a second that a sink's consumers take from Kafka. */
  metricSinkConsumerByteRate(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Records a second that a source's tasks get. */
  metricSourceRecordPollRate(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Records a second that a source's tasks write to Kafka. */
  metricSourceRecordWriteRate(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Rebalances so far. */
  metricRebalanceCompletedTotal(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Average time of a rebalance, in milliseconds. */
  metricRebalanceTimeAvg(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Longest time of a rebalance, in milliseconds. */
  metricRebalanceTimeMax(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Time since the last rebalance, in milliseconds. */
  metricRebalanceTimeSinceLast(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Task starts so far. */
  metricTaskStartupAttemptsTotal(props?: cloudwatch.MetricOptions): cloudwatch.Metric

  /** Task starts that succeeded, in percent. */
  metricTaskStartupSuccessPercentage(props?: cloudwatch.MetricOptions): cloudwatch.Metric
}

const { AVERAGE, MAXIMUM, MINIMUM } = cloudwatch.Stats

/** Metrics and grants. Source of the metrics' names: MSK developer guide, "Monitoring Amazon MSK Connect", read 2026-11. */
export abstract class KafkaConnectorBase extends Resource implements IKafkaConnector {
  abstract readonly connectorArn: string
  abstract readonly connectorName: string

  metricRunningTaskCount = this.published('RunningTaskCount', MINIMUM)
  metricErroredTaskCount = this.published('ErroredTaskCount', MAXIMUM)
  metricWorkerCount = this.published('WorkerCount', AVERAGE)
  metricCpuUtilization = this.published('CpuUtilization', AVERAGE)
  metricMemoryUtilization = this.published('MemoryUtilization', AVERAGE)
  metricSinkRecordReadRate = this.published('SinkRecordReadRate', AVERAGE)
  metricSinkRecordSendRate = this.published('SinkRecordSendRate', AVERAGE)
  metricSinkConsumerByteRate = this.published('SinkConsumerByteRate', AVERAGE)
  metricSourceRecordPollRate = this.published('SourceRecordPollRate', AVERAGE)
  metricSourceRecordWriteRate = this.published('SourceRecordWriteRate', AVERAGE)
  metricRebalanceCompletedTotal = this.published('RebalanceCompletedTotal', MAXIMUM)
  metricRebalanceTimeAvg = this.published('RebalanceTimeAvg', AVERAGE)
  metricRebalanceTimeMax = this.published('RebalanceTimeMax', MAXIMUM)
  metricRebalanceTimeSinceLast = this.published('RebalanceTimeSinceLast', MAXIMUM)
  metricTaskStartupAttemptsTotal = this.published('TaskStartupAttemptsTotal', MAXIMUM)
  metricTaskStartupSuccessPercentage = this.published('TaskStartupSuccessPercentage', AVERAGE)

  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/KafkaConnect',
      metricName,
      dimensionsMap: { ConnectorName: this.connectorName },
      ...props,
    })
  }

  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.connectorArn] })
  }

  grantDescribe(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, 'kafkaconnect:DescribeConnector', 'kafkaconnect:ListConnectorOperations')
  }

  grantManage(grantee: iam.IGrantable): iam.Grant {
    return this.grant(
      grantee,
      'kafkaconnect:DescribeConnector',
      'kafkaconnect:ListConnectorOperations',
      'kafkaconnect:PauseConnector',
      'kafkaconnect:RestartConnector',
      'kafkaconnect:ResumeConnector',
      'kafkaconnect:UpdateConnector',
    )
  }

  private published(metricName: string, statistic: string): (props?: cloudwatch.MetricOptions) => cloudwatch.Metric {
    return (props) => this.metric(metricName, { statistic, ...props })
  }
}
