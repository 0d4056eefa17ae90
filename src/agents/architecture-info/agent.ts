import type { Agent, InvokableTool, JSONValue } from '@strands-agents/sdk'
import { z } from 'zod'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { taskPrompt } from '../task.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { SUBJECTS } from './subjects.js'
import type { Subject } from './subjects.js'
import { architectureTools } from './tools.js'

const description =
  'Explains the solution, compares nginx-lua with nginx-vector for the load, recommends one, judges managed AWS parts, gives guidance. May be called before the spec is ready.'
const inputSchema = z.object({
  subjects: z
    .array(z.enum(Object.keys(SUBJECTS) as [Subject, ...Subject[]]))
    .min(1)
    .max(5)
    .describe('What to answer, in this order'),
  request: z.string().max(2000).optional().describe('What to look at in particular, in words'),
})

export function createArchitectureInfoAgent(model: ModelFactory): Agent {
  return createAgent({ role: 'architecture-info', description, prompt, planner, tools: architectureTools() }, model)
}

export function architectureInfoTool(model: ModelFactory): InvokableTool<z.infer<typeof inputSchema>, JSONValue> {
  return agentTool({
    role: 'architecture-info',
    description,
    inputSchema,
    toPrompt: (input) => taskPrompt(input.request ?? `Answer on: ${input.subjects.join(', ')}.`, input),
    createAgent: () => createArchitectureInfoAgent(model),
  })
}
