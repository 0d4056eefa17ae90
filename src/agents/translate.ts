import type { AgentStreamEvent } from '@strands-agents/sdk'
import type { AgentEvent } from './events.js'
import { plain } from './json.js'
import type { Role } from './role.js'

const TYPES: ReadonlySet<unknown> = new Set<AgentEvent['type']>(['text', 'call', 'answer', 'contribution'])

/** What an SDK event means to somebody who watches; most of them (60 in a small run) mean nothing. */
export function translate(event: AgentStreamEvent, agent: Role): AgentEvent | undefined {
  switch (event.type) {
    case 'modelStreamUpdateEvent': {
      const update = event.event
      if (update.type !== 'modelContentBlockDeltaEvent' || update.delta.type !== 'textDelta') return undefined
      return { type: 'text', agent, delta: update.delta.text }
    }
    case 'beforeToolCallEvent':
      return { type: 'call', agent, tool: event.toolUse.name, input: plain(event.toolUse.input) }
    case 'afterToolCallEvent':
      return { type: 'answer', agent, tool: event.toolUse.name, ok: event.result.status === 'success' }
    case 'toolStreamUpdateEvent':
      return isAgentEvent(event.event.data) ? event.event.data : undefined
    default:
      return undefined
  }
}

function isAgentEvent(data: unknown): data is AgentEvent {
  return typeof data === 'object' && data !== null && 'type' in data && TYPES.has(data.type)
}
