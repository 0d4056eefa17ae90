import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConnectRest } from './connect-rest.js'
import { connectClassPath, type ConnectVersion } from './kafka-jars.js'
import { freePorts, type Running, start, until } from './programs.js'

export interface WorkerOptions {
  /** Bootstrap addresses, without authentication. */
  readonly brokers: string
  /** @default '3.7.2' */
  readonly version?: ConnectVersion
  /** Folder that holds a folder of jars for each plugin. @default - only what the worker's class path has */
  readonly plugins?: string
  /** Workers of one group share its connectors. @default 'connect' */
  readonly group?: string
  /** How often a sink's offsets are committed, in milliseconds. @default 1000 */
  readonly flushMs?: number
  /** @default 512 */
  readonly heapMiB?: number
  /** More flags for the JVM, such as system properties. */
  readonly flags?: readonly string[]
  /** More settings of the worker, or other values of those below. */
  readonly settings?: Readonly<Record<string, string | number>>
  /** Beside the test's own environment. */
  readonly env?: NodeJS.ProcessEnv
}

/** A real Connect worker in distributed mode on 127.0.0.1, that a test may stop, kill, freeze and start again. */
export class ConnectWorker {
  readonly rest: ConnectRest
  private running: Running | undefined
  private earlier = ''

  private constructor(
    private readonly folder: string,
    private readonly classPath: string,
    private readonly options: WorkerOptions,
    port: number,
  ) {
    this.rest = new ConnectRest(`http://127.0.0.1:${port}`)
  }

  static async start(options: WorkerOptions): Promise<ConnectWorker> {
    const classPath = await connectClassPath(options.version ?? '3.7.2')
    const folder = await mkdtemp(join(tmpdir(), 'clickstream-connect-'))
    const [port] = await freePorts()
    await writeFile(join(folder, 'worker.properties'), workerProperties(options, port))
    const worker = new ConnectWorker(folder, classPath, options, port)
    try {
      await worker.resume()
    } catch (error) {
      await worker.remove()
      throw error
    }
    return worker
  }

  get pid(): number {
    return this.running?.child.pid ?? 0
  }

  /** Everything that the worker has logged, over all of its lives. */
  output(): string {
    return this.earlier + (this.running?.output() ?? '')
  }

  /** Starts it, and waits until it has joined its group. */
  async resume(): Promise<void> {
    const { heapMiB = 512, flags = [], env } = this.options
    const args = [
      `-Xmx${heapMiB}m`,
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-Dorg.slf4j.simpleLogger.log.clickstream=info',
      ...flags,
      ...['-cp', this.classPath, 'org.apache.kafka.connect.cli.ConnectDistributed', 'worker.properties'],
    ]
    this.running = start('java', args, { cwd: this.folder, env: { ...process.env, ...env } })
    const { child } = this.running
    const joined = async (): Promise<boolean> => {
      if (child.exitCode !== null) return true
      return (await fetch(`${this.rest.url}/connectors`)).ok
    }
    await until('the Connect worker', joined, 120_000).catch((error: Error) => this.giveUp(error.message))
    if (child.exitCode !== null) this.giveUp(`the Connect worker ended with ${child.exitCode}`)
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.running?.stop(signal, 60_000)
    this.earlier = this.output()
    this.running = undefined
  }

  /** Stops every thread at once, as a long pause of the machine does; the group takes it for dead after 6 s. */
  freeze(): void {
    this.running?.child.kill('SIGSTOP')
  }

  thaw(): void {
    this.running?.child.kill('SIGCONT')
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }

  private giveUp(message: string): never {
    throw new Error(`${message}: ${this.output().slice(-4000)}`)
  }
}

const workerProperties = (options: WorkerOptions, port: number): string => {
  const { brokers, plugins, group = 'connect', flushMs = 1000, settings = {} } = options
  const values: Record<string, string | number | boolean> = {
    'bootstrap.servers': brokers,
    'group.id': group,
    listeners: `http://127.0.0.1:${port}`,
    'rest.advertised.host.name': '127.0.0.1',
    'key.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
    'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
    'offset.flush.interval.ms': flushMs,
    // The default from 3.0 on; 2.7 refuses a consumer group of the connector's own without it.
    'connector.client.config.override.policy': 'All',
    // The least that a broker takes, so that a worker that was killed is missed soon, and its tasks move at once.
    'session.timeout.ms': 6000,
    'heartbeat.interval.ms': 2000,
    'scheduled.rebalance.max.delay.ms': 0,
    // The same for the consumers of a sink, whose default is 45 s.
    'consumer.session.timeout.ms': 6000,
    'consumer.heartbeat.interval.ms': 2000,
    ...(plugins !== undefined && { 'plugin.path': plugins }),
  }
  for (const kind of ['config', 'offset', 'status']) {
    values[`${kind}.storage.topic`] = `${group}-${kind}`
    values[`${kind}.storage.replication.factor`] = 1
    if (kind !== 'config') values[`${kind}.storage.partitions`] = 1
  }
  return Object.entries({ ...values, ...settings })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}
