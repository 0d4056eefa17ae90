import { LocalSite, openAssembly, type Assembly } from '../site/index.js'
import type { Context } from './context.js'

/** Works with what runs for a project on this machine. @throws `AssemblyMissing`, `NothingRuns` */
export async function withRunningSite<Result>(
  { reporter, env }: Context,
  project: string,
  work: (site: LocalSite, assembly: Assembly) => Promise<Result>,
): Promise<Result> {
  const assembly = openAssembly(project)
  const site = await LocalSite.openRunning(assembly, { reporter, env })
  try {
    return await work(site, assembly)
  } finally {
    await site.close()
  }
}
