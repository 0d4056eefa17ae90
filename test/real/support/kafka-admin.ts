import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { start, until } from './programs.js'

export interface Partition {
  readonly partition: number
  /** Node that leads it; -1 for none. */
  readonly leader: number
  readonly replicas: readonly number[]
  readonly inSync: readonly number[]
}

const numbers = (text = ''): number[] => text.split(',').filter(Boolean).map(Number)
const settings = (config: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(config).map(([name, value]) => `${name}=${value}`)

/** Kafka's own admin client in a process of its own, for what a test changes on a running cluster. */
export class KafkaAdmin {
  private readonly lines: Interface
  private last: Promise<unknown> = Promise.resolve()

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout === null) throw new Error('the admin program has no output')
    this.lines = createInterface({ input: child.stdout })
  }

  static start(classPath: string, brokers: string): KafkaAdmin {
    const flags = [
      '-Xmx64m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=off',
    ]
    return new KafkaAdmin(
      start('java', [...flags, '-cp', classPath, 'TestAdmin', brokers], { stdio: ['pipe', 'pipe', 'ignore'] }).child,
    )
  }

  async create(
    topic: string,
    partitions: number,
    replicas: number,
    config: Readonly<Record<string, string | number>> = {},
  ): Promise<void> {
    await this.ask('create', topic, partitions, replicas, ...settings(config))
    const known = async (): Promise<boolean> => (await this.describe(topic)).every(({ leader }) => leader > 0)
    await until(`topic ${topic}`, known)
  }

  async delete(topic: string): Promise<void> {
    await this.ask('delete', topic)
  }

  async setPartitions(topic: string, count: number): Promise<void> {
    await this.ask('partitions', topic, count)
  }

  async configure(topic: string, config: Readonly<Record<string, string | number>>): Promise<void> {
    await this.ask('config', topic, ...settings(config))
  }

  async describe(topic: string): Promise<Partition[]> {
    return (await this.ask('describe', topic)).map((text) => {
      const [partition, leader, replicas, inSync] = text.split(' ')
      return {
        partition: Number(partition),
        leader: Number(leader),
        replicas: numbers(replicas),
        inSync: numbers(inSync),
      }
    })
  }

  /** Makes the first of these nodes, which all hold the partition, its leader. */
  async lead(topic: string, partition: number, nodes: readonly number[]): Promise<void> {
    await this.ask('lead', topic, partition, ...nodes)
  }

  /** Gives a user a new SCRAM-SHA-512 password. */
  async setPassword(user: string, password: string): Promise<void> {
    await this.ask('scram', user, password)
  }

  async remove(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await gone
  }

  /** One question at a time: the answers come in the order of the questions. */
  private ask(...words: (string | number)[]): Promise<string[]> {
    const asked = this.last.then(async () => {
      const answer = once(this.lines, 'line')
      this.child.stdin?.write(`${words.join('\t')}\n`)
      const [status, ...rest] = String((await answer)[0]).split('\t')
      if (status !== 'ok') throw new Error(`${words.join(' ')}: ${rest.join(' ')}`)
      return rest
    })
    this.last = asked.catch(() => {})
    return asked
  }
}
