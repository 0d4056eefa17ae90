import { ClickstreamError } from '../../errors.js'
import { withPeers } from '../../peers.js'
import { checkModelName, createModel } from '../../model/create-model.js'
import type { ModelFactory } from '../../model/create-model.js'
import type { Reporter } from '../../report/index.js'
import { SpecDraft } from '../../spec/index.js'
import type {
  DraftResult,
  DraftState,
  EnvironmentLock,
  LoadedSpecFile,
  Spec,
  SpecDraftOptions,
} from '../../spec/index.js'
import type { AgentEvent, Contribution } from '../events.js'
import type { LocalProject } from '../local-project/local-project.js'
import { reportEvent } from '../messages.js'
import { Workspace } from '../workspace.js'
import type { WorkspaceState } from '../workspace.js'
import type { Exchange } from './converse.js'
import type { GeneratedProject, GenerateOptions } from './generate.js'
import { PlanResult } from './plan-result.js'

export interface OrchestratorOptions {
  /** A model by name, or a factory of models. @default 'offline' */
  readonly model?: string | ModelFactory
  /** A spec that the conversation starts from. @default - none */
  readonly file?: LoadedSpecFile
  /** What was looked up in the account. @default - none: the templates take parameters instead */
  readonly lock?: EnvironmentLock
  /** Hears of everything that the agents do. @default - nobody */
  readonly reporter?: Reporter
  /** Where the project can be run on this machine. @default - nowhere: the agents plan, and none has a tool that acts */
  readonly local?: LocalProject
}

/** A conversation as plain data. */
export interface SessionState {
  readonly version: 1
  readonly draft: DraftState
  readonly exchanges: readonly Exchange[]
  readonly workspace: WorkspaceState
}

export interface SayOptions {
  /** Stops the agents at their next step. */
  readonly signal?: AbortSignal
}

/** One conversation with the team: takes turns, keeps what was established, plans and generates. */
export class ClickstreamOrchestrator {
  private readonly model: string | ModelFactory
  private readonly reporter: Reporter | undefined
  private readonly workspace: Workspace
  private readonly exchanges: Exchange[] = []
  private factory: Promise<ModelFactory> | undefined
  private busy = false

  /** @throws ClickstreamError `UnknownModel`, or `InvalidDraft` for a session that does not hold. */
  constructor(options: OrchestratorOptions = {}, session?: SessionState) {
    const { model = 'offline', file, lock, reporter, local } = options
    this.model = typeof model === 'string' ? checkModelName(model) : model
    this.reporter = reporter
    const origin: SpecDraftOptions = { ...(file !== undefined && { file }), ...(lock !== undefined && { lock }) }
    const draft = session === undefined ? new SpecDraft(origin) : SpecDraft.fromJSON(session.draft, origin)
    this.workspace = new Workspace({
      draft,
      origin,
      ...(session !== undefined && { state: session.workspace }),
      ...(local !== undefined && { local }),
    })
    this.exchanges.push(...(session?.exchanges ?? []))
  }

  /** What the person said so far. */
  get turns(): readonly string[] {
    return this.workspace.turns()
  }

  get lock(): EnvironmentLock | undefined {
    return this.workspace.lock
  }

  /** What the specialists found out so far. */
  get contributions(): readonly Contribution[] {
    return this.workspace.allContributions()
  }

  /** What the conversation has come to. */
  result(): DraftResult {
    return this.workspace.result()
  }

  /**
   * One turn of a chat: everything that the agents do, as it happens.
   *
   * @throws ClickstreamError `Busy` while another turn is being worked on, `TurnTooLong`, `PeerMissing` where the agent SDK is not
   * installed, `Cancelled`, `AgentStopped` or `ModelFailed`.
   */
  say(turn: string, options: SayOptions = {}): AsyncGenerator<AgentEvent, void> {
    return this.work(turn, true, options)
  }

  /**
   * Takes one or more turns and says what they come to; a ready spec goes to the specialists once, after the last turn.
   *
   * @throws ClickstreamError as `say` does.
   */
  async plan(turns: string | readonly string[], options: SayOptions = {}): Promise<PlanResult> {
    const list = typeof turns === 'string' ? [turns] : turns
    for (const [index, turn] of list.entries()) {
      const events = this.work(turn, index === list.length - 1, options)
      while ((await events.next()).done !== true);
    }
    return new PlanResult(this.result(), this.exchanges.at(-1)?.answer ?? '', this.contributions)
  }

  /**
   * Writes the CDK project of a spec, or of what a query comes to, synthesizes and validates it, and proves that events get
   * through.
   *
   * @throws ClickstreamError as `plan` does, `SpecNotReady` (exit code 4) while questions are open, and what rendering and synthesis throw.
   */
  async generate(input: string | readonly string[] | Spec, options: GenerateOptions): Promise<GeneratedProject> {
    const { generateProject, workspaceOf } = await withPeers(() => import('./generate.js'))
    const model = await this.models()
    if (typeof input !== 'string' && 'apiVersion' in input) {
      return generateProject(workspaceOf(input, this.lock), model, options)
    }
    await this.plan(input)
    return generateProject(this.workspace, model, options)
  }

  toJSON(): SessionState {
    return {
      version: 1,
      draft: this.workspace.draftState(),
      exchanges: [...this.exchanges],
      workspace: this.workspace.toJSON(),
    }
  }

  private async *work(turn: string, handOver: boolean, { signal }: SayOptions): AsyncGenerator<AgentEvent, void> {
    if (this.busy) {
      throw new ClickstreamError('the agents are still working on the turn before', {
        code: 'Busy',
        hint: 'wait for its end, or cancel it',
      })
    }
    this.busy = true
    try {
      const { converse } = await withPeers(() => import('./converse.js'))
      const model = await this.models()
      this.workspace.edit((draft) => draft.addTurn(turn))
      this.workspace.handOver = handOver
      const before = [...this.exchanges]
      const events = converse({
        model,
        workspace: this.workspace,
        before,
        turn,
        ...(signal !== undefined && { signal }),
      })
      for (;;) {
        const next = await events.next()
        if (next.done === true) {
          this.exchanges.push({ turn, answer: next.value })
          return
        }
        if (this.reporter !== undefined) reportEvent(this.reporter, next.value)
        yield next.value
      }
    } finally {
      this.busy = false
    }
  }

  private models(): Promise<ModelFactory> {
    const { model } = this
    this.factory ??= typeof model === 'string' ? withPeers(() => createModel(model)) : Promise.resolve(model)
    return this.factory
  }
}

/**
 * A team of nine agents for one conversation. The agent SDK is loaded with the first turn.
 *
 * @throws ClickstreamError `UnknownModel` for a model that does not exist.
 */
export function createClickstreamOrchestrator(options: OrchestratorOptions = {}): ClickstreamOrchestrator {
  return new ClickstreamOrchestrator(options)
}

/**
 * Takes a conversation up where `toJSON` left it.
 *
 * @throws ClickstreamError `UnknownModel`, or `InvalidSession` for anything that is no session or does not hold.
 */
export function resumeClickstreamOrchestrator(
  state: unknown,
  options: OrchestratorOptions = {},
): ClickstreamOrchestrator {
  if (!isSession(state)) throw invalidSession('this is no kept conversation')
  try {
    return new ClickstreamOrchestrator(options, state)
  } catch (error) {
    if (!ClickstreamError.is(error) || error.code !== 'InvalidDraft') throw error
    throw invalidSession(error.message, error)
  }
}

function invalidSession(message: string, cause?: unknown): ClickstreamError {
  return new ClickstreamError(message, { code: 'InvalidSession', hint: 'start a new conversation', cause })
}

function isSession(state: unknown): state is SessionState {
  if (typeof state !== 'object' || state === null) return false
  const { version, draft, exchanges, workspace } = state as Partial<Record<keyof SessionState, unknown>>
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
  return (
    version === 1 && isObject(draft) && isObject(workspace) && Array.isArray(exchanges) && exchanges.every(isExchange)
  )
}

function isExchange(value: unknown): value is Exchange {
  if (typeof value !== 'object' || value === null) return false
  const { turn, answer } = value as Partial<Record<keyof Exchange, unknown>>
  return typeof turn === 'string' && typeof answer === 'string'
}
