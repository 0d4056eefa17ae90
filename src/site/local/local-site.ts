import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ClickstreamError } from '../../errors.js'
import type { Reporter } from '../../report/reporter.js'
import { openAssembly, type Assembly } from '../assembly/open-assembly.js'
import { bringUp } from './bring-up.js'
import type { LocalState } from './local-state.js'
import { endAll, Supervisor } from './supervisor.js'

export interface LocalSiteOptions {
  readonly reporter: Reporter
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv
}

/** Folder of what runs for a project, with its logs and data. */
export function runFolder(assembly: Assembly): string {
  return join(assembly.project, '.clickstream-local')
}

/**
 * Starts everything that a synthesized project describes, on 127.0.0.1 and with nothing left over from before, and waits until
 * it runs. What was started is ended again where something fails.
 *
 * @throws `AssemblyMissing`, `SolutionUnsupported`, `ProgramMissing`, `LocalPartDied`, `LocalPartSilent`, `ConnectorRefused`,
 * `ConnectorFailed`
 */
export async function startLocal(
  projectOrAssembly: string,
  { reporter, env = process.env }: LocalSiteOptions,
): Promise<LocalState> {
  const assembly = openAssembly(projectOrAssembly)
  const { solution } = assembly.spec.collector
  if (solution !== 'nginx-lua') {
    throw new ClickstreamError(`the ${solution} collector cannot run on this machine yet`, {
      code: 'SolutionUnsupported',
      hint: 'write `solution: nginx-lua` to run the rest of the project here',
      exitCode: 3,
      path: 'collector.solution',
    })
  }
  const folder = runFolder(assembly)
  await endAll(folder)
  // Tables that outlived their topics would drop rows in silence: all of it begins anew, or nothing does.
  await rm(folder, { recursive: true, force: true })
  const supervisor = new Supervisor(folder, assembly.spec.name)
  try {
    return await bringUp(assembly, supervisor, { reporter, env })
  } catch (error) {
    await endAll(folder)
    throw error
  }
}
