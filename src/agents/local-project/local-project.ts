import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClickstreamError } from '../../errors.js'
import type { Reporter } from '../../report/index.js'
import type { ConnectorHealth } from '../../runtime/connectors/index.js'
import type { NewestEvents } from '../../runtime/events/index.js'
import type { Assembly, Site } from '../../site/index.js'
import type { SinkSpec } from '../../spec/index.js'
import type { StepId, StepRecord } from '../../workflow/step.js'
import type { ReadySpec } from './ready-spec.js'
import { outcomeOf, type RehearsalOutcome } from './rehearsal-outcome.js'

export interface LocalProjectOptions {
  /** Where the project of each spec goes, in a folder of its name. */
  readonly folder: string
  /** Hears how far the work is. */
  readonly reporter: Reporter
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv
}

/** What of a conversation's project is on this machine. */
export interface LocalSummary {
  /** Parts that run. */
  readonly runs: readonly string[]
  /** Where events can be sent. */
  readonly endpoint?: string
  /** Folder of the project, once there is one. */
  readonly project?: string
  /** The last one of this conversation. */
  readonly rehearsal?: RehearsalOutcome
}

export interface RehearseOptions {
  readonly events: number
  /** Events a second, at most. */
  readonly rate: number
}

/**
 * The project of a conversation on this machine: written and synthesized anew whenever the spec has changed, and run step by
 * step by the workflow, whose gates decide. Nothing of it reaches an account.
 */
export class LocalProject {
  private made: { readonly from: string; readonly assembly: Assembly } | undefined
  private rehearsal: RehearsalOutcome | undefined

  constructor(private readonly options: LocalProjectOptions) {}

  /**
   * Starts what an account has before a project comes to it, with nothing in it: the first three steps.
   *
   * @throws what the steps throw, what synthesis throws, `SolutionUnsupported`, `ProgramMissing`
   */
  async prepare(ready: ReadySpec): Promise<readonly StepRecord[]> {
    const assembly = await this.assembly(ready)
    const { LocalSite } = await import('../../site/index.js')
    const site = await LocalSite.openAnew(assembly, this.options)
    return this.steps(assembly, site, { through: 'solution' })
  }

  /**
   * Takes one step on what runs.
   *
   * @throws `StepRefused` where what it needs does not hold, `StepFailed`, and what the step throws
   */
  async take(ready: ReadySpec, step: StepId): Promise<StepRecord> {
    const assembly = await this.assembly(ready)
    const { LocalSite } = await import('../../site/index.js')
    const site = await LocalSite.open(assembly, this.options)
    const [record] = await this.steps(assembly, site, { only: step })
    if (record === undefined) throw new RangeError(`there is no step ${step}`)
    return record
  }

  /**
   * Takes all ten steps with nothing left over from before, sends events and accounts for each; leaves it running.
   *
   * @throws what synthesis throws, `NothingToRehearse`, `SolutionUnsupported`, `ProgramMissing`
   */
  async rehearse(ready: ReadySpec, options: RehearseOptions): Promise<RehearsalOutcome> {
    this.rehearsal = undefined
    const assembly = await this.assembly(ready)
    const { readState, runFolder } = await import('../../site/index.js')
    const { rehearse } = await import('../../workflow/rehearse.js')
    const { writePage } = await import('../../workflow/page/index.js')
    const result = await rehearse(assembly.project, { ...this.options, ...options })
    const page = await writePage(runFolder(assembly), result.record)
    const endpoint = readState(runFolder(assembly))?.addresses.endpoint
    this.rehearsal = { ...outcomeOf(result), page, ...(endpoint !== undefined && { endpoint }) }
    return this.rehearsal
  }

  /** How each connector is, with the cause where one failed. @throws `NothingRuns` */
  connectors(): Promise<readonly ConnectorHealth[]> {
    return this.onSite(async ({ connectors }) => {
      const { connectorHealth } = await import('../../runtime/connectors/index.js')
      return Promise.all(connectors.planned.map(({ name }) => connectorHealth(connectors, name)))
    })
  }

  /** The newest events of each sink, or of those of one type. @throws `NothingRuns`, `NoSuchSink`, `LakeServerRefused` */
  events(count: number, type?: SinkSpec['type']): Promise<readonly NewestEvents[]> {
    return this.onSite(async ({ lake }, { spec }) => {
      const sinks = spec.sinks.filter((sink) => type === undefined || sink.type === type)
      if (sinks.length === 0) {
        throw new ClickstreamError(`the project has no sink of the type ${type ?? 'asked for'}`, {
          code: 'NoSuchSink',
          hint:
            spec.sinks.length === 0
              ? 'events stay in Kafka'
              : `it has ${spec.sinks.map((sink) => sink.type).join(', ')}`,
        })
      }
      const { newestEvents } = await import('../../runtime/events/index.js')
      return Promise.all(sinks.map((sink) => newestEvents(lake, sink, count)))
    })
  }

  async summary(): Promise<LocalSummary> {
    if (this.made === undefined) return { runs: [] }
    const { isRunning, readState, runFolder } = await import('../../site/index.js')
    const { project } = this.made.assembly
    const state = readState(runFolder({ project }))
    const runs = (state?.parts ?? []).filter(isRunning).map(({ name }) => name)
    const endpoint = runs.length === 0 ? undefined : state?.addresses.endpoint
    return {
      runs,
      project,
      ...(endpoint !== undefined && { endpoint }),
      ...(this.rehearsal !== undefined && { rehearsal: this.rehearsal }),
    }
  }

  /** Ends everything that was started, and what an earlier conversation left of a project of this name; how many processes. */
  async end(name?: string): Promise<number> {
    const own = this.made?.assembly.project
    const projects = new Set([
      ...(own === undefined ? [] : [own]),
      ...(name === undefined ? [] : [this.folderOf(name)]),
    ])
    if (projects.size === 0) return 0
    const { endAll, runFolder } = await import('../../site/index.js')
    let ended = 0
    for (const project of projects) ended += await endAll(runFolder({ project }))
    return ended
  }

  /** Works with what runs, even if the conversation has gone on to another spec. */
  private async onSite<Result>(work: (site: Site, assembly: Assembly) => Promise<Result>): Promise<Result> {
    const { made } = this
    if (made === undefined || (await this.summary()).runs.length === 0) {
      throw new ClickstreamError('nothing runs on this machine', {
        code: 'NothingRuns',
        hint: 'say "rehearse it" to run the project here',
      })
    }
    const { LocalSite } = await import('../../site/index.js')
    const site = await LocalSite.openRunning(made.assembly, this.options)
    try {
      return await work(site, made.assembly)
    } finally {
      await site.close()
    }
  }

  private async steps(
    assembly: Assembly,
    site: Site,
    which: { readonly only: StepId } | { readonly through: StepId },
  ): Promise<readonly StepRecord[]> {
    const { takeSteps } = await import('../../workflow/local-run.js')
    const { buildingSteps } = await import('../../workflow/steps/index.js')
    try {
      const context = { assembly, site, reporter: this.options.reporter }
      const { steps, error } = await takeSteps(context, buildingSteps(context), which)
      if (error !== undefined) throw error
      return steps.filter(({ state }) => state !== 'not reached')
    } finally {
      await site.close()
    }
  }

  /** The synthesized project of a spec; what runs of another one is ended first, because it is not what is talked about any more. */
  private async assembly(ready: ReadySpec): Promise<Assembly> {
    const from = JSON.stringify([ready.spec, ready.lock])
    if (this.made?.from === from) return this.made.assembly
    await this.end(ready.spec.name)
    this.made = undefined
    this.rehearsal = undefined
    const { folder, reporter } = this.options
    const { renderProject, synthesize, writeProject } = await import('../../synth/index.js')
    const { openAssembly } = await import('../../site/index.js')
    const { spec, provenance, lock } = ready
    const projectDir = this.folderOf(spec.name)
    const withLock = lock === undefined ? {} : { lock }
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined)
    await reporter.task(`the project ${spec.name} is synthesized`, async () => {
      const files = await renderProject(spec, { provenance, projectDir, ...withLock })
      await writeProject(projectDir, files, { decide: 'overwrite' })
      await synthesize({ projectDir })
    })
    const assembly = openAssembly(projectDir)
    this.made = { from, assembly }
    return assembly
  }

  private folderOf(name: string): string {
    return join(this.options.folder, name)
  }
}
