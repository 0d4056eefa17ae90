import { Admin, ListOffsetTimestamps } from '@platformatic/kafka'
import { kafkaUnreadable } from './kafka-errors.js'
import type { ConnectorOffset } from '../site.js'

/** Where a consumer group is in each partition of topics that exist, beside their ends. @throws `TopicUnreadable` */
export async function groupOffsets(
  brokers: readonly string[],
  group: string,
  topics: readonly string[],
): Promise<ConnectorOffset[]> {
  const admin = new Admin({ clientId: 'clickstream', bootstrapBrokers: [...brokers], retries: 3, timeout: 10_000 })
  try {
    const there = new Set(await admin.listTopics())
    const wanted = topics.filter((name) => there.has(name))
    if (wanted.length === 0) return []
    const metadata = await admin.metadata({ topics: [...wanted], forceUpdate: true })
    const asked = wanted.map((name) => ({
      name,
      partitions: Array.from({ length: metadata.topics.get(name)?.partitionsCount ?? 0 }, (_, partitionIndex) => ({
        partitionIndex,
        timestamp: ListOffsetTimestamps.LATEST,
      })),
    }))
    const ends = await admin.listOffsets({ topics: asked })
    const [committed] = await admin.listConsumerGroupOffsets({ groups: [group] })
    return ends.flatMap(({ name, partitions }) => {
      const ofTopic = committed?.topics.find((topic) => topic.name === name)?.partitions ?? []
      return partitions
        .map(({ partitionIndex, offset }) => {
          const at = ofTopic.find((one) => one.partitionIndex === partitionIndex)?.committedOffset ?? 0n
          return { topic: name, partition: partitionIndex, committed: Math.max(0, Number(at)), end: Number(offset) }
        })
        .sort((a, b) => a.partition - b.partition)
    })
  } catch (cause) {
    throw kafkaUnreadable(topics.join(', '), cause)
  } finally {
    await admin.close()
  }
}
