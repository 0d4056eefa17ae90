import type { Role, SpecialistRole } from './role.js'
import type { Json } from './json.js'

/** What one specialist found out: words for people, data for programs. */
export interface Contribution {
  readonly agent: SpecialistRole
  readonly text: string
  /** What its tools answered, by tool. */
  readonly data: Readonly<Record<string, Json>>
}

/** Something that happened while the agents worked on a turn, in order. */
export type AgentEvent =
  /** A piece of what an agent says; the pieces joined are its words. */
  | { readonly type: 'text'; readonly agent: Role; readonly delta: string }
  /** An agent calls a tool; a specialist is a tool of the orchestrator too. */
  | { readonly type: 'call'; readonly agent: Role; readonly tool: string; readonly input: Json }
  | { readonly type: 'answer'; readonly agent: Role; readonly tool: string; readonly ok: boolean }
  /** A specialist has finished. */
  | { readonly type: 'contribution'; readonly contribution: Contribution }
