import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'

/** How a client proves who it is: not at all, not at all over TLS, by user and password, or by IAM. */
export type KafkaAuth = 'none' | 'tls' | 'scram' | 'iam'

/** An MSK cluster that exists, as one kind of client sees it; every value may be a token. */
export interface KafkaClusterReferenceProps {
  /** ARN of the cluster. */
  readonly clusterArn: string

  /** Brokers for this `auth`, as `host:port,host:port`. */
  readonly bootstrapServers: string

  /** How the clients prove who they are. */
  readonly auth: KafkaAuth

  /** Security group of the brokers, as imported into the stack of the clients. */
  readonly securityGroup: ec2.ISecurityGroup

  /**
   * Whether rules may be added to the brokers' security group.
   *
   * @default false - an output tells the command that adds the rule
   */
  readonly manageSecurityGroupRules?: boolean

  /**
   * Secret with `username` and `password`; needed with `scram`.
   *
   * @default - none
   */
  readonly secret?: secretsmanager.ISecret

  /**
   * KMS key of the secret. MSK takes no secret under the account's default key.
   *
   * @default - any key, and only to decrypt this very secret
   */
  readonly secretKey?: kms.IKey
}

export interface KafkaConsumeOptions {
  readonly topics: readonly string[]

  /** Consumer group, or the beginning of its name and `*`. */
  readonly group: string
}

/** What clients need of a cluster; `KafkaClusterReference` has it, and so may a construct of your own. */
export interface IKafkaCluster {
  readonly clusterArn: string

  /** Brokers for this `auth`, as `host:port,host:port`. */
  readonly bootstrapServers: string
  readonly auth: KafkaAuth
  readonly securityGroup: ec2.ISecurityGroup

  /** Secret with the SCRAM user. */
  readonly secret: secretsmanager.ISecret | undefined

  /** Key of the secret. */
  readonly secretKey: kms.IKey | undefined

  /** The part of the ARN that no other cluster ever has. */
  readonly clusterUuid: string

  /** Port of the brokers for this `auth`. */
  readonly port: number
  topicArn(topic: string): string
  groupArn(group: string): string
  transactionalIdArn(id: string): string
  grantProduce(grantee: iam.IGrantable, topics: readonly string[]): void
  grantConsume(grantee: iam.IGrantable, options: KafkaConsumeOptions): void
  grantTransactions(grantee: iam.IGrantable, transactionalId: string): void
  grant(grantee: iam.IGrantable, actions: readonly string[], resources: readonly string[]): void

  /** Lets a client reach the brokers. */
  allowFrom(scope: Construct, client: ec2.ISecurityGroup, reason: string): void
}
