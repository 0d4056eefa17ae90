import { Stack } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import { Alarms } from './alarms.js'
import type { ConnectorObservabilityProps } from './observability-props.js'

/** Alarms and a dashboard for what stands between Kafka and the lake. */
export class ConnectorObservability extends Construct {
  readonly alarms: Alarms

  constructor(scope: Construct, id: string, props: ConnectorObservabilityProps) {
    super(scope, id)
    this.alarms = new Alarms(this, 'Alarms', props)
    for (const connector of props.connectors) {
      const id = connector.node.path.split('/').at(-2) ?? connector.connectorName
      const first = `aws logs tail ${connector.logGroup.logGroupName} --since 15m --region ${Stack.of(this).region}`
      this.alarms.add(`${id}-NotRunning`, {
        metric: connector.metricRunningTaskCount(),
        threshold: 1,
        below: true,
        minutes: 5,
        missing: cloudwatch.TreatMissingData.BREACHING,
        description: `No task of ${connector.connectorName} runs: nothing is stored, and Kafka keeps events until their retention ends. Start with: ${first}`,
      })
      this.alarms.add(`${id}-Errored`, {
        metric: connector.metricErroredTaskCount(),
        threshold: 0,
        minutes: 5,
        description: `A task of ${connector.connectorName} has failed and stays so until somebody restarts it. Start with: ${first}`,
      })
    }
    if (props.dashboardName !== undefined) this.addDashboard(props, props.dashboardName)
  }

  private addDashboard({ connectors }: ConnectorObservabilityProps, dashboardName: string): void {
    const graph = (title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget =>
      new cloudwatch.GraphWidget({ title, left, width: 12 })
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName })
    dashboard.addWidgets(new cloudwatch.AlarmStatusWidget({ width: 24, alarms: this.alarms.alarms }))
    dashboard.addWidgets(
      graph(
        'Records read from Kafka, a second',
        connectors.map((connector) => connector.metricSinkRecordReadRate({ label: connector.connectorName })),
      ),
      graph(
        'Running tasks',
        connectors.map((connector) => connector.metricRunningTaskCount({ label: connector.connectorName })),
      ),
    )
  }
}
