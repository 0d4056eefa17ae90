import * as acm from 'aws-cdk-lib/aws-certificatemanager'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import { CollectorNetworkLoadBalancer, CollectorService } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, vpc, kafka } = existing('LoadBalancer')
const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555'
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
    },
  ],
})

// snippet
const endpoint = new CollectorNetworkLoadBalancer(stack, 'Endpoint', {
  vpc,
  collector,
  subnets: { subnets: vpc.publicSubnets },
  internetFacing: true,
  certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', certificateArn),
})
stack.exportValue(endpoint.loadBalancer.loadBalancerDnsName)
// end
