import type { Question, Statement } from '../../spec/index.js'
import type { Workspace } from '../workspace.js'
import { actingPrompt, prompt } from './prompt.js'

/** What the orchestrator is told of the conversation on every turn, so that nothing depends on the chat history. */
export interface ConversationState {
  readonly turns: readonly string[]
  readonly statements: readonly Statement[]
  readonly questions: readonly Question[]
  readonly ready: boolean
  /** Whether every specialist has worked on this spec. */
  readonly planned: boolean
  /** Whether a ready spec goes to the specialists in this turn. */
  readonly handOver: boolean
}

const OPEN = '<state>'
const CLOSE = '</state>'

export function stateOf(workspace: Workspace): ConversationState {
  const { questions, ready } = workspace.result()
  return {
    turns: workspace.turns(),
    statements: workspace.statements(),
    questions,
    ready,
    planned: workspace.planned(),
    handOver: workspace.handOver,
  }
}

/** The orchestrator's instructions with the state at their end; `acts`: the project can be run on this machine. */
export function promptWith(state: ConversationState, acts = false): string {
  // Escaped, so that no turn can end the block or open one of its own.
  return `${prompt}${acts ? `\n\n${actingPrompt}` : ''}\n\n${OPEN}\n${JSON.stringify(state).replaceAll('<', '\\u003c')}\n${CLOSE}`
}

/** The state out of such instructions. Throws where there is none. */
export function readState(systemPrompt: string): ConversationState {
  const start = systemPrompt.lastIndexOf(OPEN)
  const end = systemPrompt.lastIndexOf(CLOSE)
  if (start < 0 || end < start) throw new Error('the instructions hold no state of the conversation')
  return JSON.parse(systemPrompt.slice(start + OPEN.length, end)) as ConversationState
}
