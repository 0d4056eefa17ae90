import type { Duration } from 'aws-cdk-lib/core'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as ecs from 'aws-cdk-lib/aws-ecs'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as logs from 'aws-cdk-lib/aws-logs'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import type { IKafkaCluster } from '../kafka-cluster/kafka-cluster-props.js'
import { KAFKA, KEY, SUBNETS, VPC } from '../platform/prop-kinds.js'
import { like, type PropTypes } from '../platform/well-typed.js'

/** What a container may know of the Kafka cluster; the value arrives as an environment variable of this name, as a secret. */
export type KafkaSecretName = 'KAFKA_BROKERS' | 'KAFKA_USERNAME' | 'KAFKA_PASSWORD' | 'KAFKA_SECRET_ARN'

/** A volume of a task, and where a container sees it. */
export interface CollectorVolume {
  /** Containers that name the same volume share it. */
  readonly name: string

  /** The image declares it as `VOLUME` and owns it. */
  readonly path: string
}

/** One container of a collector task. */
export interface CollectorContainer {
  readonly name: string

  readonly image: ecs.ContainerImage

  /**
   * Port that the load balancer sends to.
   *
   * @default - nothing outside of the task may connect
   */
  readonly port?: number

  /** Command of the health check, beginning with `CMD` or `CMD-SHELL`. */
  readonly healthCommand: readonly string[]

  /** User and group id that the container runs as. */
  readonly userId: number

  /**
   * Folders that are writable although the root file system is read-only.
   *
   * @default - none
   */
  readonly volumes?: readonly CollectorVolume[]

  /**
   * False where the task goes on without this container; ECS starts it again when it ends.
   *
   * @default true
   */
  readonly essential?: boolean

  /**
   * What the container before this one waits for. When the task stops, the container before this one stops first.
   *
   * @default 'healthy'
   */
  readonly awaited?: 'started' | 'healthy'

  /**
   * Time between the stop signal and the kill. Containers stop one after the other, and a Spot interruption leaves two minutes in all.
   *
   * @default - what an equal share of 110 seconds is
   */
  readonly stopTimeout?: Duration

  /**
   * Whether the container asks the agent of ECS (`ECS_AGENT_URI`) to spare the task while it holds events that Kafka does not
   * have; the task's role then may.
   *
   * @default false
   */
  readonly protectsTask?: boolean

  /**
   * What the container reads of the Kafka cluster.
   *
   * @default - nothing
   */
  readonly secrets?: readonly KafkaSecretName[]
}

/** A prefix of a bucket that the containers may write below. */
export interface CollectorBackup {
  readonly bucket: s3.IBucket

  /** Without a slash at either end. */
  readonly prefix: string
}

export interface CollectorServiceProps {
  readonly vpc: ec2.IVpc

  /** Subnets of the tasks; they need a way to ECR, CloudWatch Logs, SSM and Secrets Manager. */
  readonly subnets: ec2.SubnetSelection

  /**
   * The cluster that the containers write to. Where they read its secret when they start, and have no `KAFKA_SECRET_ARN` to read it
   * again, a new value of it starts new tasks: ten minutes later, when MSK knows it.
   */
  readonly kafka: IKafkaCluster

  /** The containers of a task; the first one that has a port takes the traffic. Each starts after the one behind it, and stops before it. */
  readonly containers: readonly CollectorContainer[]

  /**
   * Fargate CPU units (1024 = 1 vCPU).
   *
   * @default 1024
   */
  readonly cpu?: number

  /** @default 2048 */
  readonly memoryMiB?: number

  /**
   * Disk of a task for image, logs and what waits for Kafka; Fargate has 20 to 200 GiB.
   *
   * @default 20
   */
  readonly ephemeralStorageGiB?: number

  /**
   * Where the containers may store what Kafka has not taken yet and what was refused.
   *
   * @default - nowhere
   */
  readonly backup?: CollectorBackup

  /** @default 'arm64' */
  readonly architecture?: 'arm64' | 'x86_64'

  /**
   * Tasks that always run.
   *
   * @default 2
   */
  readonly minTasks?: number

  /**
   * Most tasks that scaling may start.
   *
   * @default 12
   */
  readonly maxTasks?: number

  /**
   * Runs what is above `minTasks` on Fargate Spot.
   *
   * @default false
   */
  readonly spot?: boolean

  /**
   * CPU that scaling aims at. Half leaves room for what a network load balancer takes to send traffic to a new task, about three minutes.
   *
   * @default 50
   */
  readonly targetCpuPercent?: number

  /**
   * Runs in this ECS cluster. With `spot` it must have the capacity providers FARGATE and FARGATE_SPOT.
   *
   * @default - a cluster of its own, with Container Insights
   */
  readonly cluster?: ecs.ICluster

  /**
   * Encrypts the logs and, in a cluster of its own, the tasks' disks; the tasks may use it for the backup bucket. A key of this
   * app gets the statements that CloudWatch Logs and Fargate need; the policy of an imported one must have them.
   *
   * @default - keys that AWS owns
   */
  readonly encryptionKey?: kms.IKey

  /** @default logs.RetentionDays.ONE_MONTH */
  readonly logRetention?: logs.RetentionDays
}

/** What load balancers and alarms need of the collectors; `CollectorService` has it. */
export interface ICollectorService {
  readonly cluster: ecs.ICluster
  readonly service: ecs.FargateService
  readonly securityGroup: ec2.SecurityGroup

  /** What changes the number of tasks. */
  readonly scaling: ecs.ScalableTaskCount
  readonly logGroup: logs.ILogGroup

  /** The container that takes the traffic, and its port. */
  readonly traffic: { readonly containerName: string; readonly containerPort: number }
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const COLLECTOR_TYPES: PropTypes<CollectorServiceProps> = {
  required: { vpc: VPC, subnets: SUBNETS, kafka: KAFKA, containers: 'list' },
  optional: {
    cpu: 'number',
    memoryMiB: 'number',
    ephemeralStorageGiB: 'number',
    backup: like('a CollectorBackup', 'bucket', 'prefix'),
    architecture: ['arm64', 'x86_64'],
    minTasks: 'number',
    maxTasks: 'number',
    spot: 'boolean',
    targetCpuPercent: 'number',
    cluster: like('an ecs.ICluster', 'clusterArn'),
    encryptionKey: KEY,
    logRetention: 'number',
  },
}
