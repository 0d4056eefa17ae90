import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DescribedConnector } from '../assembly/describe.js'
import { LOG_FLAGS } from './jvm-flags.js'
import { LOCAL_CREDENTIALS } from './lake-server.js'
import type { Supervisor } from './supervisor.js'

/** Memory of the worker's JVM: both sinks at once take some 900 MB of the process. Source: design notes, measured. */
const HEAP_MIB = 1024

export interface ConnectWorkerOptions {
  /** What its log is called; a group of its own. */
  readonly name: string
  readonly java: string
  /** Jars of the worker, absolute. */
  readonly jars: readonly string[]
  readonly port: number
  readonly kafka: string
  readonly region: string
  /** Folder that holds a folder of jars for each plugin. */
  readonly plugins: string
  /** What the template says of the workers. */
  readonly workerProperties: string
  readonly env: NodeJS.ProcessEnv
}

/** Starts a worker in distributed mode, and waits until it has joined its group; returns the address of its REST interface. */
export async function startConnect(supervisor: Supervisor, options: ConnectWorkerOptions): Promise<string> {
  const { name, java, jars, port, env, region } = options
  const folder = join(supervisor.folder, name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'worker.properties'), properties(options))
  const args = [
    `-Xmx${HEAP_MIB}m`,
    '-XX:+UseSerialGC',
    ...LOG_FLAGS,
    '-Dorg.slf4j.simpleLogger.log.clickstream=info',
    ...['-cp', jars.join(':'), 'org.apache.kafka.connect.cli.ConnectDistributed', 'worker.properties'],
  ]
  supervisor.start(name, java, args, { cwd: folder, env: { ...env, ...LOCAL_CREDENTIALS, AWS_REGION: region } })
  const url = `http://127.0.0.1:${port}`
  await supervisor.answers(name, async () => (await fetch(`${url}/connectors`)).ok, 120_000)
  return url
}

function properties({ name, kafka, port, plugins, workerProperties }: ConnectWorkerOptions): string {
  const values: Record<string, string | number> = {
    'bootstrap.servers': kafka,
    'group.id': `local-${name}`,
    listeners: `http://127.0.0.1:${port}`,
    'rest.advertised.host.name': '127.0.0.1',
    'plugin.path': plugins,
    'scheduled.rebalance.max.delay.ms': 0,
  }
  for (const kind of ['config', 'offset', 'status']) {
    values[`${kind}.storage.topic`] = `local-${name}-${kind}`
    values[`${kind}.storage.replication.factor`] = 1
    if (kind !== 'config') values[`${kind}.storage.partitions`] = 1
  }
  const local = Object.entries(values).map(([key, value]) => `${key}=${value}`)
  return [workerProperties, ...local, ''].join('\n')
}

/** Longest time between two flushes or commits here: nobody waits five minutes for a row on their own machine. */
export const LOCAL_STORE_SECONDS = 5

const INTERVALS = ['rotate.interval.ms', 'iceberg.control.commit.interval-ms']

/** A connector's configuration with the addresses of this machine in place of the account's, and shorter intervals; everything else is as it ships. */
export function localConfiguration(
  { configuration, bootstrapServers }: DescribedConnector,
  { kafka, lake }: { readonly kafka: string; readonly lake: string },
): Record<string, string> {
  const iceberg = 'iceberg.tables' in configuration
  const kept = Object.entries(configuration)
    .filter(([key]) => !key.startsWith('iceberg.kafka.sasl.'))
    .map(([key, value]): [string, string] => [
      key,
      value === bootstrapServers
        ? kafka
        : INTERVALS.includes(key)
          ? String(Math.min(Number(value), LOCAL_STORE_SECONDS * 1000))
          : value,
    ])
  return {
    ...Object.fromEntries(kept),
    ...(iceberg
      ? {
          'iceberg.kafka.security.protocol': 'PLAINTEXT',
          'iceberg.catalog.glue.endpoint': lake,
          'iceberg.catalog.s3.endpoint': lake,
          'iceberg.catalog.s3.path-style-access': 'true',
        }
      : 's3.bucket' in configuration && { 's3.endpoint': lake, 's3.path.style': 'true' }),
  }
}
