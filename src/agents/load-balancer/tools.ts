import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { workspaceTool } from '../workspace-tool.js'
import { loadBalancerPlan } from './plan.js'

export function loadBalancerTools(): Tool[] {
  return [
    workspaceTool({
      role: 'load-balancer',
      name: 'plan_load_balancer',
      description: 'Kind, scheme, listeners, target group, health check and warnings of the load balancer.',
      inputSchema: z.object({}),
      run: (workspace) => loadBalancerPlan(workspace.spec()),
    }),
  ]
}
