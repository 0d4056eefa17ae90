import { InterruptResponseContent, tool } from '@strands-agents/sdk'
import type {
  Agent,
  AgentResult,
  InvokableTool,
  InvokeArgs,
  JSONValue,
  Snapshot,
  ToolContext,
} from '@strands-agents/sdk'
import type { z } from 'zod'
import { ClickstreamError } from '../errors.js'
import type { AgentEvent } from './events.js'
import { plain } from './json.js'
import { toolName } from './role.js'
import type { SpecialistRole } from './role.js'
import { translate } from './translate.js'
import { Workspace } from './workspace.js'

/** Model calls that a specialist may make for one question. */
const SPECIALIST_TURNS = 12

export interface AgentToolOptions<Input extends z.ZodType> {
  readonly role: SpecialistRole
  /** When the orchestrator should call it, and what comes back. */
  readonly description: string
  readonly inputSchema: Input
  /** The first message that the specialist gets. */
  readonly toPrompt: (input: z.infer<Input>) => string
  readonly createAgent: () => Agent
  /** Whether a task acts on this machine: what comes of that is said once and is no part of the plan. @default - none does */
  readonly isToAct?: (input: z.infer<Input>) => boolean
  /** @default 12 */
  readonly maxTurns?: number
}

/**
 * A specialist as a tool of the orchestrator: typed input, a fresh agent for each call, its own limit of turns. Interrupts and
 * cancellation are passed on (the SDK's own wrapper answers an interrupt as if it were a result), and whatever stops the
 * specialist before its answer is an error.
 */
export function agentTool<Input extends z.ZodType>(
  options: AgentToolOptions<Input>,
): InvokableTool<z.infer<Input>, JSONValue> {
  const { role, description, inputSchema, toPrompt, createAgent, isToAct, maxTurns = SPECIALIST_TURNS } = options
  const name = toolName(role)
  return tool({
    name,
    description,
    inputSchema,
    async *callback(input, context): AsyncGenerator<AgentEvent, JSONValue> {
      if (context === undefined) throw stopped(name, 'it runs only inside an agent')
      const agent = createAgent()
      const result = yield* run(agent, resume(agent, name, context) ?? toPrompt(input), context, role, maxTurns)
      if (result.stopReason === 'interrupt') pause(agent, name, result, context)
      if (result.structuredOutput !== undefined) return plain(result.structuredOutput)
      if (result.stopReason !== 'endTurn') throw stopped(name, `it stopped early (${result.stopReason})`)
      const text = result.toString()
      const workspace = Workspace.find(context.invocationState)
      if (workspace !== undefined) {
        const isPlan = isToAct?.(input) !== true
        yield { type: 'contribution', contribution: workspace.contribute(role, text, isPlan) }
      }
      return text
    },
  })
}

async function* run(
  agent: Agent,
  args: InvokeArgs,
  context: ToolContext,
  role: SpecialistRole,
  turns: number,
): AsyncGenerator<AgentEvent, AgentResult> {
  const { invocationState, cancelSignal } = context
  const stream = agent.stream(args, { invocationState, cancelSignal, limits: { turns } })
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return next.value
    const event = translate(next.value, role)
    if (event !== undefined) yield event
  }
}

interface Pending {
  readonly snapshot: Snapshot
  readonly interrupts: readonly { readonly id: string; readonly reason: JSONValue }[]
}

/** Where a paused specialist waits: in the caller's own state, so that it survives the end of the process. */
const pendingKey = (context: ToolContext): string => `pending:${context.toolUse.toolUseId}`

/** Keeps the specialist as it is and asks the caller's person instead; always throws the caller's interrupt. */
function pause(agent: Agent, name: string, result: AgentResult, context: ToolContext): void {
  const interrupts = (result.interrupts ?? []).map(({ id, name: label, reason }) => ({ id, reason: reason ?? label }))
  const pending: Pending = { snapshot: agent.takeSnapshot({ preset: 'session' }), interrupts }
  context.agent.appState.set(pendingKey(context), plain(pending))
  for (const { id, reason } of interrupts) context.interrupt({ name: `${name}/${id}`, reason })
}

/** The answers for a specialist that waits, which is loaded as it was; nothing where none waits. */
function resume(agent: Agent, name: string, context: ToolContext): InterruptResponseContent[] | undefined {
  const pending = context.agent.appState.get(pendingKey(context)) as unknown as Pending | undefined
  if (pending === undefined) return undefined
  const responses = pending.interrupts.map(
    ({ id, reason }) =>
      new InterruptResponseContent({
        interruptId: id,
        response: context.interrupt<JSONValue>({ name: `${name}/${id}`, reason }),
      }),
  )
  // Every answer is there: only now may what waits be forgotten, because an open question starts this function anew.
  agent.loadSnapshot(pending.snapshot)
  context.agent.appState.delete(pendingKey(context))
  return responses
}

function stopped(name: string, why: string): ClickstreamError {
  return new ClickstreamError(`${name} gave no answer: ${why}`, {
    code: 'AgentStopped',
    source: 'tool',
    hint: 'ask a narrower question',
  })
}
