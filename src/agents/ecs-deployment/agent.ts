import type { Agent, InvokableTool, JSONValue } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { taskPrompt } from '../task.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { serviceTools } from './tools.js'

const description =
  'Sizes the ECS service: CPU, memory, tasks, scaling, disk, with formulas. Call it once the spec is ready.'
const inputSchema = z.object({
  request: z.string().max(2000).optional().describe('What to look at in particular, in words'),
})

export function createEcsDeploymentAgent(model: ModelFactory): Agent {
  return createAgent({ role: 'ecs-deployment', description, prompt, planner, tools: serviceTools() }, model)
}

export function ecsDeploymentTool(model: ModelFactory): InvokableTool<z.infer<typeof inputSchema>, JSONValue> {
  return agentTool({
    role: 'ecs-deployment',
    description,
    inputSchema,
    toPrompt: (input) => taskPrompt(input.request ?? 'Size the service.', input),
    createAgent: () => createEcsDeploymentAgent(model),
  })
}
