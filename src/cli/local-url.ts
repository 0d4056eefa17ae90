import { ClickstreamError } from '../errors.js'
import { openAssembly, readState, runFolder } from '../site/index.js'
import type { Context } from './context.js'

/** `clickstream local url`: the endpoint alone, for scripts and SDKs. */
export function localUrl({ reporter }: Context, project: string): Promise<void> {
  const state = readState(runFolder(openAssembly(project)))
  const endpoint = state?.complete === true ? state.addresses.endpoint : undefined
  if (endpoint === undefined) {
    throw new ClickstreamError('nothing runs here', {
      code: 'NothingRuns',
      hint: 'start it with `clickstream local up`',
    })
  }
  reporter.document({ endpoint }, () => endpoint)
  return Promise.resolve()
}
