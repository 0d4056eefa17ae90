import { ClickstreamError } from '../errors.js'
import { LocalSite, openAssembly } from '../site/index.js'
import { takeSteps, type LocalRunOptions } from './local-run.js'
import { summaryOf } from './page/index.js'
import type { RehearsalRecord } from './rehearsal-record.js'
import { buildingSteps, testing, type TestingOptions } from './steps/index.js'

export interface RehearseOptions extends LocalRunOptions, TestingOptions {}

/** What a rehearsal came to; `error` is what stopped it before it could send events. */
export interface Rehearsal {
  readonly record: RehearsalRecord
  readonly error?: unknown
}

/**
 * Takes all ten steps on this machine: builds what a synthesized project describes, sends marked events through it and accounts
 * for each. Leaves it running.
 *
 * @throws `AssemblyMissing`, `NothingToRehearse` where no sink takes events, `SolutionUnsupported`, `ProgramMissing`
 */
export async function rehearse(project: string, options: RehearseOptions): Promise<Rehearsal> {
  const began = performance.now()
  const started = new Date().toISOString()
  const assembly = openAssembly(project)
  if (assembly.spec.sinks.length === 0) {
    throw new ClickstreamError('the project has no sink, so nothing could be read back', {
      code: 'NothingToRehearse',
      hint: 'add a sink to clickstream.yaml; `clickstream local up` runs the collector alone',
      exitCode: 3,
      path: 'sinks',
    })
  }
  const site = await LocalSite.openAnew(assembly, options)
  try {
    const context = { assembly, site, reporter: options.reporter }
    const test = testing(context, options)
    const { steps, error } = await takeSteps(context, [...buildingSteps(context), test])
    if (steps.every(({ id, state }) => id === 'testing' || state === 'done')) site.complete()
    const traffic = test.report()
    return {
      record: {
        formatVersion: 1,
        name: assembly.spec.name,
        started,
        seconds: (performance.now() - began) / 1000,
        passed: error === undefined,
        summary: summaryOf(assembly.spec),
        steps,
        ...(traffic !== undefined && { traffic }),
        differences: site.differences,
      },
      ...(traffic === undefined && error !== undefined && { error }),
    }
  } finally {
    await site.close()
  }
}
