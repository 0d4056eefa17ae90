import type { TrafficReport } from '../runtime/traffic/index.js'
import type { Difference, Fact } from '../site/site.js'
import type { StepRecord } from './step.js'

/** What a rehearsal did and proved. */
export interface RehearsalRecord {
  readonly formatVersion: 1
  readonly name: string
  /** When it began, ISO 8601. */
  readonly started: string
  readonly seconds: number
  readonly passed: boolean
  /** What was rehearsed, a line each, such as `collector` and `nginx + Lua, acknowledged`. @default - the page does not say it */
  readonly summary?: readonly SummaryLine[]
  readonly steps: readonly StepRecord[]
  /** Missing where no event was sent. */
  readonly traffic?: TrafficReport
  /** What is not here as it is on AWS. */
  readonly differences: readonly Difference[]
  /** Faults that were made on purpose, in their order. @default - none */
  readonly faults?: readonly FaultRecord[]
}

export interface SummaryLine {
  readonly what: string
  readonly value: string
}

/** A fault and what came of it. */
export interface FaultRecord {
  readonly title: string
  readonly seconds: number
  readonly facts: readonly Fact[]
}
