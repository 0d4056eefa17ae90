import { Stack } from 'aws-cdk-lib/core'
import type * as ecs from 'aws-cdk-lib/aws-ecs'
import * as iam from 'aws-cdk-lib/aws-iam'
import { RUNTIME_NAMES } from './backup-rights.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'

/** Lets tasks of a cluster protect themselves from scale-in, through the agent of ECS, while they hold events that Kafka does not have. */
export function grantTaskProtection(role: iam.IRole, cluster: ecs.ICluster): void {
  const tasks = Stack.of(role).formatArn({ service: 'ecs', resource: 'task', resourceName: `${cluster.clusterName}/*` })
  role.addToPrincipalPolicy(
    new iam.PolicyStatement({ actions: ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'], resources: [tasks] }),
  )
  acknowledgeWildcard(role, tasks, RUNTIME_NAMES)
}
