import { Admin, ConfigResourceTypes } from '@platformatic/kafka'
import { kafkaUnreadable } from './kafka-errors.js'

/** How long a topic keeps its records. */
export interface Retention {
  /** Infinity where time removes nothing. */
  readonly milliseconds: number
  /** Of each partition; Infinity where size removes nothing. */
  readonly bytes: number
}

/** What is in force for each topic, read from the cluster. @throws `TopicUnreadable` */
export async function topicRetention(
  brokers: readonly string[],
  topics: readonly string[],
): Promise<Map<string, Retention>> {
  if (topics.length === 0) return new Map()
  const admin = new Admin({ clientId: 'clickstream', bootstrapBrokers: [...brokers], retries: 5, timeout: 10_000 })
  try {
    const described = await admin.describeConfigs({
      resources: topics.map((resourceName) => ({
        resourceType: ConfigResourceTypes.TOPIC,
        resourceName,
        configurationKeys: ['retention.ms', 'retention.bytes'],
      })),
    })
    return new Map(
      described.map(({ resourceName, configs }) => {
        const limit = (name: string): number => {
          const value = Number(configs.find((one) => one.name === name)?.value ?? -1)
          return value < 0 ? Infinity : value
        }
        return [resourceName, { milliseconds: limit('retention.ms'), bytes: limit('retention.bytes') }]
      }),
    )
  } catch (error) {
    throw kafkaUnreadable(topics.join(', '), error)
  } finally {
    await admin.close()
  }
}
