import type { DraftResult } from '../../spec/question.js'
import type { Contribution } from '../events.js'

/** What a conversation has come to, with what every agent had to say. */
export class PlanResult implements DraftResult {
  readonly spec: DraftResult['spec']
  readonly provenance: DraftResult['provenance']
  readonly questions: DraftResult['questions']
  readonly ready: boolean
  /** The orchestrator's last words. */
  readonly text: string
  /** What the specialists found out, in the order of the steps; empty until the spec is ready or one was asked. */
  readonly contributions: readonly Contribution[]

  constructor(result: DraftResult, text: string, contributions: readonly Contribution[]) {
    this.spec = result.spec
    this.provenance = result.provenance
    this.questions = result.questions
    this.ready = result.ready
    this.text = text
    this.contributions = contributions
  }

  /** What each specialist found out, then the orchestrator's words. */
  toString(): string {
    return [...this.contributions.map(({ agent, text }) => `${agent}\n${text}`), this.text].join('\n\n')
  }
}
