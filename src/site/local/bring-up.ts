import { join } from 'node:path'
import { readPluginLock } from '../../plugins/plugin-lock.js'
import { resolveArtifacts } from '../../plugins/resolve-artifacts.js'
import { describe, type DescribedConnector } from '../assembly/describe.js'
import type { Assembly } from '../assembly/open-assembly.js'
import { startCollector } from './collector-containers.js'
import { ConnectRest } from './connect-rest.js'
import { localConfiguration, startConnect } from './connect-worker.js'
import { differences, withoutAuthentication, withoutCompiler, withoutFluentBit } from './differences.js'
import { freePorts } from './free-ports.js'
import { startKafka } from './kafka-broker.js'
import { LakeServer } from './lake-server.js'
import { localPrograms } from './local-programs.js'
import type { LocalSiteOptions } from './local-site.js'
import type { LocalState } from './local-state.js'
import { localTopics } from './local-topics.js'
import { localValues } from './local-values.js'
import { layPlugin } from './plugin-folders.js'
import type { Supervisor } from './supervisor.js'

/** Starts the parts one after the other, each when those it needs answer. */
export async function bringUp(
  assembly: Assembly,
  supervisor: Supervisor,
  { reporter, env }: Required<LocalSiteOptions>,
): Promise<LocalState> {
  const { spec, topics, project } = assembly
  const programs = await localPrograms(env)
  const jars = async (lock: string): Promise<string[]> =>
    (await resolveArtifacts(readPluginLock(lock), { reporter, env })).map(({ path }) => path)
  const { java } = programs
  const brokerJars = await jars('kafka-broker')
  const workerJars = await jars('connect-worker')

  const [kafkaPort = 0, controllerPort = 0, lakePort = 0, port = 0, metricsPort = 0, shipperPort = 0] =
    await freePorts(6)
  const [kafka, lake] = await reporter.task('Kafka and S3 answer', () =>
    Promise.all([
      startKafka(supervisor, { java, jars: brokerJars, port: kafkaPort, controllerPort, env }),
      LakeServer.start(supervisor, { program: programs.ministack, port: lakePort, env }),
    ]),
  )
  supervisor.addresses({ kafka, s3: lake.endpoint })

  const { containers, connectors, tables, buckets } = describe(assembly, localValues(assembly, kafka))
  const made = `made: ${counted(topics, 'topic')}, ${counted(buckets, 'bucket')}, ${counted(tables, 'Iceberg table')}`
  await reporter.task(made, async () => {
    await localTopics(kafka, topics)
    for (const bucket of buckets) await lake.makeBucket(bucket)
    for (const table of tables) await lake.makeTable(table)
  })

  await reporter.task('the collector answers', () =>
    startCollector(supervisor, containers, {
      kafka,
      lake: lake.endpoint,
      region: spec.region,
      port,
      metricsPort,
      shipperPort,
      env,
      ...(programs.compiler !== undefined && { compiler: programs.compiler }),
      ...(programs.fluentBit !== undefined && { fluentBit: programs.fluentBit }),
    }),
  )
  const endpoint = `http://127.0.0.1:${port}${spec.collector.paths[0] ?? '/'}`
  supervisor.addresses({ endpoint, metrics: `http://127.0.0.1:${metricsPort}/metrics` })

  const plugins = join(supervisor.folder, 'plugins')
  await reporter.task(`built: ${counted(assembly.plugins, 'connector plugin')}`, async () => {
    for (const plugin of assembly.plugins) await layPlugin(plugin, { plugins, project, env })
  })
  const workers = [...byWorkers(connectors)]
  for (const [index, [workerProperties, ofWorker]] of workers.entries()) {
    const [connectPort = 0] = await freePorts(1)
    const name = index === 0 ? 'connect' : `connect-${index + 1}`
    const connect = await reporter.task('Kafka Connect answers', () =>
      startConnect(supervisor, {
        name,
        java,
        jars: workerJars,
        port: connectPort,
        kafka,
        region: spec.region,
        plugins,
        workerProperties,
        env,
      }),
    )
    if (index === 0) supervisor.addresses({ connect })
    const rest = new ConnectRest(connect)
    for (const connector of ofWorker) {
      await reporter.task(`the connector ${connector.name} runs`, () =>
        rest.create(connector.name, localConfiguration(connector, { kafka, lake: lake.endpoint })),
      )
    }
  }
  return supervisor.complete(
    connectors.map(({ name }) => name),
    differences([
      programs.fluentBit === undefined && withoutFluentBit,
      programs.compiler === undefined && withoutCompiler,
      spec.kafka.auth !== 'none' && withoutAuthentication(spec.kafka.auth),
    ]),
  )
}

/** MSK Connect gives each connector workers of its own; here those with the same worker configuration share one. */
function byWorkers(connectors: readonly DescribedConnector[]): Map<string, DescribedConnector[]> {
  const groups = new Map<string, DescribedConnector[]>()
  for (const connector of connectors) {
    groups.set(connector.workerProperties, [...(groups.get(connector.workerProperties) ?? []), connector])
  }
  return groups
}

function counted(items: readonly unknown[], one: string): string {
  return `${items.length} ${one}${items.length === 1 ? '' : 's'}`
}
