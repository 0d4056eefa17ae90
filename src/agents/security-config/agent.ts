import type { Agent, InvokableTool, JSONValue } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { taskPrompt } from '../task.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { securityTools } from './tools.js'

const description =
  'Lists every security-group rule and IAM statement with its reason, and proves from synthesized templates that events get through. Call it once the spec is ready.'
const inputSchema = z.object({
  request: z.string().max(2000).optional().describe('What to look at in particular, in words'),
})

export function createSecurityConfigAgent(model: ModelFactory): Agent {
  return createAgent({ role: 'security-config', description, prompt, planner, tools: securityTools() }, model)
}

export function securityConfigTool(model: ModelFactory): InvokableTool<z.infer<typeof inputSchema>, JSONValue> {
  return agentTool({
    role: 'security-config',
    description,
    inputSchema,
    toPrompt: (input) =>
      taskPrompt(input.request ?? 'List what is permitted and prove that events get through.', input),
    createAgent: () => createSecurityConfigAgent(model),
  })
}
