import type { KafkaAuth } from './kafka-cluster-props.js'

/** Port of the brokers inside the VPC. Source: MSK developer guide, "Port information". */
export const KAFKA_PORTS: Readonly<Record<KafkaAuth, number>> = { none: 9092, tls: 9094, scram: 9096, iam: 9098 }
