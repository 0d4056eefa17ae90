import type { Reporter } from '../report/reporter.js'
import type { Assembly } from '../site/assembly/open-assembly.js'
import type { Fact, Site } from '../site/site.js'

/** The ten steps of a deployment, in their order. */
export const STEP_IDS = [
  'architecture',
  'prerequisites',
  'solution',
  'topics',
  'images',
  'ecs',
  'load-balancer',
  'security',
  'connectors',
  'testing',
] as const

export type StepId = (typeof STEP_IDS)[number]

/** What steps are called to people. */
export const STEP_TITLES: Readonly<Record<StepId, string>> = {
  architecture: 'Architecture',
  prerequisites: 'Prerequisites',
  solution: 'Solution',
  topics: 'Topics',
  images: 'Images',
  ecs: 'ECS service',
  'load-balancer': 'Load balancer',
  security: 'Security',
  connectors: 'Connectors',
  testing: 'Testing',
}

/** What every step works with. */
export interface StepContext {
  readonly assembly: Assembly
  readonly site: Site
  readonly reporter: Reporter
}

/** One step: it says what it would do, does it, and shows by what exists that it is done. */
export interface Step {
  readonly id: StepId
  /** Steps that have to verify before this one runs. */
  readonly needs: readonly StepId[]
  /** What `run` would do, a line each. */
  plan(): readonly string[]
  /** @default - nothing is done here: the step only verifies */
  run?(): Promise<void>
  /** Looks at what exists, never at what was noted; done when every fact is as it has to be. */
  verify(): Promise<readonly Fact[]>
}

/** What became of a step. */
export interface StepRecord {
  readonly id: StepId
  readonly title: string
  readonly state: 'done' | 'failed' | 'not reached'
  /** Whether it was done already, so that nothing was run. */
  readonly already: boolean
  readonly seconds: number
  readonly plan: readonly string[]
  readonly facts: readonly Fact[]
}
