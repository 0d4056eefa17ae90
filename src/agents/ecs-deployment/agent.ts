import type { Agent, Tool } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { actingTask, isToAct, planningTask, taskText } from '../local-project/acting-task.js'
import type { LocalProject } from '../local-project/local-project.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { serviceTools } from './tools.js'

const description =
  'Sizes the ECS service: CPU, memory, tasks, scaling, disk, with formulas. Call it once the spec is ready.'
/** What is added where a project can run on this machine. */
const acting = ' It can start the collectors on this machine.'

export function createEcsDeploymentAgent(model: ModelFactory, local?: LocalProject): Agent {
  return createAgent({ role: 'ecs-deployment', description, prompt, planner, tools: serviceTools(local) }, model)
}

export function ecsDeploymentTool(model: ModelFactory, local?: LocalProject): Tool {
  return agentTool({
    role: 'ecs-deployment',
    description: local === undefined ? description : description + acting,
    inputSchema: local === undefined ? planningTask : actingTask(['start_collectors']),
    toPrompt: (input) => taskText(input, 'Size the service.'),
    isToAct,
    createAgent: () => createEcsDeploymentAgent(model, local),
  })
}
