import type { Agent, InvokableTool, JSONValue } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { taskPrompt } from '../task.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { topicTools } from './tools.js'

const description =
  'Plans the Kafka topics and checks the plan against the cluster. Call it once the spec is ready, before every other step.'
const inputSchema = z.object({
  request: z.string().max(2000).optional().describe('What to look at in particular, in words'),
})

export function createMskTopicAgent(model: ModelFactory): Agent {
  return createAgent({ role: 'msk-topic', description, prompt, planner, tools: topicTools() }, model)
}

export function mskTopicTool(model: ModelFactory): InvokableTool<z.infer<typeof inputSchema>, JSONValue> {
  return agentTool({
    role: 'msk-topic',
    description,
    inputSchema,
    toPrompt: (input) => taskPrompt(input.request ?? 'Plan the topics and check the plan.', input),
    createAgent: () => createMskTopicAgent(model),
  })
}
