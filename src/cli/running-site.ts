import { ClickstreamError } from '../errors.js'
import { openAssembly, readState, runFolder, type LocalState } from '../site/index.js'
import { describe } from '../site/assembly/describe.js'
import type { Assembly } from '../site/assembly/open-assembly.js'
import { LocalConnectors } from '../site/local/local-connectors.js'
import { localValues } from '../site/local/local-values.js'

/** What runs for a project on this machine. */
export interface RunningSite {
  readonly assembly: Assembly
  readonly state: LocalState
  /** `host:port` of the broker. */
  readonly kafka: string
}

/** Finds what runs for a project. @throws `AssemblyMissing`, `NothingRuns` */
export function runningSite(project: string): RunningSite {
  const assembly = openAssembly(project)
  const state = readState(runFolder(assembly))
  const kafka = state?.addresses.kafka
  if (state === undefined || kafka === undefined) {
    throw new ClickstreamError('nothing runs here', {
      code: 'NothingRuns',
      hint: 'start it with `clickstream local up`',
    })
  }
  return { assembly, state, kafka }
}

/** The connectors of what runs. @throws `NothingRuns` where no worker was started */
export function runningConnectors({ assembly, state, kafka }: RunningSite): LocalConnectors {
  const { connect, s3, workers } = state.addresses
  if (connect === undefined || s3 === undefined) {
    throw new ClickstreamError('no Connect worker runs here', {
      code: 'NothingRuns',
      hint: 'start it with `clickstream local up`; a project without sinks has no connectors',
    })
  }
  const { connectors } = describe(assembly, localValues(assembly, kafka))
  return new LocalConnectors({ kafka, lake: s3, workers: workers ?? [connect], connectors })
}
