import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Certificates, makeCertificates } from './certificates.js'
import { KafkaAdmin } from './kafka-admin.js'
import { kafkaClassPath, type KafkaVersion } from './kafka-jars.js'
import { type Auth, type Listener, type Node, serverProperties } from './kafka-properties.js'
import { produce, type Sent } from './kafka-producer.js'
import { type KafkaRecord, readRecords } from './kafka-records.js'
import { freePorts, manyFreePorts, run, type Running, start, until } from './programs.js'
import { TcpProxy } from './tcp-proxy.js'

export interface KafkaOptions {
  /** Topics to make; each has three partitions, on as many nodes as there are. */
  readonly topics: readonly string[]
  /** @default 1 */
  readonly nodes?: 1 | 3
  /** @default what CLICKSTREAM_KAFKA says, else 3 */
  readonly version?: KafkaVersion
  /** Listeners for clients. @default ['none'] */
  readonly auths?: readonly Auth[]
  /** Whether clients reach every broker only through a proxy of the test's. @default false */
  readonly proxied?: boolean
  /** Flags of each broker's JVM. @default - a small heap, and compiled fast instead of well */
  readonly flags?: readonly string[]
  /** Topic settings. */
  readonly config?: Readonly<Record<string, string | number>>
}

const UUID = 'kK0Xq1bFTZeQ0i6S0m9a2A'
const FLAGS = [
  '-Xmx300m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
]

const wantedVersion = (): KafkaVersion => {
  const wanted = process.env['CLICKSTREAM_KAFKA'] ?? '3'
  if (wanted !== '3' && wanted !== '4') throw new Error(`CLICKSTREAM_KAFKA is ${wanted}, not 3 or 4`)
  return wanted === '3' ? 3 : 4
}

/** Real brokers (KRaft, each a controller too) on 127.0.0.1, in a temporary folder, that a test may stop and start. */
export class KafkaCluster {
  private readonly running = new Map<number, Running>()
  /** Kafka's own admin client, for what a test changes on a running cluster. */
  readonly admin: KafkaAdmin

  private constructor(
    private readonly folder: string,
    private readonly classPath: string,
    readonly nodes: readonly Node[],
    /** Proxies before the brokers, in the order of the nodes; none unless asked for. */
    readonly proxies: readonly TcpProxy[],
    /** Of the listeners with TLS. */
    readonly certificates: Certificates | undefined,
    private readonly flags: readonly string[],
  ) {
    this.admin = KafkaAdmin.start(classPath, this.direct)
  }

  static async start(options: KafkaOptions): Promise<KafkaCluster> {
    const {
      topics,
      nodes: count = 1,
      version = wantedVersion(),
      auths = ['none'],
      proxied = false,
      flags = FLAGS,
      config = {},
    } = options
    const classPath = await kafkaClassPath(version)
    const folder = await mkdtemp(join(tmpdir(), 'clickstream-kafka-'))
    const encrypted = auths.some((auth) => auth !== 'none')
    const certificates = encrypted ? await makeCertificates(folder) : undefined
    const ids = Array.from({ length: count }, (_, index) => index + 1)
    const nodes = await Promise.all(ids.map((id) => planNode(join(folder, `node-${id}`), id, auths, proxied)))
    const behind = nodes.flatMap(({ listeners }) => listeners.filter(({ port, advertised }) => port !== advertised))
    const proxies = await Promise.all(behind.map(({ port, advertised }) => TcpProxy.start(advertised, port)))
    const cluster = new KafkaCluster(folder, classPath, nodes, proxies, certificates, flags)
    try {
      await cluster.format(certificates?.keystore)
      await Promise.all(ids.map((id) => cluster.resume(id)))
      for (const topic of topics) await cluster.admin.create(topic, 3, count, config)
    } catch (error) {
      await cluster.remove()
      throw error
    }
    return cluster
  }

  /** Bootstrap addresses for clients without authentication. */
  get brokers(): string {
    return this.brokersFor('none')
  }

  brokersFor(auth: Auth): string {
    const ports = this.nodes.map(({ listeners }) => listeners.find((one) => one.auth === auth)?.advertised)
    return ports.map((port) => `127.0.0.1:${port}`).join(',')
  }

  /** What the IAM listener's validator noted: one line a token. */
  async tokens(): Promise<string[]> {
    const text = await readFile(join(this.folder, 'tokens'), 'utf8').catch(() => '')
    return text.split('\n').filter((line) => line !== '')
  }

  /** Starts one broker, or all that do not run, on the data that they have. */
  async resume(id?: number): Promise<void> {
    const nodes = this.nodes.filter((node) => (id ?? node.id) === node.id && !this.running.has(node.id))
    const tokens = `-Dtoken.log=${join(this.folder, 'tokens')}`
    for (const node of nodes) {
      const args = [...this.flags, tokens, '-cp', this.classPath, 'kafka.Kafka', 'server.properties']
      this.running.set(node.id, start('java', args, { cwd: node.folder }))
    }
    for (const { id, direct } of nodes) {
      const asked = ['-b', `127.0.0.1:${direct}`, '-L', '-m', '2']
      const answers = async (): Promise<boolean> => (await run('kcat', asked)).stdout.includes(`broker ${id} at`)
      await until(`Kafka ${id}`, answers, 90_000).catch((error: Error) => {
        throw new Error(`${error.message}: ${this.running.get(id)?.output().slice(-2000)}`)
      })
    }
  }

  /** Stops one broker, or all. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', id?: number): Promise<void> {
    const nodes = this.nodes.filter((node) => (id ?? node.id) === node.id)
    await Promise.all(nodes.map((node) => this.running.get(node.id)?.stop(signal, 20_000)))
    for (const node of nodes) this.running.delete(node.id)
  }

  /** Waits until every partition of the topic has a leader and all of its replicas again. */
  async inSync(topic: string): Promise<void> {
    const complete = async (): Promise<boolean> =>
      (await this.admin.describe(topic)).every(
        ({ leader, replicas, inSync }) => leader > 0 && inSync.length === replicas.length,
      )
    await until(`${topic} to be in sync`, complete, 60_000)
  }

  /** Sends records, and waits until every replica has them. */
  async produce(topic: string, records: Iterable<Sent> | AsyncIterable<Sent>): Promise<void> {
    await produce(this.classPath, this.direct, topic, records)
  }

  /** Process ids of the brokers that run. */
  pids(): number[] {
    return [...this.running.values()].flatMap(({ child }) => child.pid ?? [])
  }

  async topics(): Promise<string[]> {
    const { stdout } = await run('kcat', ['-b', this.direct, '-L', '-J'])
    const listed = JSON.parse(stdout) as { topics: { topic: string }[] }
    return listed.topics.map(({ topic }) => topic).filter((topic) => !topic.startsWith('__'))
  }

  /** How many records a partition got so far; the other ways of reading end when nothing new comes. */
  async recordsIn(topic: string, partition: number): Promise<number> {
    const { stdout } = await run('kcat', ['-b', this.direct, '-Q', '-t', `${topic}:${partition}:-1`])
    return Number(/offset (\d+)/.exec(stdout)?.[1] ?? 0)
  }

  /** Values of every record of a topic. */
  async read(topic: string): Promise<string[]> {
    return (await this.records(topic)).map(({ value }) => value)
  }

  async records(topic: string): Promise<KafkaRecord[]> {
    return readRecords(this.direct, topic)
  }

  async remove(): Promise<void> {
    await this.admin.remove()
    await this.stop('SIGKILL')
    await Promise.all(this.proxies.map((proxy) => proxy.remove()))
    await rm(this.folder, { recursive: true, force: true })
  }

  private get direct(): string {
    return this.nodes.map(({ direct }) => `127.0.0.1:${direct}`).join(',')
  }

  /** Formats the first node's folder; the others' differ by the node's number alone. */
  private async format(keystore: string | undefined): Promise<void> {
    for (const node of this.nodes) {
      await mkdir(node.folder, { recursive: true })
      await writeFile(join(node.folder, 'server.properties'), serverProperties(node, this.nodes, keystore))
    }
    const [first, ...others] = this.nodes
    if (first === undefined) return
    const format = ['kafka.tools.StorageTool', 'format', '-t', UUID, '-c', 'server.properties']
    await run('java', [...FLAGS, '-cp', this.classPath, ...format], { cwd: first.folder })
    for (const { folder, id } of others) {
      await cp(join(first.folder, 'data'), join(folder, 'data'), { recursive: true })
      const meta = join(folder, 'data', 'meta.properties')
      const text = (await readFile(meta, 'utf8')).replace(/^node\.id=.*$/m, `node.id=${id}`)
      await writeFile(meta, text.replace(/^directory\.id=.*$/m, `directory.id=${UUID.slice(0, -2)}${id}A`))
    }
  }
}

const planNode = async (folder: string, id: number, auths: readonly Auth[], proxied: boolean): Promise<Node> => {
  const [direct, controller] = await freePorts()
  const ports = await manyFreePorts(auths.length * 2)
  const listeners = auths.map((auth, index): Listener => {
    const [own = 0, proxy = 0] = ports.slice(index * 2)
    const port = auth === 'none' && !proxied ? direct : own
    return { auth, port, advertised: proxied ? proxy : port }
  })
  return { id, folder, controller, direct, listeners }
}
