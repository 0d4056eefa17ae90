import type { Agent, Tool } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { actingTask, isToAct, planningTask, taskText } from '../local-project/acting-task.js'
import type { LocalProject } from '../local-project/local-project.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { wantedRehearsal } from './rehearse-tool.js'
import { testTools } from './tools.js'

const description =
  'Plans the end-to-end traffic test: numbered, marked events and how they are counted. Call it last, once the spec is ready.'
/** What is added where a project can run on this machine. */
const acting = ' On this machine it can rehearse: run the whole project and account for every event that it sends.'
/** What it is asked there; the rest is for rehearse. */
const task = actingTask(['rehearse']).extend(wantedRehearsal.shape)

export function createTestingAgent(model: ModelFactory, local?: LocalProject): Agent {
  return createAgent({ role: 'testing', description, prompt, planner, tools: testTools(local) }, model)
}

export function testingTool(model: ModelFactory, local?: LocalProject): Tool {
  return agentTool({
    role: 'testing',
    description: local === undefined ? description : description + acting,
    inputSchema: local === undefined ? planningTask : task,
    toPrompt: (input) => taskText(input, 'Plan the traffic test.'),
    isToAct,
    createAgent: () => createTestingAgent(model, local),
  })
}
