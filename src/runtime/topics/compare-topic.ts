import type { Problem } from '../../errors.js'
import type { NewTopic, TopicDescription } from '../../site/site.js'

/** What a topic would have to become, or why it cannot. */
export interface TopicComparison {
  /** Partitions to be reached; undefined where they are right. */
  readonly partitions?: number
  /** Values to be set. */
  readonly configuration: Readonly<Record<string, string>>
  /** What nothing but a new topic could mend. */
  readonly refused: readonly Problem[]
}

/** Compares a topic with its plan: partitions can be added and configuration set; the rest would cost the records. */
export function compareTopic(planned: NewTopic, found: TopicDescription): TopicComparison {
  const { name } = planned
  const partitions = found.partitions.length
  const copies = copiesOf(found)
  const cleanup = found.configuration['cleanup.policy'] ?? 'delete'
  const refused: (Problem | false)[] = [
    planned.partitions < partitions && {
      code: 'PartitionsLowered',
      message: `${name} has ${partitions} partitions, and Kafka cannot lower them to ${planned.partitions}`,
      hint: `write ${partitions} partitions, or use a new topic`,
    },
    copies.some((count) => count !== planned.replicationFactor) && {
      code: 'ReplicationChanged',
      message: `${name} has ${copies.join(' and ')} copies, and the plan wants ${planned.replicationFactor}`,
      hint: `write replicationFactor: ${copies[0]}, or move its partitions with kafka-reassign-partitions.sh first`,
    },
    cleanup !== 'delete' && {
      code: 'TopicCompacted',
      message: `${name} has cleanup.policy=${cleanup}, so that events would disappear or be refused for want of a key`,
      hint: 'the topic was made for something else: use another name',
    },
  ]
  return {
    ...(planned.partitions > partitions && { partitions: planned.partitions }),
    configuration: Object.fromEntries(
      Object.entries(planned.configuration).filter(([key, value]) => found.configuration[key] !== value),
    ),
    refused: refused.filter((problem) => problem !== false),
  }
}

/** Numbers of copies that the partitions of a topic have: one number, unless they are being moved. */
export function copiesOf({ partitions }: TopicDescription): number[] {
  return [...new Set(partitions.map(({ replicas }) => replicas.length))].sort((a, b) => a - b)
}
