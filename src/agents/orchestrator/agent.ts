import type { Agent, MessageData } from '@strands-agents/sdk'
import type { ModelFactory } from '../../model/create-model.js'
import { architectureInfoTool } from '../architecture-info/agent.js'
import { createAgent } from '../create-agent.js'
import { dataConnectorTool } from '../data-connector/agent.js'
import { ecsDeploymentTool } from '../ecs-deployment/agent.js'
import { imageBuilderTool } from '../image-builder/agent.js'
import { loadBalancerTool } from '../load-balancer/agent.js'
import { mskTopicTool } from '../msk-topic/agent.js'
import { securityConfigTool } from '../security-config/agent.js'
import { testingTool } from '../testing/agent.js'
import { planner } from './planner.js'
import { promptWith } from './state.js'
import type { ConversationState } from './state.js'
import { orchestratorTools } from './tools.js'

/** The orchestrator with its eight specialists as tools, told what the conversation has come to. */
export function createOrchestratorAgent(
  model: ModelFactory,
  state: ConversationState,
  messages: readonly MessageData[],
): Agent {
  return createAgent(
    {
      role: 'orchestrator',
      description: 'Talks with the customer, fills in the spec and hands work to the specialists.',
      prompt: promptWith(state),
      planner,
      messages,
      tools: [
        ...orchestratorTools(),
        architectureInfoTool(model),
        mskTopicTool(model),
        imageBuilderTool(model),
        ecsDeploymentTool(model),
        loadBalancerTool(model),
        securityConfigTool(model),
        dataConnectorTool(model),
        testingTool(model),
      ],
    },
    model,
  )
}
