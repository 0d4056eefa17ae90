import { endAll, openAssembly, runFolder } from '../site/index.js'
import type { Context } from './context.js'

/** `clickstream local down`: ends what runs for a project; logs and data stay until the next start. */
export async function localDown({ reporter }: Context, project: string): Promise<void> {
  const processes = await endAll(runFolder(openAssembly(project)))
  reporter.document({ processes }, () =>
    processes === 0 ? 'nothing ran here' : `${processes} ${processes === 1 ? 'process' : 'processes'} ended`,
  )
}
