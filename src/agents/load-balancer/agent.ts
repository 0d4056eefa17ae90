import type { Agent, InvokableTool, JSONValue } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { taskPrompt } from '../task.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { loadBalancerTools } from './tools.js'

const description =
  'Plans the load balancer: kind, listeners, target group, health check. Call it once the spec is ready.'
const inputSchema = z.object({
  request: z.string().max(2000).optional().describe('What to look at in particular, in words'),
})

export function createLoadBalancerAgent(model: ModelFactory): Agent {
  return createAgent({ role: 'load-balancer', description, prompt, planner, tools: loadBalancerTools() }, model)
}

export function loadBalancerTool(model: ModelFactory): InvokableTool<z.infer<typeof inputSchema>, JSONValue> {
  return agentTool({
    role: 'load-balancer',
    description,
    inputSchema,
    toPrompt: (input) => taskPrompt(input.request ?? 'Plan the load balancer.', input),
    createAgent: () => createLoadBalancerAgent(model),
  })
}
