import { setTimeout as pause } from 'node:timers/promises'
import { Admin, ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka'
import { ClickstreamError } from '../../errors.js'
import type { PlannedTopic } from '../../spec/topic-plan.js'
import type { NewTopic, TopicAdmin, TopicDescription } from '../site.js'
import { saidByKafka } from './kafka-errors.js'
import { topicPartitions } from './topic-partitions.js'

export interface KafkaTopicAdminOptions {
  /** Copies of a partition at most: as many as the cluster has brokers. @default - as the plan says */
  readonly copies?: number
}

const SETTLE_MS = 10_000

const PATIENCE = { retries: 4, retryDelay: 250, timeout: 10_000 } as const

/** Topics of a cluster over the Kafka protocol. */
export class KafkaTopicAdmin implements TopicAdmin {
  private readonly admin: Admin

  /** `brokers`: `host:port` of each, without authentication. */
  constructor(
    brokers: readonly string[],
    private readonly options: KafkaTopicAdminOptions = {},
  ) {
    this.admin = new Admin({ clientId: 'clickstream', bootstrapBrokers: [...brokers], ...PATIENCE })
  }

  planned({ name, partitions, retentionHours, maxMessageBytes, ...topic }: PlannedTopic): NewTopic {
    const replicationFactor = Math.min(topic.replicationFactor, this.options.copies ?? topic.replicationFactor)
    return {
      name,
      partitions,
      replicationFactor,
      configuration: {
        'max.message.bytes': String(maxMessageBytes),
        'min.insync.replicas': String(Math.min(topic.minInsyncReplicas, replicationFactor)),
        'retention.ms': String(retentionHours * 3_600_000),
      },
    }
  }

  async describe(names: readonly string[]): Promise<readonly TopicDescription[]> {
    const found = await topicPartitions(this.admin, names)
    if (found.size === 0) return []
    const configurations = await this.admin.describeConfigs({
      resources: [...found.keys()].map((resourceName) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName })),
    })
    return [...found].map(([name, partitions]) => ({
      name,
      partitions,
      configuration: Object.fromEntries(
        configurations
          .filter(({ resourceName }) => resourceName === name)
          .flatMap(({ configs }) => configs.map((entry) => [entry.name, entry.value ?? ''])),
      ),
    }))
  }

  async create({ name, partitions, replicationFactor, configuration }: NewTopic): Promise<void> {
    const configs = Object.entries(configuration).map(([key, value]) => ({ name: key, value }))
    await this.admin
      .createTopics({ topics: [name], partitions, replicas: replicationFactor, configs })
      .catch((cause: unknown) => {
        throw new ClickstreamError(`the topic ${name} could not be made: ${saidByKafka(cause)}`, {
          code: 'TopicNotMade',
          hint: 'look at the partitions and the configuration of the topic in clickstream.yaml',
          cause,
        })
      })
    await this.settled(name, partitions)
  }

  async addPartitions(name: string, total: number): Promise<void> {
    await this.admin
      .createPartitions({ topics: [{ name, count: total }] })
      .catch(notAltered(name, `${total} partitions`))
  }

  async configure(name: string, changes: Readonly<Record<string, string>>): Promise<void> {
    const configs = Object.entries(changes).map(([key, value]) => ({
      name: key,
      configOperation: IncrementalAlterConfigOperationTypes.SET,
      value,
    }))
    const said = Object.entries(changes).map(([key, value]) => `${key}=${value}`)
    await this.admin
      .incrementalAlterConfigs({
        resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: name, configs }],
      })
      .catch(notAltered(name, said.join(', ')))
  }

  async close(): Promise<void> {
    await this.admin.close()
  }

  /** Brokers hear of a new topic one after the other: waits until it is known and led, or for the time of a client's patience. */
  private async settled(name: string, partitions: number): Promise<void> {
    const end = Date.now() + SETTLE_MS
    for (;;) {
      const [topic] = await this.describe([name]).catch(() => [])
      const led = topic?.partitions.filter(({ leader }) => leader !== undefined).length ?? 0
      if (led >= partitions || Date.now() > end) return
      await pause(50)
    }
  }
}

function notAltered(name: string, change: string): (cause: unknown) => never {
  return (cause) => {
    throw new ClickstreamError(`the topic ${name} could not be given ${change}: ${saidByKafka(cause)}`, {
      code: 'TopicNotAltered',
      hint: 'the topic is as it was; look at its partitions and configuration in clickstream.yaml',
      cause,
    })
  }
}
