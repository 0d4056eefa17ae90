import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import type { LocalProject } from '../local-project/local-project.js'
import { stepTool } from '../local-project/step-tool.js'
import { workspaceTool } from '../workspace-tool.js'
import { loadBalancerPlan } from './plan.js'

export function loadBalancerTools(local?: LocalProject): Tool[] {
  return [
    workspaceTool({
      role: 'load-balancer',
      name: 'plan_load_balancer',
      description: 'Kind, scheme, listeners, target group, health check and warnings of the load balancer.',
      inputSchema: z.object({}),
      run: (workspace) => loadBalancerPlan(workspace.spec()),
    }),
    ...(local === undefined
      ? []
      : [
          stepTool(local, {
            role: 'load-balancer',
            name: 'check_load_balancer',
            step: 'load-balancer',
            description:
              'Synthesizes the project and proves from its templates that clients get through the load balancer to the tasks.',
          }),
        ]),
  ]
}
