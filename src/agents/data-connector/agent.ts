import type { Agent, InvokableTool, JSONValue } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { taskPrompt } from '../task.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { connectorTools } from './tools.js'

const description =
  'Plans the MSK Connect connectors to S3 JSON and Iceberg with their exact configuration. Call it once the spec is ready.'
const inputSchema = z.object({
  request: z.string().max(2000).optional().describe('What to look at in particular, in words'),
})

export function createDataConnectorAgent(model: ModelFactory): Agent {
  return createAgent({ role: 'data-connector', description, prompt, planner, tools: connectorTools() }, model)
}

export function dataConnectorTool(model: ModelFactory): InvokableTool<z.infer<typeof inputSchema>, JSONValue> {
  return agentTool({
    role: 'data-connector',
    description,
    inputSchema,
    toPrompt: (input) => taskPrompt(input.request ?? 'Plan the connectors.', input),
    createAgent: () => createDataConnectorAgent(model),
  })
}
