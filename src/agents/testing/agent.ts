import type { Agent, InvokableTool, JSONValue } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { taskPrompt } from '../task.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { testTools } from './tools.js'

const description =
  'Plans the end-to-end traffic test: numbered, marked events and how they are counted. Call it last, once the spec is ready.'
const inputSchema = z.object({
  request: z.string().max(2000).optional().describe('What to look at in particular, in words'),
})

export function createTestingAgent(model: ModelFactory): Agent {
  return createAgent({ role: 'testing', description, prompt, planner, tools: testTools() }, model)
}

export function testingTool(model: ModelFactory): InvokableTool<z.infer<typeof inputSchema>, JSONValue> {
  return agentTool({
    role: 'testing',
    description,
    inputSchema,
    toPrompt: (input) => taskPrompt(input.request ?? 'Plan the traffic test.', input),
    createAgent: () => createTestingAgent(model),
  })
}
