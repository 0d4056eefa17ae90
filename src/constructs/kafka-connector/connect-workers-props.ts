import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as iam from 'aws-cdk-lib/aws-iam'
import type * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as logs from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { IKafkaCluster } from '../kafka-cluster/kafka-cluster-props.js'
import { KAFKA, KEY, RECORD, SUBNETS, VPC } from '../platform/prop-kinds.js'
import { type PropTypes } from '../platform/well-typed.js'

export interface ConnectWorkersProps {
  /** Beginning of the names of connectors, worker configuration and plugins. */
  readonly name: string

  readonly vpc: ec2.IVpc

  /** Subnets of the workers, one address a worker; they need a way to S3, Glue and STS. */
  readonly subnets: ec2.SubnetSelection

  /** The cluster, as seen without authentication, without it over TLS, or by IAM: MSK Connect knows no other way. */
  readonly kafka: IKafkaCluster

  /**
   * Encrypts the logs and what the sinks write. Its policy must let CloudWatch Logs use it.
   *
   * @default - keys that AWS owns, and each bucket's own default encryption
   */
  readonly encryptionKey?: kms.IKey

  /** @default logs.RetentionDays.ONE_MONTH */
  readonly logRetention?: logs.RetentionDays

  /**
   * Kafka Connect worker properties beside the converters and the largest request, such as `offset.flush.interval.ms`. Another
   * one makes new connectors. What MSK Connect refuses is refused at synth.
   *
   * @default - none
   */
  readonly properties?: Readonly<Record<string, string>>
}

/** What connectors share; `ConnectWorkers` has it. */
export interface IConnectWorkers {
  /** Beginning of the connectors' names. */
  readonly name: string
  readonly kafka: IKafkaCluster
  readonly subnetIds: readonly string[]
  readonly securityGroup: ec2.ISecurityGroup
  readonly configuration: kafkaconnect.CfnWorkerConfiguration
  readonly encryptionKey: kms.IKey | undefined
  readonly logRetention: logs.RetentionDays

  /** A role for one connector. */
  role(scope: Construct, id: string, connector: string): iam.IRole
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const WORKERS_TYPES: PropTypes<ConnectWorkersProps> = {
  required: { name: 'text', vpc: VPC, subnets: SUBNETS, kafka: KAFKA },
  optional: { encryptionKey: KEY, logRetention: 'number', properties: RECORD },
}
