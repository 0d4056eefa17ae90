import type { PlannedTopic } from '../../spec/topic-plan.js'
import { TopicAdmin } from '../kafka/topic-admin.js'

/** Makes the topics of a plan on one broker, which can hold one copy of each. */
export async function localTopics(kafka: string, topics: readonly PlannedTopic[]): Promise<void> {
  const admin = new TopicAdmin([kafka])
  try {
    for (const { name, partitions, retentionHours, maxMessageBytes } of topics) {
      await admin.create({
        name,
        partitions,
        replicationFactor: 1,
        configuration: {
          'retention.ms': String(retentionHours * 3_600_000),
          'max.message.bytes': String(maxMessageBytes),
        },
      })
    }
  } finally {
    await admin.close()
  }
}
