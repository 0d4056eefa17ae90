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
export async function localUp(project: string, options: LocalRunOptions): Promise<LocalState> {
  const assembly = openAssembly(project)
  const site = await LocalSite.openAnew(assembly, options)
  try {
    const context = { assembly, site, reporter: options.reporter }
    const { error } = await takeSteps(context, buildingSteps(context))
    if (error !== undefined) throw error
    return site.complete()
  } catch (error) {
    await endAll(runFolder(assembly))
    throw error
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
