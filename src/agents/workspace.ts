import { ClickstreamError } from '../errors.js'
import { specSchema } from '../spec/schema.js'
import type {
  DraftResult,
  DraftState,
  EnvironmentLock,
  Spec,
  SpecDraft,
  SpecDraftOptions,
  Statement,
} from '../spec/index.js'
import type { Contribution } from './events.js'
import type { Json } from './json.js'
import type { LocalProject } from './local-project/local-project.js'
import { SPECIALISTS } from './role.js'
import type { Role, SpecialistRole } from './role.js'

const KEY = 'clickstream'

export interface WorkspaceOptions {
  readonly draft: SpecDraft
  /** What the draft was made from. @default - nothing */
  readonly origin?: SpecDraftOptions
  /** What the agents found out before. @default - nothing */
  readonly state?: WorkspaceState
  /** Where the project can be run. @default - nowhere: agents plan and have no tool that acts */
  readonly local?: LocalProject
}

/** What the agents found out, as plain data. */
export interface WorkspaceState {
  readonly contributions: readonly Contribution[]
  /** The spec that all of them worked on. */
  readonly plannedSpec: string
}

/**
 * What all agents of one conversation share: the draft of the spec, the environment's facts, and what each agent found out.
 * It travels in the invocation state, never in the chat history, which a model may lose or retell.
 */
export class Workspace {
  private readonly draft: SpecDraft
  private cached: { readonly result: DraftResult; spec?: Spec } | undefined
  readonly origin: SpecDraftOptions
  readonly local: LocalProject | undefined
  /** Whether a ready spec goes to the specialists in this turn; off while earlier turns of a plan are read in. */
  handOver = true
  /** What a tool threw that is no answer to a model but a mistake in this program; the conversation ends with it. */
  fault: unknown
  /** Folder of a synthesized assembly, once there is one. */
  assembly: string | undefined
  private readonly findings = new Map<Role, Record<string, Json>>()
  private readonly contributions = new Map<SpecialistRole, Contribution>()
  private plannedSpec = ''

  constructor({ draft, origin = {}, state, local }: WorkspaceOptions) {
    this.draft = draft
    this.origin = origin
    this.local = local
    for (const contribution of state?.contributions ?? []) this.contributions.set(contribution.agent, contribution)
    this.plannedSpec = state?.plannedSpec ?? ''
  }

  /** What was looked up in the account. */
  get lock(): EnvironmentLock | undefined {
    return this.origin.lock
  }

  /** @throws ClickstreamError `NoWorkspace` where a tool runs outside of a conversation. */
  static from(invocationState: Readonly<Record<string, unknown>>): Workspace {
    const workspace = Workspace.find(invocationState)
    if (workspace !== undefined) return workspace
    throw new ClickstreamError('this tool runs only inside a conversation', {
      code: 'NoWorkspace',
      source: 'tool',
      hint: 'pass workspace.state() as the invocation state',
    })
  }

  static find(invocationState: Readonly<Record<string, unknown>>): Workspace | undefined {
    const value = invocationState[KEY]
    return value instanceof Workspace ? value : undefined
  }

  /** The workspace as an agent's invocation state. */
  state(): Record<string, unknown> {
    return { [KEY]: this }
  }

  /** What the conversation has come to; worked out once for each change. */
  result(): DraftResult {
    this.cached ??= { result: this.draft.result() }
    return this.cached.result
  }

  /** @throws ClickstreamError `SpecNotReady` while questions are open. */
  spec(): Spec {
    const { spec, ready, questions } = this.result()
    if (!ready) {
      throw new ClickstreamError(`the spec is not ready: ${questions.map(({ path }) => path).join(', ')} is open`, {
        code: 'SpecNotReady',
        hint: questions.map(({ text }) => text).join(' '),
        problems: questions.map(({ path, text }) => ({ code: 'OpenQuestion', message: text, path })),
        exitCode: 4,
      })
    }
    if (this.cached !== undefined) return (this.cached.spec ??= specSchema.parse(spec))
    return specSchema.parse(spec)
  }

  /** Changes the draft; nothing else may. */
  edit<Result>(change: (draft: SpecDraft) => Result): Result {
    this.cached = undefined
    return change(this.draft)
  }

  turns(): readonly string[] {
    return this.draft.turns
  }

  statements(): readonly Statement[] {
    return this.draft.statements()
  }

  draftState(): DraftState {
    return this.draft.toJSON()
  }

  /** Keeps what a tool of an agent answered; a later answer of the same tool replaces it. */
  note(role: Role, tool: string, answer: Json): void {
    this.findings.set(role, { ...this.findings.get(role), [tool]: answer })
  }

  /** Closes a specialist's work: its words with everything that its tools answered; kept where it is of the plan. */
  contribute(agent: SpecialistRole, text: string, isPlan = true): Contribution {
    const contribution: Contribution = { agent, text, data: this.findings.get(agent) ?? {} }
    this.findings.delete(agent)
    if (!isPlan) return contribution
    this.contributions.set(agent, contribution)
    if (this.hasAll()) this.plannedSpec = this.specText()
    return contribution
  }

  /** Contributions so far, in the order of the steps. */
  allContributions(): readonly Contribution[] {
    return SPECIALISTS.flatMap((role) => this.contributions.get(role) ?? [])
  }

  toJSON(): WorkspaceState {
    return { contributions: this.allContributions(), plannedSpec: this.plannedSpec }
  }

  /** Whether every specialist has worked on exactly this spec. */
  planned(): boolean {
    return this.hasAll() && this.plannedSpec === this.specText()
  }

  private hasAll(): boolean {
    return SPECIALISTS.every((role) => this.contributions.has(role))
  }

  private specText(): string {
    return JSON.stringify(this.result().spec)
  }
}
