import { join } from 'node:path'
import type { DescribedConnector, DescribedContainer } from '../assembly/describe.js'
import type { Fact, StackDeployer, StackKind } from '../site.js'
import { answering, answers } from './answers.js'
import { startCollector } from './collector-containers.js'
import { startConnect } from './connect-worker.js'
import { isHealthy } from './container-health.js'
import { freePorts } from './free-ports.js'
import { LakeServer } from './lake-server.js'
import type { LocalParts } from './local-parts.js'
import { layPlugin } from './plugin-folders.js'

/** What the stacks describe, as programs of this machine. */
export class LocalStacks implements StackDeployer {
  constructor(private readonly parts: LocalParts) {}

  /** @throws `ContainerUnsupported`, `ProgramMissing`, `ProgramFailed`, `LocalPartDied`, `LocalPartSilent` */
  async deploy(stack: StackKind): Promise<void> {
    const { reporter } = this.parts
    if (stack === 'Ingestion') {
      await reporter.task('the collector answers', () => startCollector(this.parts))
      return
    }
    await this.makeTables()
    await this.startWorkers()
  }

  async inspect(stack: StackKind): Promise<readonly Fact[]> {
    const { supervisor, addresses } = this.parts
    const { containers, tables, connectors } = this.parts.description()
    if (stack === 'Ingestion') {
      const { fluentBit } = await this.parts.programs()
      const here = containers.filter(({ name }) => name !== 'fluent-bit' || fluentBit !== undefined)
      return Promise.all(here.map((container) => this.inspectContainer(container)))
    }
    const lake = new LakeServer(addresses.s3 ?? '')
    const made = tables.map(async (table): Promise<Fact> => {
      const location = await lake.tableLocation(table).catch(() => undefined)
      return {
        what: `Iceberg table ${table.database}.${table.table}`,
        found: location ?? 'missing',
        ok: location !== undefined,
      }
    })
    const workers = [...new Set(connectors.map(({ name }) => supervisor.current.workers[name]))].map(async (url) =>
      answering(`Kafka Connect${url === undefined ? '' : ` at ${url}`}`, url !== undefined && (await answers(url))),
    )
    return Promise.all([...made, ...workers])
  }

  private async inspectContainer(container: DescribedContainer): Promise<Fact> {
    const what = `container ${container.name}`
    if (!this.parts.supervisor.runs(container.name)) return { what, found: 'does not run', ok: false }
    const ok = await isHealthy(this.parts, container)
    return { what, found: ok ? 'runs, and its health check passes' : 'runs, and its health check fails', ok }
  }

  private async makeTables(): Promise<void> {
    const { tables } = this.parts.description()
    const lake = new LakeServer(this.parts.address('s3'))
    for (const table of tables) {
      if ((await lake.tableLocation(table)) === undefined) await lake.makeTable(table)
    }
  }

  /** MSK Connect gives each connector workers of its own; here those with the same worker configuration share one. */
  private async startWorkers(): Promise<void> {
    const { supervisor, reporter, env, assembly } = this.parts
    const { connectors } = this.parts.description()
    if (connectors.length === 0) return
    const { java } = await this.parts.programs()
    const jars = await this.parts.jars('connect-worker')
    const plugins = join(supervisor.folder, 'plugins')
    const { length } = assembly.plugins
    await reporter.task(`built: ${length} connector plugin${length === 1 ? '' : 's'}`, async () => {
      for (const plugin of assembly.plugins) await layPlugin(plugin, { plugins, project: assembly.project, env })
    })
    const groups = [...byWorkers(connectors)]
    for (const [index, [workerProperties, ofWorker]] of groups.entries()) {
      const known = supervisor.current.workers[ofWorker[0]?.name ?? '']
      const [free = 0] = await freePorts(1)
      const connect = await reporter.task('Kafka Connect answers', () =>
        startConnect(supervisor, {
          name: index === 0 ? 'connect' : `connect-${index + 1}`,
          java,
          jars,
          port: known === undefined ? free : Number(new URL(known).port),
          kafka: this.parts.address('kafka'),
          region: assembly.spec.region,
          plugins,
          workerProperties,
          env,
        }),
      )
      if (index === 0) supervisor.addresses({ connect })
      for (const { name } of ofWorker) supervisor.worker(name, connect)
    }
  }
}

function byWorkers(connectors: readonly DescribedConnector[]): Map<string, DescribedConnector[]> {
  const groups = new Map<string, DescribedConnector[]>()
  for (const connector of connectors) {
    groups.set(connector.workerProperties, [...(groups.get(connector.workerProperties) ?? []), connector])
  }
  return groups
}
