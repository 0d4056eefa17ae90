import type { MessageKind, Reporter } from '../report/index.js'
import type { AgentEvent, Contribution } from './events.js'

/** An agent calls a tool. */
export const AGENT_CALLS: MessageKind<{ agent: string; tool: string }> = {
  code: 'AGENT_I1000',
  level: 'progress',
  text: ({ agent, tool }) => `${agent} → ${tool}`,
}

/** A tool refused or failed; the agent goes on with the reason. */
export const AGENT_REFUSED: MessageKind<{ agent: string; tool: string }> = {
  code: 'AGENT_W1001',
  level: 'warning',
  text: ({ agent, tool }) => `${agent}: ${tool} refused`,
}

/** A specialist has finished. */
export const AGENT_CONTRIBUTED: MessageKind<Contribution> = {
  code: 'AGENT_I1002',
  level: 'info',
  text: ({ agent, text }, style) => `${style.bold(agent)}\n${text}`,
}

/** Reports what happened; pieces of text are left to whoever shows the conversation. */
export function reportEvent(reporter: Reporter, event: AgentEvent): void {
  if (event.type === 'call') reporter.report(AGENT_CALLS, { agent: event.agent, tool: event.tool })
  if (event.type === 'answer' && !event.ok) reporter.report(AGENT_REFUSED, { agent: event.agent, tool: event.tool })
  if (event.type === 'contribution') reporter.report(AGENT_CONTRIBUTED, event.contribution)
}
