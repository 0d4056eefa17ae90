import type { Agent, MessageData } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { architectureInfoTool } from '../architecture-info/agent.js'
import { createAgent } from '../create-agent.js'
import { dataConnectorTool } from '../data-connector/agent.js'
import { ecsDeploymentTool } from '../ecs-deployment/agent.js'
import { imageBuilderTool } from '../image-builder/agent.js'
import { loadBalancerTool } from '../load-balancer/agent.js'
import type { LocalProject } from '../local-project/local-project.js'
import { mskTopicTool } from '../msk-topic/agent.js'
import { securityConfigTool } from '../security-config/agent.js'
import { testingTool } from '../testing/agent.js'
import { localTools } from './local-tools.js'
import { planner } from './planner.js'
import { promptWith } from './state.js'
import type { ConversationState } from './state.js'
import { orchestratorTools } from './tools.js'

/** The orchestrator with its eight specialists as tools, told what the conversation has come to. */
export function createOrchestratorAgent(
  model: ModelFactory,
  state: ConversationState,
  messages: readonly MessageData[],
  local?: LocalProject,
): Agent {
  return createAgent(
    {
      role: 'orchestrator',
      description: 'Talks with the customer, fills in the spec and hands work to the specialists.',
      prompt: promptWith(state, local !== undefined),
      planner,
      messages,
      tools: [
        ...orchestratorTools(),
        ...(local === undefined ? [] : localTools(local)),
        architectureInfoTool(model),
        mskTopicTool(model, local),
        imageBuilderTool(model, local),
        ecsDeploymentTool(model, local),
        loadBalancerTool(model, local),
        securityConfigTool(model, local),
        dataConnectorTool(model, local),
        testingTool(model, local),
      ],
    },
    model,
  )
}
