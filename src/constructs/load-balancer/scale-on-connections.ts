import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { ICollectorService } from '../collector-service/collector-service-props.js'
import { SCALING_COOLDOWNS } from '../collector-service/collector-service.js'

/**
 * Scales on new connections a minute and task. A network load balancer has no such metric of its own, so it is the new flows
 * divided by the running tasks, which are the samples of the service's CPU (Amazon ECS Developer Guide, "Service utilization").
 */
export function scaleOnConnections(
  scope: Construct,
  { cluster, service, scaling: tasks }: ICollectorService,
  flows: cloudwatch.Metric,
  perTask: number,
): void {
  const policy = new scaling.CfnScalingPolicy(scope, 'ConnectionScaling', {
    policyName: 'new-connections-per-task',
    policyType: 'TargetTrackingScaling',
    resourceId: `service/${cluster.clusterName}/${service.serviceName}`,
    scalableDimension: 'ecs:service:DesiredCount',
    serviceNamespace: 'ecs',
    targetTrackingScalingPolicyConfiguration: {
      targetValue: perTask,
      scaleOutCooldown: SCALING_COOLDOWNS.scaleOutCooldown.toSeconds(),
      scaleInCooldown: SCALING_COOLDOWNS.scaleInCooldown.toSeconds(),
      customizedMetricSpecification: {
        metrics: [
          queried('flows', flows.with({ statistic: 'Sum' })),
          queried('tasks', service.metricCpuUtilization({ statistic: 'SampleCount' })),
          // No traffic is no data, and no data would keep the CPU's policy from scaling in.
          {
            id: 'perTask',
            expression: 'FILL(flows, 0) / tasks',
            label: 'New connections a minute and task',
            returnData: true,
          },
        ],
      },
    },
  })
  policy.node.addDependency(tasks)
}

function queried(
  id: string,
  metric: cloudwatch.Metric,
): scaling.CfnScalingPolicy.TargetTrackingMetricDataQueryProperty {
  const dimensions = Object.entries(metric.dimensions ?? {})
  return {
    id,
    returnData: false,
    metricStat: {
      stat: metric.statistic,
      metric: {
        namespace: metric.namespace,
        metricName: metric.metricName,
        dimensions: dimensions.map(([name, value]) => ({ name, value: String(value) })),
      },
    },
  }
}
