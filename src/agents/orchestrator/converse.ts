import type { AgentResult, MessageData } from '@strands-agents/sdk'
import { ClickstreamError } from '../../errors.js'
import type { ModelFactory } from '../../model/create-model.js'
import type { AgentEvent } from '../events.js'
import { translate } from '../translate.js'
import type { Workspace } from '../workspace.js'
import { createOrchestratorAgent } from './agent.js'
import { stateOf } from './state.js'

/** Model calls that the orchestrator may make for one turn; with the offline model it makes three. */
const ORCHESTRATOR_TURNS = 16

/** One turn with its answer. */
export interface Exchange {
  readonly turn: string
  readonly answer: string
}

export interface ConverseOptions {
  readonly model: ModelFactory
  readonly workspace: Workspace
  /** The conversation before this turn. */
  readonly before: readonly Exchange[]
  /** What was said now; it is part of the workspace's draft already. */
  readonly turn: string
  readonly signal?: AbortSignal
}

/**
 * Lets the agents work on one turn; what comes back at the end is the orchestrator's last words.
 *
 * @throws ClickstreamError `Cancelled`, `AgentStopped`, `ModelFailed` or `AgentToolFailed`.
 */
export async function* converse(options: ConverseOptions): AsyncGenerator<AgentEvent, string> {
  const { model, workspace, before, turn, signal } = options
  const agent = createOrchestratorAgent(model, stateOf(workspace), before.flatMap(messagesOf), workspace.local)
  const stream = agent.stream(turn, {
    invocationState: workspace.state(),
    limits: { turns: ORCHESTRATOR_TURNS },
    ...(signal !== undefined && { cancelSignal: signal }),
  })
  for (;;) {
    const next = await stream.next().catch((error: unknown) => {
      throw failure(error, signal)
    })
    if (next.done === true) return finalText(next.value)
    if (workspace.fault !== undefined) throw mistake(workspace)
    const event = translate(next.value, 'orchestrator')
    if (event !== undefined) yield event
  }
}

/** A mistake in a tool is not something to talk about: a model would make the best of it. */
function mistake(workspace: Workspace): ClickstreamError {
  const cause = workspace.fault
  workspace.fault = undefined
  const why = cause instanceof Error ? cause.message : String(cause)
  return new ClickstreamError(`a tool of an agent failed: ${why}`, {
    code: 'AgentToolFailed',
    source: 'tool',
    hint: 'this is a mistake in clickstream itself; report it with what was said',
    cause,
  })
}

function finalText(result: AgentResult): string {
  if (result.stopReason === 'endTurn') return result.toString()
  if (result.stopReason === 'cancelled') throw cancelled()
  throw new ClickstreamError(`the orchestrator stopped before its answer (${result.stopReason})`, {
    code: 'AgentStopped',
    source: 'tool',
    hint: 'say it again in smaller steps; what was noted so far is kept',
  })
}

function failure(error: unknown, signal: AbortSignal | undefined): ClickstreamError {
  if (signal?.aborted === true) return cancelled(error)
  if (ClickstreamError.is(error)) return error
  const why = error instanceof Error ? error.message : String(error)
  return new ClickstreamError(`the model failed: ${why}`, {
    code: 'ModelFailed',
    source: 'tool',
    hint: 'try again; with --model offline no provider is needed',
    cause: error,
  })
}

function cancelled(cause?: unknown): ClickstreamError {
  return new ClickstreamError('the turn was cancelled', {
    code: 'Cancelled',
    hint: 'what was noted so far is kept',
    cause,
  })
}

/** A model takes no message without text. */
function messagesOf({ turn, answer }: Exchange): MessageData[] {
  const text = (words: string): MessageData['content'] => [{ text: words.trim() === '' ? '(nothing)' : words }]
  return [
    { role: 'user', content: text(turn) },
    { role: 'assistant', content: text(answer) },
  ]
}
