import { Admin } from '@platformatic/kafka'
import { ClickstreamError } from '../../errors.js'

/** A topic to be made. */
export interface NewTopic {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  /** By Kafka's own names, such as `retention.ms`. */
  readonly configuration: Readonly<Record<string, string>>
}

/** Topics of a cluster over the Kafka protocol. */
export class TopicAdmin {
  private readonly admin: Admin

  /** `brokers`: `host:port` of each, without authentication. */
  constructor(brokers: readonly string[]) {
    this.admin = new Admin({ clientId: 'clickstream', bootstrapBrokers: [...brokers], retries: 5, timeout: 10_000 })
  }

  /**
   * Makes a topic.
   *
   * @throws `TopicNotMade` with what the broker said
   */
  async create({ name, partitions, replicationFactor, configuration }: NewTopic): Promise<void> {
    const configs = Object.entries(configuration).map(([key, value]) => ({ name: key, value }))
    try {
      await this.admin.createTopics({ topics: [name], partitions, replicas: replicationFactor, configs })
    } catch (cause) {
      throw new ClickstreamError(`the topic ${name} could not be made: ${said(cause)}`, {
        code: 'TopicNotMade',
        hint: 'look at the partitions and the configuration of the topic in clickstream.yaml',
        cause,
      })
    }
  }

  async close(): Promise<void> {
    await this.admin.close()
  }
}

/** The innermost message: the client wraps what a broker answers. */
function said(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return said(error.errors[0])
  if (error instanceof Error) return error.cause instanceof Error ? said(error.cause) : error.message
  return String(error)
}
