import type { Agent, Tool } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { actingTask, isToAct, planningTask, taskText } from '../local-project/acting-task.js'
import type { LocalProject } from '../local-project/local-project.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { imageTools } from './tools.js'

const description =
  'Says which container images are rendered, built and pushed, and which promises are not kept yet. Call it once the spec is ready.'
/** What is added where a project can run on this machine. */
const acting = ' It can prepare them on this machine.'

export function createImageBuilderAgent(model: ModelFactory, local?: LocalProject): Agent {
  return createAgent({ role: 'image-builder', description, prompt, planner, tools: imageTools(local) }, model)
}

export function imageBuilderTool(model: ModelFactory, local?: LocalProject): Tool {
  return agentTool({
    role: 'image-builder',
    description: local === undefined ? description : description + acting,
    inputSchema: local === undefined ? planningTask : actingTask(['build_images']),
    toPrompt: (input) => taskText(input, 'Plan the images.'),
    isToAct,
    createAgent: () => createImageBuilderAgent(model, local),
  })
}
