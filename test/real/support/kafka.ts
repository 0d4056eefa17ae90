import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts, run, type Running, start, until } from './programs.js'

const POM = fileURLToPath(new URL('./pom.xml', import.meta.url))

/** Folder with the broker's jars, downloaded by Maven on first use and kept under the user's cache. */
export const kafkaJars = async (): Promise<string> => {
  const digest = createHash('sha256')
    .update(await readFile(POM))
    .digest('hex')
    .slice(0, 12)
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'clickstream')
  const folder = join(cache, `test-kafka-${digest}`)
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const partial = await mkdtemp(`${folder}-`)
  await run('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`])
  await rename(partial, folder).catch(async (error: unknown) => {
    await rm(partial, { recursive: true })
    if (!existsSync(folder)) throw error
  })
  return folder
}

/** One real broker (KRaft, single node) on 127.0.0.1, in a temporary folder, that a test may stop and start again. */
export class KafkaBroker {
  private running: Running | undefined

  private constructor(
    private readonly folder: string,
    private readonly jars: string,
    readonly brokers: string,
  ) {}

  /** Formats the folder and starts the broker with these topics, of three partitions each. */
  static async start(topics: readonly string[]): Promise<KafkaBroker> {
    const jars = await kafkaJars()
    const [port, controller] = await freePorts()
    const folder = await mkdtemp(join(tmpdir(), 'clickstream-kafka-'))
    const broker = new KafkaBroker(folder, jars, `127.0.0.1:${port}`)
    await writeFile(join(folder, 'server.properties'), properties(folder, port, controller))
    await broker.java(['kafka.tools.StorageTool', 'format', '-t', 'kK0Xq1bFTZeQ0i6S0m9a2A', '-c', 'server.properties'])
    await broker.resume()
    // Topics are made by asking for them; a collector that let a client do the same would show in `topics()`.
    for (const topic of topics) {
      await until(`topic ${topic}`, async () => {
        await run('kcat', ['-b', broker.brokers, '-L', '-t', topic, '-X', 'allow.auto.create.topics=true'])
        return (await broker.topics()).includes(topic)
      })
    }
    return broker
  }

  private java(args: readonly string[]): Promise<unknown> {
    return run('java', ['-cp', join(this.jars, '*'), ...args], { cwd: this.folder })
  }

  /** Starts the broker on the data that it has. */
  async resume(): Promise<void> {
    const args = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(this.jars, '*')]
    this.running = start('java', [...args, 'kafka.Kafka', 'server.properties'], { cwd: this.folder })
    await until(
      `Kafka: ${this.running.output().slice(-2000)}`,
      async () => (await run('kcat', ['-b', this.brokers, '-L', '-m', '2'])).stdout.includes('1 brokers'),
      40_000,
    )
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.running?.stop(signal, 20_000)
  }

  async topics(): Promise<string[]> {
    const { stdout } = await run('kcat', ['-b', this.brokers, '-L', '-J'])
    const listed = JSON.parse(stdout) as { topics: { topic: string }[] }
    return listed.topics.map(({ topic }) => topic).filter((topic) => !topic.startsWith('__'))
  }

  /** Every record of a topic, read by a program that shares nothing with the collector. */
  async read(topic: string): Promise<string[]> {
    const { stdout } = await run('kcat', [
      '-b',
      this.brokers,
      '-C',
      '-t',
      topic,
      '-o',
      'beginning',
      '-e',
      '-q',
      '-D',
      '\u001e',
    ])
    return stdout.split('\u001e').filter((record) => record !== '')
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }
}

const properties = (folder: string, port: number, controller: number): string =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'num.partitions': 3,
    'auto.create.topics.enable': true,
    'log.dirs': join(folder, 'data'),
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
