import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectorConfig } from './connect-rest.js'
import { ConnectWorker, type WorkerOptions } from './connect-worker.js'
import { KafkaCluster } from './kafka-cluster.js'
import { needPrograms } from './needed.js'
import { layPlugin } from './plugin-folder.js'
import { until } from './programs.js'
import { S3Faults } from './s3-faults.js'
import { S3_CREDENTIALS, S3Server } from './s3-server.js'

export const BUCKET = 'my-data-bucket'

/** The JSON sink on real parts: a broker, an S3 server behind a proxy that can fail, and workers with the plugin. */
export class SinkUnderTest {
  readonly workers: ConnectWorker[] = []

  private constructor(
    private readonly folder: string,
    readonly kafka: KafkaCluster,
    readonly s3: S3Server,
    readonly faults: S3Faults,
  ) {}

  static async start(): Promise<SinkUnderTest> {
    await needPrograms(['java', 'mvn', 'kcat'], 'openjdk-17-jdk-headless maven kcat')
    await needPrograms(['ministack'], 'python3-pip && pip install ministack==1.5.33')
    const folder = await mkdtemp(join(tmpdir(), 'clickstream-sink-'))
    await layPlugin(folder, 's3-json-sink', 's3-json-sink')
    const kafka = await KafkaCluster.start({ topics: [] })
    const s3 = await S3Server.start(BUCKET)
    return new SinkUnderTest(folder, kafka, s3, await S3Faults.start(s3.endpoint))
  }

  async startWorkers(count: number, options: Partial<WorkerOptions> = {}): Promise<void> {
    const all = { brokers: this.kafka.brokers, plugins: this.folder, env: S3_CREDENTIALS, ...options }
    this.workers.push(...(await Promise.all(Array.from({ length: count }, () => ConnectWorker.start(all)))))
  }

  /** A worker that answers; one that is frozen or down does not. */
  get worker(): ConnectWorker {
    const [worker] = this.workers
    if (worker === undefined) throw new Error('no worker was started')
    return worker
  }

  /** Settings of a connector through the failing proxy; the others are the sink's defaults. */
  settings(name: string, topics: string, settings: ConnectorConfig = {}): ConnectorConfig {
    return {
      name,
      'connector.class': 'clickstream.s3json.S3JsonSinkConnector',
      'tasks.max': '1',
      topics,
      's3.bucket': BUCKET,
      's3.prefix': name,
      's3.endpoint': this.faults.endpoint,
      's3.path.style': 'true',
      ...settings,
    }
  }

  /** Starts a connector whose name is the prefix of its keys. */
  async connect(name: string, topics: string, settings: ConnectorConfig = {}): Promise<void> {
    const config = this.settings(name, topics, settings)
    await this.worker.rest.put(name, config)
    await this.worker.rest.running(name, Number(config['tasks.max']))
  }

  /** Waits until everything that a topic has is committed by a connector. */
  async drained(name: string, topic: string, patienceMs = 120_000): Promise<void> {
    const partitions = (await this.kafka.admin.describe(topic)).length
    let behind: string[] = []
    const done = async (): Promise<boolean> => {
      const committed = await this.worker.rest.offsets(name)
      behind = []
      for (let partition = 0; partition < partitions; partition++) {
        const end = await this.kafka.recordsIn(topic, partition)
        const at = committed[`${topic}-${partition}`] ?? 0
        if (at !== end) behind.push(`${partition}: ${at} of ${end}`)
      }
      return behind.length === 0
    }
    await until(`${name} to drain ${topic}`, done, patienceMs).catch((error: Error) => {
      throw new Error(`${error.message} (${behind.join(', ')}): ${this.log().slice(-3000)}`)
    })
  }

  /** What the sink itself logged, on all workers. */
  log(): string {
    const lines = this.workers.flatMap((worker) => worker.output().split('\n'))
    return lines.filter((line) => /clickstream|ERROR|Exception/.test(line)).join('\n')
  }

  async remove(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.remove()))
    await this.faults.remove()
    await this.s3.remove()
    await this.kafka.remove()
    await rm(this.folder, { recursive: true, force: true })
  }
}
