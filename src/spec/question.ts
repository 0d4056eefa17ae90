import type { PartialSpec } from './schema.js'
import type { ProvenanceMap } from './provenance.js'

/** Something only the person can answer, about one path of the spec. */
export interface Question {
  /** Dotted path that the answer fills; `intent.…` or `other` where it is no field. */
  readonly path: string
  readonly text: string
  readonly choices?: readonly string[]
}

/** What a conversation has come to: what `clickstream plan --turns - --json` prints. */
export interface DraftResult {
  /** What is known so far; complete, with all defaults, once `ready`. */
  readonly spec: PartialSpec
  readonly provenance: ProvenanceMap
  /** Empty exactly when `ready`. */
  readonly questions: readonly Question[]
  readonly ready: boolean
}
