import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ClickstreamError } from '../../errors.js'
import type { Reporter } from '../../report/reporter.js'
import type { Assembly } from '../assembly/open-assembly.js'
import type { Site } from '../site.js'
import { KafkaTopicAdmin } from '../kafka/topic-admin.js'
import {
  differences,
  withoutAuthentication,
  withoutCompiler,
  withoutFluentBit,
  withoutModule,
  type Difference,
} from './differences.js'
import { compilesModules } from './compiled-parts.js'
import { LakeReader } from './lake-reader.js'
import { LocalConnectors } from './local-connectors.js'
import { LocalEndpoint } from './local-endpoint.js'
import { LocalFaults } from './local-faults.js'
import { LocalImages } from './local-images.js'
import { LocalParts } from './local-parts.js'
import { LocalPrerequisites } from './local-prerequisites.js'
import { LocalStacks } from './local-stacks.js'
import type { LocalState } from './local-state.js'
import { REFERENCE_TOPIC, startReference } from './reference-collector.js'
import { endAll } from './supervisor.js'

export interface LocalSiteOptions {
  readonly reporter: Reporter
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv
}

/** Folder of what runs for a project, with its logs and data. */
export function runFolder({ project }: Pick<Assembly, 'project'>): string {
  return join(project, '.clickstream-local')
}

/** A synthesized project on this machine, on 127.0.0.1. */
export class LocalSite implements Site {
  readonly kind = 'local'
  readonly prerequisites: LocalPrerequisites
  readonly images: LocalImages
  readonly stacks: LocalStacks
  readonly endpoint: LocalEndpoint
  readonly faults: LocalFaults
  private admin: KafkaTopicAdmin | undefined

  private constructor(
    private readonly parts: LocalParts,
    readonly differences: readonly Difference[],
  ) {
    this.prerequisites = new LocalPrerequisites(parts)
    this.images = new LocalImages(parts)
    this.stacks = new LocalStacks(parts)
    this.endpoint = new LocalEndpoint(parts)
    this.faults = new LocalFaults(parts)
  }

  /**
   * What runs for a project, and what can be started; starts nothing.
   *
   * @throws `SolutionUnsupported`, `ProgramMissing`
   */
  static async open(assembly: Assembly, { reporter, env = process.env }: LocalSiteOptions): Promise<LocalSite> {
    const { collector, kafka } = assembly.spec
    if (collector.solution !== 'nginx-lua') {
      throw new ClickstreamError(`the ${collector.solution} collector cannot run on this machine yet`, {
        code: 'SolutionUnsupported',
        hint: 'write `solution: nginx-lua` to run the rest of the project here',
        exitCode: 3,
        path: 'collector.solution',
      })
    }
    const parts = new LocalParts(assembly, runFolder(assembly), reporter, env)
    const { fluentBit, compiler } = await parts.programs()
    return new LocalSite(
      parts,
      differences([
        fluentBit === undefined && withoutFluentBit,
        compiler === undefined ? withoutCompiler : !compilesModules() && withoutModule,
        kafka.auth !== 'none' && withoutAuthentication(kafka.auth),
      ]),
    )
  }

  /**
   * The same with nothing left over from before: tables that outlived their topics would drop rows in silence, so all of it
   * begins anew, or nothing does.
   */
  static async openAnew(assembly: Assembly, options: LocalSiteOptions): Promise<LocalSite> {
    const folder = runFolder(assembly)
    await endAll(folder)
    await rm(folder, { recursive: true, force: true })
    return LocalSite.open(assembly, options)
  }

  /**
   * What runs for a project.
   *
   * @throws `NothingRuns` where it was not started, and what `open` throws
   */
  static async openRunning(assembly: Assembly, options: LocalSiteOptions): Promise<LocalSite> {
    const site = await LocalSite.open(assembly, options)
    site.parts.address('kafka')
    return site
  }

  get brokers(): readonly string[] {
    const { kafka } = this.parts.addresses
    return kafka === undefined ? [] : [kafka]
  }

  get topics(): KafkaTopicAdmin {
    // One broker holds one copy.
    this.admin ??= new KafkaTopicAdmin([this.parts.address('kafka')], { copies: 1 })
    return this.admin
  }

  get connectors(): LocalConnectors {
    const { connectors } = this.parts.description()
    const { workers } = this.parts.supervisor.current
    return new LocalConnectors({
      kafka: this.parts.address('kafka'),
      lake: this.parts.address('s3'),
      workers,
      connectors,
    })
  }

  get lake(): LakeReader {
    return new LakeReader(this.parts.address('s3'))
  }

  /**
   * Starts a lua-resty-kafka collector beside the project's, on a topic of its own; undefined where there is no such library.
   *
   * @throws `LocalPartDied`, `LocalPartSilent`, `TopicNotMade`
   */
  async reference(): Promise<{ readonly url: string; readonly topic: string } | undefined> {
    const { supervisor, env } = this.parts
    const url = await startReference({ supervisor, env, address: this.parts.address('kafka') })
    if (url === undefined) return undefined
    await this.topics.create({ name: REFERENCE_TOPIC, partitions: 3, replicationFactor: 1, configuration: {} })
    return { url, topic: REFERENCE_TOPIC }
  }

  /** Notes that everything runs, for who asks later. */
  complete(): LocalState {
    return this.parts.supervisor.complete(
      this.parts.description().connectors.map(({ name }) => name),
      this.differences,
    )
  }

  async close(): Promise<void> {
    await this.admin?.close()
    this.admin = undefined
  }
}
