import type { Agent, Tool } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { actingTask, isToAct, planningTask, taskText } from '../local-project/acting-task.js'
import type { LocalProject } from '../local-project/local-project.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { securityTools } from './tools.js'

const description =
  'Lists every security-group rule and IAM statement with its reason, and proves from synthesized templates that events get through. Call it once the spec is ready.'
/** What is added where a project can run on this machine. */
const acting = ' It can prove that from templates that it synthesizes.'

export function createSecurityConfigAgent(model: ModelFactory, local?: LocalProject): Agent {
  return createAgent({ role: 'security-config', description, prompt, planner, tools: securityTools(local) }, model)
}

export function securityConfigTool(model: ModelFactory, local?: LocalProject): Tool {
  return agentTool({
    role: 'security-config',
    description: local === undefined ? description : description + acting,
    inputSchema: local === undefined ? planningTask : actingTask(['check_security']),
    toPrompt: (input) => taskText(input, 'List what is permitted and prove that events get through.'),
    isToAct,
    createAgent: () => createSecurityConfigAgent(model, local),
  })
}
