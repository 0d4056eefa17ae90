import { Stack } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import { Alarms } from './alarms.js'
import type { CollectorObservabilityProps } from './observability-props.js'

/** Alarms and a dashboard for what stands between a client and Kafka. */
export class CollectorObservability extends Construct {
  readonly alarms: Alarms

  constructor(scope: Construct, id: string, props: CollectorObservabilityProps) {
    super(scope, id)
    this.alarms = new Alarms(this, 'Alarms', props)
    this.addAlarms(props)
    if (props.dashboardName !== undefined) this.addDashboard(props, props.dashboardName)
  }

  private addAlarms({ collector, loadBalancer }: CollectorObservabilityProps): void {
    const { cluster, service } = collector
    const events = `aws ecs describe-services --cluster ${cluster.clusterName} --services ${service.serviceName} --region ${Stack.of(this).region} --query 'services[0].events[:5]'`
    this.alarms.add('NoHealthyTargets', {
      metric: loadBalancer.healthyTargets.with({ statistic: cloudwatch.Stats.MINIMUM }),
      threshold: 1,
      below: true,
      minutes: 2,
      missing: cloudwatch.TreatMissingData.BREACHING,
      description: `No collector answers its health check: every event is refused. Start with: ${events}`,
    })
    this.alarms.add('UnhealthyTargets', {
      metric: loadBalancer.unhealthyTargets.with({ statistic: cloudwatch.Stats.MAXIMUM }),
      threshold: 0,
      minutes: 10,
      description: `A collector has failed its health check for 10 minutes. Start with: ${events}`,
    })
    this.alarms.add('Failures', {
      metric: loadBalancer.failures.with({ statistic: cloudwatch.Stats.SUM }),
      threshold: 10,
      minutes: 5,
      description: `${loadBalancer.failureMeaning}. Start with: aws logs tail ${collector.logGroup.logGroupName} --since 15m --region ${Stack.of(this).region}`,
    })
    this.alarms.add('CpuHigh', {
      metric: service.metricCpuUtilization({ statistic: cloudwatch.Stats.AVERAGE }),
      threshold: 85,
      minutes: 10,
      description: `Collectors are above 85 % CPU and scaling does not help: the most tasks allowed are running. Raise collector.tasks.max. See: ${events}`,
    })
  }

  private addDashboard({ collector, loadBalancer }: CollectorObservabilityProps, dashboardName: string): void {
    const graph = (title: string, ...left: cloudwatch.IMetric[]): cloudwatch.GraphWidget =>
      new cloudwatch.GraphWidget({ title, left, width: 12 })
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName })
    dashboard.addWidgets(new cloudwatch.AlarmStatusWidget({ width: 24, alarms: this.alarms.alarms }))
    dashboard.addWidgets(
      graph('Traffic', loadBalancer.traffic),
      graph('Failures', loadBalancer.failures),
      graph('Targets', loadBalancer.healthyTargets, loadBalancer.unhealthyTargets),
      graph('CPU and memory', collector.service.metricCpuUtilization(), collector.service.metricMemoryUtilization()),
    )
  }
}
