import * as iam from 'aws-cdk-lib/aws-iam'
import { RoleConventions } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack } = existing('Platform')
new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') })

// snippet
RoleConventions.apply(stack, {
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
  rolePrefix: 'lz-',
})
// end
