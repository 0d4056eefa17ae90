import * as ecs from 'aws-cdk-lib/aws-ecs'
import { CollectorService } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, vpc, kafka, bucket } = existing('CollectorService')

// snippet
const collector = new CollectorService(stack, 'Collector', {
  vpc,
  kafka,
  subnets: { subnets: vpc.privateSubnets },
  containers: [
    {
      name: 'collector',
      image: ecs.ContainerImage.fromRegistry('registry.example.com/my-collector:1.4.2'),
      port: 8802,
      healthCommand: ['CMD', '/health.sh'],
      userId: 10001,
      volumes: [{ name: 'spool', path: '/var/spool/collector' }],
      secrets: ['KAFKA_BROKERS'],
    },
  ],
  backup: { bucket, prefix: 'backup' },
  minTasks: 3,
  spot: true,
})
kafka.grantProduce(collector.taskRole, ['app_logs'])
kafka.allowFrom(stack, collector.securityGroup, 'Events from the collectors to Kafka')
// end
