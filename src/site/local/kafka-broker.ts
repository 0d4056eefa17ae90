import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Admin } from '@platformatic/kafka'
import { LOG_FLAGS } from './jvm-flags.js'
import { runToEnd } from './run-to-end.js'
import type { Supervisor } from './supervisor.js'

/** Any UUID: a folder is formatted for one cluster. */
const CLUSTER_ID = 'kK0Xq1bFTZeQ0i6S0m9a2A'

/** Memory of the broker's JVM. 300 MB carry the events of a rehearsal; the process takes about 400 MB. */
const HEAP_MIB = 300

const FLAGS = [`-Xmx${HEAP_MIB}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...LOG_FLAGS]

export interface KafkaBrokerOptions {
  readonly java: string
  /** Jars of the broker, absolute. */
  readonly jars: readonly string[]
  readonly port: number
  readonly controllerPort: number
  readonly env: NodeJS.ProcessEnv
}

/** Starts a broker (KRaft, its own controller) on an empty folder, and waits until it answers; returns its `host:port`. */
export async function startKafka(supervisor: Supervisor, options: KafkaBrokerOptions): Promise<string> {
  const { java, jars, port, controllerPort, env } = options
  const folder = join(supervisor.folder, 'kafka')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'server.properties'), properties(folder, port, controllerPort))
  const classPath = jars.join(':')
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', 'server.properties']
  await runToEnd(java, [...FLAGS, '-cp', classPath, ...format], { cwd: folder, env })
  supervisor.start('kafka', java, [...FLAGS, '-cp', classPath, 'kafka.Kafka', 'server.properties'], {
    cwd: folder,
    env,
  })
  const address = `127.0.0.1:${port}`
  await supervisor.answers('kafka', () => answersKafka(address), 60_000)
  return address
}

function properties(folder: string, port: number, controllerPort: number): string {
  const values: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    // A topic that nobody planned must not come into being, or the gate would mean nothing.
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // A broker that was killed is let in again only when its controller has forgotten it: 9 s by default.
    'broker.session.timeout.ms': 4000,
    'broker.heartbeat.interval.ms': 1000,
    'log.dirs': join(folder, 'data'),
  }
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

/**
 * Whether Kafka answers at `host:port`, asked in its own protocol: another program may listen there, while a broker is still on its
 * way to find out.
 */
export async function answersKafka(address: string): Promise<boolean> {
  const admin = new Admin({ clientId: 'clickstream', bootstrapBrokers: [address], retries: 0, timeout: 2000 })
  try {
    await admin.listTopics()
    return true
  } catch {
    return false
  } finally {
    await admin.close()
  }
}
