import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { LocalSite, endAll, openAssembly, runFolder, type Assembly, type LocalState } from '../site/index.js'
import type { Reporter } from '../report/reporter.js'
import { Journal } from './journal.js'
import { runWorkflow, type WorkflowOptions, type WorkflowResult } from './run-workflow.js'
import type { Step, StepContext } from './step.js'
import { buildingSteps } from './steps/index.js'

export interface LocalRunOptions {
  readonly reporter: Reporter
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv
}

/**
 * Runs a synthesized project on this machine, with nothing left over from before: nine of the ten steps, all but the test. What
 * was started is ended again where a step fails.
 *
 * @throws `AssemblyMissing`, `SolutionUnsupported`, `ProgramMissing`, `StepFailed`, `StepRefused`, and what the steps throw
 */
export function localUp(project: string, options: LocalRunOptions): Promise<LocalState> {
  return withLocalSite(project, options, (_, { state }) => Promise.resolve(state))
}

/** What runs, for who works with it. */
export interface UpSite {
  readonly assembly: Assembly
  readonly state: LocalState
}

/** The same, and works with what runs; leaves it running, also where the work fails. */
export async function withLocalSite<Result>(
  project: string,
  options: LocalRunOptions,
  work: (site: LocalSite, up: UpSite) => Promise<Result>,
): Promise<Result> {
  const assembly = openAssembly(project)
  const site = await LocalSite.openAnew(assembly, options)
  try {
    const context = { assembly, site, reporter: options.reporter }
    const { error } = await takeSteps(context, buildingSteps(context)).catch((thrown: unknown) => ({ error: thrown }))
    if (error !== undefined) {
      await endAll(runFolder(assembly))
      throw error
    }
    return await work(site, { assembly, state: site.complete() })
  } finally {
    await site.close()
  }
}

/** Takes the steps of a project, or some of them, and keeps its journal. */
export function takeSteps(
  { assembly, reporter }: StepContext,
  steps: readonly Step[],
  which: Pick<WorkflowOptions, 'only' | 'through'> = {},
): Promise<WorkflowResult> {
  return runWorkflow(steps, { reporter, journal: journalOf(assembly), ...which })
}

/** Record of what was done for a project; beside what runs, because each start empties that folder. */
export function journalOf({ project }: Assembly): Journal {
  return new Journal(join(project, '.clickstream', 'journal.jsonl'), randomUUID().slice(0, 8))
}
