import { CfnOutput, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import {
  ClickstreamEnvironment,
  ClickstreamVpcEndpoints,
  CollectorApplicationLoadBalancer,
  CollectorObservability,
  CollectorService,
  EventCanary,
  PipelineDashboard,
  type ClickstreamStackProps,
} from 'clickstream-agents/constructs'

/** nginx + Vector on Fargate behind an application load balancer: Vector transforms events on their way to Kafka. */
export class VectorIngestionStack extends Stack {
  constructor(scope: Construct, id: string, props: ClickstreamStackProps) {
    super(scope, id, props)
    const { collector, network, observability, platform } = props.spec
    const environment = new ClickstreamEnvironment(this, props)
    const { vpc, kafka } = environment

    const service = new CollectorService(this, 'Collector', {
      vpc,
      kafka,
      subnets: environment.taskSubnets,
      containers: environment.containers,
      cpu: collector.tasks.cpu,
      memoryMiB: collector.tasks.memoryMiB,
      architecture: collector.tasks.architecture,
      minTasks: collector.tasks.min,
      maxTasks: collector.tasks.max,
      spot: collector.tasks.spot,
      cluster: environment.ecsCluster,
      encryptionKey: environment.encryptionKey,
      logRetention: observability.logRetentionDays,
    })
    kafka.grantProduce(service.taskRole, environment.eventTopics)
    kafka.allowFrom(this, service.securityGroup, 'Events from the collectors to Kafka')

    const loadBalancer = new CollectorApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      collector: service,
      subnets: environment.loadBalancerSubnets,
      ...environment.address,
      requestsPerTask: environment.requestsPerTask,
      requestsPerAddress: network.wafRequestsPerFiveMinutes,
      paths: collector.paths,
    })

    const { canary: planned, collectors, dashboard } = environment.watch
    const way = { collector: service, loadBalancer: loadBalancer.metrics }
    const { alarms } = new CollectorObservability(this, 'Observability', { ...collectors, ...way })
    const url = `${loadBalancer.url(network.domainName)}${collector.paths[0]}`
    const canary = planned && new EventCanary(this, 'Canary', { ...planned, url, alarms })
    const shown = { ...dashboard, ...way, canary, alarms: alarms.alarms }
    if (observability.dashboard) new PipelineDashboard(this, 'Dashboard', shown)
    if (platform.vpcEndpoints) new ClickstreamVpcEndpoints(this, 'Endpoints', environment.endpoints)
    new CfnOutput(this, 'CollectorEndpoint', { value: loadBalancer.url(network.domainName) })
  }
}
