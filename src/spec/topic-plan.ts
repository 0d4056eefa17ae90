import type { Problem } from '../errors.js'
import { controlTopicName, deadLetterTopicName } from './derived-names.js'
import { clusterKind } from './cluster-kind.js'
import type { EnvironmentLock } from './lock.js'
import type { Spec } from './schema.js'

/** One topic that has to exist before anything else is deployed. */
export interface PlannedTopic {
  readonly name: string
  readonly role: 'events' | 'control' | 'dead-letter'
  readonly partitions: number
  readonly replicationFactor: number
  readonly minInsyncReplicas: number
  readonly retentionHours: number
  /** Largest record, in bytes. */
  readonly maxMessageBytes: number
  readonly reason: string
}

/** Room for `meta` (query string and user agent fit nginx's 32 KiB of header buffers) and for the record itself. */
const META_KIB = 64

/** Kafka's own default of `max.message.bytes`. Source: Kafka topic configuration reference. */
const KAFKA_MAX_MESSAGE_BYTES = 1_048_588

/** Unfinished commits live in the control topic: a week is longer than any outage that operators sit out. */
export const CONTROL_RETENTION_HOURS = 168

/** Two weeks to find, understand and repair what a sink refused. */
const DEAD_LETTER_RETENTION_HOURS = 336

/** All topics of a spec: those for events, then what the sinks need, which is never listed in `topics`. */
export function topicPlan(spec: Spec): readonly PlannedTopic[] {
  const maxMessageBytes = Math.max(KAFKA_MAX_MESSAGE_BYTES, (spec.collector.maxBodyKiB + META_KIB) * 1024)
  const first = spec.topics[0]
  const copies = { replicationFactor: first?.replicationFactor ?? 3, minInsyncReplicas: first?.minInsyncReplicas ?? 2 }
  const events = spec.topics.map((topic): PlannedTopic => ({
    ...topic,
    role: 'events',
    maxMessageBytes,
    reason: 'events from the collectors',
  }))
  const derived = spec.sinks.flatMap((sink, index): PlannedTopic[] => {
    const deadLetter: PlannedTopic = {
      name: deadLetterTopicName(spec, index),
      role: 'dead-letter',
      partitions: 1,
      ...copies,
      retentionHours: DEAD_LETTER_RETENTION_HOURS,
      maxMessageBytes,
      reason: `records that sinks.${index} (${sink.type}) cannot store`,
    }
    if (sink.type === 's3-json') return [deadLetter]
    const control: PlannedTopic = {
      name: controlTopicName(spec, index),
      role: 'control',
      // Commits are ordered by this topic: one partition.
      partitions: 1,
      ...copies,
      retentionHours: CONTROL_RETENTION_HOURS,
      maxMessageBytes: KAFKA_MAX_MESSAGE_BYTES,
      reason: `commits of sinks.${index} to ${sink.database}.${sink.table}`,
    }
    return [control, deadLetter]
  })
  return [...events, ...derived]
}

/** What is known of a cluster, as the environment lock holds it. */
export interface ClusterFacts {
  readonly type?: string | undefined
  readonly kafkaVersion?: string | undefined
  readonly brokerCount?: number | undefined
  readonly instanceType?: string | undefined
}

/** The kind of a cluster's brokers: Express and Serverless fix the number of copies and more. */
export function brokerKind(cluster: ClusterFacts | undefined): ReturnType<typeof clusterKind> {
  return cluster === undefined ? undefined : clusterKind({ lockVersion: 1, cluster: { ...cluster } })
}

/** Partition copies that one broker takes. Source: MSK developer guide, "Best practices", partitions per broker, read 2026-08. */
const COPIES_PER_BROKER: readonly (readonly [instanceType: RegExp, recommended: number])[] = [
  [/^express\.m7g\.x?large$/, 1000],
  [/^express\.m7g\.2xlarge$/, 2500],
  [/^express\.m7g\.4xlarge$/, 6000],
  [/^express\.m7g\.8xlarge$/, 12000],
  [/^express\.m7g\.12xlarge$/, 16000],
  [/^express\.m7g\.16xlarge$/, 20000],
  [/^kafka\.t3\.small$/, 300],
  [/^kafka\.m\w+\.x?large$/, 1000],
  [/^kafka\.m\w+\.2xlarge$/, 2000],
  [/^kafka\.m\w+\.\d+xlarge$/, 4000],
]

/** What the plan as a whole means for the cluster, beside what `checkSpec` refuses topic by topic. */
export function topicPlanProblems(spec: Spec, lock?: EnvironmentLock): readonly Problem[] {
  const plan = topicPlan(spec)
  return [...capacityProblems(plan, lock), ...existingProblems(plan, spec, lock)]
}

function capacityProblems(plan: readonly PlannedTopic[], lock: EnvironmentLock | undefined): Problem[] {
  const { instanceType, brokerCount } = lock?.cluster ?? {}
  const limit = COPIES_PER_BROKER.find(([pattern]) => pattern.test(instanceType ?? ''))?.[1]
  if (limit === undefined || brokerCount === undefined) return []
  const copies = plan.reduce((sum, topic) => sum + topic.partitions * topic.replicationFactor, 0)
  if (copies <= limit * brokerCount) return []
  return [
    {
      code: 'TooManyPartitions',
      message: `the plan has ${copies} partition copies, and ${brokerCount} brokers of ${instanceType} take ${limit * brokerCount}`,
      hint: 'plan fewer partitions, or larger or more brokers',
      path: 'topics',
    },
  ]
}

function existingProblems(plan: readonly PlannedTopic[], spec: Spec, lock: EnvironmentLock | undefined): Problem[] {
  if (spec.topicManagement !== 'cloudformation') return []
  const existing = new Set(lock?.topics?.map(({ name }) => name))
  return plan
    .filter(({ name }) => existing.has(name))
    .map(({ name }) => ({
      code: 'TopicExists',
      message: `the topic ${name} exists on the cluster already, and CloudFormation makes new topics only`,
      hint: 'write topicManagement: tool, or import the topic into the stack',
      path: 'topicManagement',
    }))
}
