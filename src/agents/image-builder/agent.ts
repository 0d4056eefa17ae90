import type { Agent, InvokableTool, JSONValue } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { taskPrompt } from '../task.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { imageTools } from './tools.js'

const description =
  'Says which container images are rendered, built and pushed, and which promises are not kept yet. Call it once the spec is ready.'
const inputSchema = z.object({
  request: z.string().max(2000).optional().describe('What to look at in particular, in words'),
})

export function createImageBuilderAgent(model: ModelFactory): Agent {
  return createAgent({ role: 'image-builder', description, prompt, planner, tools: imageTools() }, model)
}

export function imageBuilderTool(model: ModelFactory): InvokableTool<z.infer<typeof inputSchema>, JSONValue> {
  return agentTool({
    role: 'image-builder',
    description,
    inputSchema,
    toPrompt: (input) => taskPrompt(input.request ?? 'Plan the images.', input),
    createAgent: () => createImageBuilderAgent(model),
  })
}
