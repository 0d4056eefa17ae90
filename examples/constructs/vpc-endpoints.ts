import { ClickstreamVpcEndpoints } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, vpc } = existing('VpcEndpoints')

// snippet
new ClickstreamVpcEndpoints(stack, 'Endpoints', {
  vpc,
  subnets: { subnets: vpc.privateSubnets },
  services: ['ecr.api', 'ecr.dkr', 'logs', 's3', 'ssm', 'glue'],
})
// end
