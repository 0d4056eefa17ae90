import { clusterKind } from '../../spec/cluster-kind.js'
import type { EnvironmentLock } from '../../spec/lock.js'
import type { PlannedTopic } from '../../spec/topic-plan.js'
import type { Spec } from '../../spec/schema.js'
import type { KafkaTopic, KafkaTopicsProps } from './kafka-topics-props.js'

/** A topic plan as topics of a cluster; Express brokers fix `min.insync.replicas` themselves and refuse it. */
export function plannedTopics(plan: readonly PlannedTopic[], lock?: EnvironmentLock): KafkaTopic[] {
  const fixed = clusterKind(lock) === 'express'
  return plan.map((topic) => ({
    name: topic.name,
    partitions: topic.partitions,
    replicationFactor: topic.replicationFactor,
    configuration: {
      'max.message.bytes': String(topic.maxMessageBytes),
      'retention.ms': String(topic.retentionHours * 3_600_000),
      ...(!fixed && { 'min.insync.replicas': String(topic.minInsyncReplicas) }),
    },
  }))
}

/** What the lock shows of the cluster and its topics, as props of `KafkaTopics`. */
export function knownTopicFacts(
  { collector }: Spec,
  lock?: EnvironmentLock,
): Pick<KafkaTopicsProps, 'clusterType' | 'existing' | 'kafkaVersion' | 'keyed'> {
  const kind = clusterKind(lock)
  const kafkaVersion = lock?.cluster?.kafkaVersion
  return {
    keyed: collector.routing.key !== 'none',
    existing: lock?.topics ?? [],
    ...(kind !== undefined && { clusterType: kind === 'serverless' ? 'SERVERLESS' : 'PROVISIONED' }),
    ...(kafkaVersion !== undefined && { kafkaVersion }),
  }
}
