import type { Agent, Tool } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { actingTask, isToAct, planningTask, taskText } from '../local-project/acting-task.js'
import type { LocalProject } from '../local-project/local-project.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { topicTools } from './tools.js'

const description =
  'Plans the Kafka topics and checks the plan against the cluster. Call it once the spec is ready, before every other step.'
/** What is added where a project can run on this machine. */
const acting = ' It can make them on this machine.'

export function createMskTopicAgent(model: ModelFactory, local?: LocalProject): Agent {
  return createAgent({ role: 'msk-topic', description, prompt, planner, tools: topicTools(local) }, model)
}

export function mskTopicTool(model: ModelFactory, local?: LocalProject): Tool {
  return agentTool({
    role: 'msk-topic',
    description: local === undefined ? description : description + acting,
    inputSchema: local === undefined ? planningTask : actingTask(['make_topics']),
    toPrompt: (input) => taskText(input, 'Plan the topics and check the plan.'),
    isToAct,
    createAgent: () => createMskTopicAgent(model, local),
  })
}
