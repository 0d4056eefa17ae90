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

export interface KafkaTopicsProps {
  /** ARN of a provisioned MSK cluster with Kafka 3.6 or later. */
  readonly clusterArn: string

  readonly topics: readonly KafkaTopic[]
}
