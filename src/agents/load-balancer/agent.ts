import type { Agent, Tool } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { actingTask, isToAct, planningTask, taskText } from '../local-project/acting-task.js'
import type { LocalProject } from '../local-project/local-project.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { loadBalancerTools } from './tools.js'

const description =
  'Plans the load balancer: kind, listeners, target group, health check. Call it once the spec is ready.'
/** What is added where a project can run on this machine. */
const acting = ' It can prove that from synthesized templates.'

export function createLoadBalancerAgent(model: ModelFactory, local?: LocalProject): Agent {
  return createAgent({ role: 'load-balancer', description, prompt, planner, tools: loadBalancerTools(local) }, model)
}

export function loadBalancerTool(model: ModelFactory, local?: LocalProject): Tool {
  return agentTool({
    role: 'load-balancer',
    description: local === undefined ? description : description + acting,
    inputSchema: local === undefined ? planningTask : actingTask(['check_load_balancer']),
    toPrompt: (input) => taskText(input, 'Plan the load balancer.'),
    isToAct,
    createAgent: () => createLoadBalancerAgent(model, local),
  })
}
