import type { Language } from '../language.js'
import { en } from './phrases-en.js'
import { zh } from './phrases-zh.js'
import type { PlanSummary } from './plan-summary.js'

/** Everything that the orchestrator says by itself, in one language. */
export interface Phrases {
  readonly greeting: string
  readonly help: string
  readonly noted: (facts: readonly string[]) => string
  readonly forgotten: (paths: readonly string[]) => string
  readonly rejected: (path: string, why: string) => string
  /** Heading of the open questions. */
  readonly needed: (count: number) => string
  /** Questions about what every spec needs; others are asked in their own words. */
  readonly questions: Readonly<Record<string, string>>
  readonly gate: string
  readonly chooseOne: string
  readonly because: (path: string, value: string, why: string) => string
  readonly notKnown: (path: string) => string
  readonly known: (facts: readonly string[]) => string
  readonly failed: (agent: string, why: string) => string
  readonly summary: (plan: PlanSummary) => readonly string[]
  readonly cost: (plan: PlanSummary) => string
  readonly stands: string
  readonly next: (plan: PlanSummary) => string
  readonly goOn: string
}

export const PHRASES: Readonly<Record<Language, Phrases>> = { en, zh }
