import { Agent, NullConversationManager } from '@strands-agents/sdk'
import type { MessageData, Tool } from '@strands-agents/sdk'
import type { ModelFactory } from '../model/create-model.js'
import type { Planner } from '../model/offline/planner.js'
import { toolName } from './role.js'
import type { Role } from './role.js'

/** What makes one role different from the others. */
export interface AgentParts {
  readonly role: Role
  readonly description: string
  readonly prompt: string
  /** The role's rules where no language model is used. */
  readonly planner: Planner
  readonly tools: readonly Tool[]
  /** The conversation so far. @default - none */
  readonly messages?: readonly MessageData[]
}

/** A fresh agent with the settings that all nine share. */
export function createAgent(parts: AgentParts, model: ModelFactory): Agent {
  const name = toolName(parts.role)
  return new Agent({
    id: parts.role,
    name,
    description: parts.description,
    systemPrompt: parts.prompt,
    model: model({ name, planner: parts.planner }),
    tools: [...parts.tools],
    messages: [...(parts.messages ?? [])],
    // The SDK would print to the terminal, run tools side by side and drop what was said 40 messages ago.
    printer: false,
    toolExecutor: 'sequential',
    conversationManager: new NullConversationManager(),
  })
}
