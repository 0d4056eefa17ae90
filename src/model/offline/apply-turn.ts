import type { Problem } from '../../errors.js'
import type { Question } from '../../spec/question.js'
import type { SpecDraft, Statement } from '../../spec/index.js'
import { understand } from './understanding/index.js'
import type { TurnUnderstanding } from './understanding/index.js'

/** What one turn changes in a draft. */
export interface TurnChanges {
  readonly statements: readonly Statement[]
  /** Paths to forget, with everything below them. */
  readonly retractions: readonly string[]
  readonly questions: readonly Question[]
  /** Paths whose open question is answered without a statement. */
  readonly settled: readonly string[]
}

export interface AppliedTurn {
  readonly understanding: TurnUnderstanding
  /** The statements that the draft refused, with the reason. */
  readonly rejected: readonly Problem[]
}

/** The whole way from words to facts without any agent: understands one turn and records it. */
export function applyTurn(draft: SpecDraft, turn: string): AppliedTurn {
  draft.addTurn(turn)
  const understanding = understand(draft.turns, { questions: draft.result().questions, statements: draft.statements() })
  return { understanding, rejected: recordChanges(draft, understanding) }
}

/** Writes one turn's changes into the draft: first what is taken back, then what is said, then what stays open. */
export function recordChanges(draft: SpecDraft, changes: TurnChanges): readonly Problem[] {
  for (const path of changes.retractions) draft.retract(path)
  const rejected = changes.statements.flatMap((statement) => draft.state(statement) ?? [])
  for (const path of changes.settled) draft.settle(path)
  for (const question of changes.questions) draft.ask(question)
  return rejected
}
