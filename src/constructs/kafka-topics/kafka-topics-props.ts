import type { PropTypes } from '../platform/well-typed.js'

/** One topic to be made. */
export interface KafkaTopic {
  readonly name: string

  /** Can be raised later, never lowered. */
  readonly partitions: number

  /** Copies of each partition; another number makes a new, empty topic. */
  readonly replicationFactor: number

  /**
   * Topic configuration by Kafka's own names, such as `retention.ms`.
   *
   * @default - the cluster's defaults
   */
  readonly configuration?: Readonly<Record<string, string>>
}

/** What a topic is today. */
export interface ExistingKafkaTopic {
  readonly name: string

  /** @default - unknown */
  readonly partitions?: number

  /** @default - unknown */
  readonly replicationFactor?: number
}

export interface KafkaTopicsProps {
  /** ARN of a provisioned MSK cluster with Kafka 3.6 or later. */
  readonly clusterArn: string

  readonly topics: readonly KafkaTopic[]

  /**
   * Topics of the cluster as they are today, to stop at synth what Kafka refuses or what would replace a topic with its events.
   *
   * @default - unknown: a wrong change is found at deployment
   */
  readonly existing?: readonly ExistingKafkaTopic[]

  /**
   * Kind of the cluster, as MSK names it; MSK's topic API knows no serverless ones.
   *
   * @default - unknown: a serverless cluster is found at deployment
   */
  readonly clusterType?: 'PROVISIONED' | 'SERVERLESS'

  /**
   * Kafka's version on the cluster, such as `3.9.x`.
   *
   * @default - unknown: an old one is found at deployment
   */
  readonly kafkaVersion?: string

  /**
   * Whether records have keys, so that more partitions move a key to another partition.
   *
   * @default false
   */
  readonly keyed?: boolean
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const TOPICS_TYPES: PropTypes<KafkaTopicsProps> = {
  required: { clusterArn: 'text', topics: 'list' },
  optional: { existing: 'list', clusterType: ['PROVISIONED', 'SERVERLESS'], kafkaVersion: 'text', keyed: 'boolean' },
}
