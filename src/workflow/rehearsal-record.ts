import type { TrafficReport } from '../runtime/traffic/index.js'
import type { Difference } from '../site/site.js'
import type { StepRecord } from './step.js'

/** What a rehearsal did and proved. */
export interface RehearsalRecord {
  readonly formatVersion: 1
  readonly name: string
  /** When it began, ISO 8601. */
  readonly started: string
  readonly seconds: number
  readonly passed: boolean
  readonly steps: readonly StepRecord[]
  /** Missing where no event was sent. */
  readonly traffic?: TrafficReport
  /** What is not here as it is on AWS. */
  readonly differences: readonly Difference[]
}
