import type { Agent, Tool } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { agentTool } from '../agent-tool.js'
import { createAgent } from '../create-agent.js'
import { actingTask, isToAct, planningTask, taskText } from '../local-project/acting-task.js'
import type { LocalProject } from '../local-project/local-project.js'
import { planner } from './planner.js'
import { prompt } from './prompt.js'
import { wantedEvents } from './acting-tools.js'
import { connectorTools } from './tools.js'

const description =
  'Plans the MSK Connect connectors to S3 JSON and Iceberg with their exact configuration. Call it once the spec is ready.'
/** What is added where a project can run on this machine. */
const acting =
  ' On this machine it can start them, say how each is and why one failed (connector_status), and show the newest events that a sink has stored (last_events).'
/** What it is asked there; the rest is for last_events. */
const task = actingTask(['start_connectors', 'connector_status', 'last_events']).extend(wantedEvents.shape)

export function createDataConnectorAgent(model: ModelFactory, local?: LocalProject): Agent {
  return createAgent({ role: 'data-connector', description, prompt, planner, tools: connectorTools(local) }, model)
}

export function dataConnectorTool(model: ModelFactory, local?: LocalProject): Tool {
  return agentTool({
    role: 'data-connector',
    description: local === undefined ? description : description + acting,
    inputSchema: local === undefined ? planningTask : task,
    toPrompt: (input) => taskText(input, 'Plan the connectors.'),
    isToAct,
    createAgent: () => createDataConnectorAgent(model, local),
  })
}
