import type * as acm from 'aws-cdk-lib/aws-certificatemanager'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as logs from 'aws-cdk-lib/aws-logs'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import type { CollectorContainer } from '../collector-service/collector-service-props.js'
import type { IKafkaCluster } from '../kafka-cluster/kafka-cluster-props.js'
import type { RoleConventionsProps } from '../platform/role-conventions.js'
import type { IngestionCollector } from './ingestion-collector.js'
import type { IngestionSink, IngestionTopic } from './ingestion-sinks.js'

export interface ClickstreamIngestionProps extends RoleConventionsProps {
  /** The VPC of the brokers, or one that is peered with it. */
  readonly vpc: ec2.IVpc

  /** The cluster, as the collectors see it. */
  readonly kafka: IKafkaCluster

  /** The lake: where the sinks store events, and the collectors what Kafka has not taken yet. */
  readonly bucket: s3.IBucket

  /**
   * The cluster as the connectors see it: by IAM or without authentication. Needed where `kafka` is seen by SCRAM.
   *
   * @default - `kafka`
   */
  readonly kafkaForConnectors?: IKafkaCluster

  /**
   * Beginning of the names of connectors, consumer groups and derived topics: 3 to 24 small letters, digits and hyphens.
   *
   * @default - from the construct's path; a construct that moves begins with new consumer groups
   */
  readonly ingestionName?: string

  /**
   * What the collectors take, keep and are sized for.
   *
   * @default - nginx + Lua for 1000 events a second, each acknowledged
   */
  readonly collector?: IngestionCollector

  /**
   * Topics for events, the first one for clients that name none.
   *
   * @default - one topic `app_logs`
   */
  readonly topics?: readonly IngestionTopic[]

  /**
   * Whether the topics are made here, those of the sinks included; with false all of them must exist.
   *
   * @default true
   */
  readonly makeTopics?: boolean

  /**
   * Where events are stored.
   *
   * @default - JSON files below `events/` and one Iceberg table, both with all topics
   */
  readonly sinks?: readonly IngestionSink[]

  /**
   * Key prefix of what Kafka has not taken yet, in `bucket`, without a slash at either end.
   *
   * @default 'backup'
   */
  readonly backupPrefix?: string

  /**
   * Subnets of collectors and connectors; they need a way to AWS, or `vpcEndpoints`.
   *
   * @default - the private subnets with a way out
   */
  readonly taskSubnets?: ec2.SubnetSelection

  /**
   * Subnets of the load balancer.
   *
   * @default - the public subnets, or `taskSubnets` for an internal endpoint
   */
  readonly loadBalancerSubnets?: ec2.SubnetSelection

  /**
   * Whether the endpoint can be reached from the internet.
   *
   * @default true
   */
  readonly internetFacing?: boolean

  /**
   * Certificate of the endpoint, in the same region.
   *
   * @default - none: events travel unencrypted
   */
  readonly certificate?: acm.ICertificate

  /**
   * Name under which clients reach the endpoint, for its URL.
   *
   * @default - the load balancer's own name
   */
  readonly domainName?: string

  /**
   * Containers of a task, as `collectorContainers` gives them for ready images.
   *
   * @default - images that `cdk deploy` builds from files which are rendered at synth
   */
  readonly containers?: readonly CollectorContainer[]

  /**
   * Registry and path that stand in for the public registries of the images' base.
   *
   * @default - public.ecr.aws and docker.io
   */
  readonly imageMirror?: string

  /**
   * Makes the VPC endpoints that subnets without a way out need.
   *
   * @default false
   */
  readonly vpcEndpoints?: boolean

  /**
   * One key for logs, tasks' disks, alarm topics and what is written to the bucket. Its policy must let CloudWatch Logs, CloudWatch and Fargate use it.
   *
   * @default - keys that AWS owns, and the bucket's own default encryption
   */
  readonly encryptionKey?: kms.IKey

  /**
   * Address that gets an e-mail for each alarm.
   *
   * @default - alarms change colour and tell nobody
   */
  readonly alarmEmail?: string

  /**
   * Whether there are dashboards.
   *
   * @default true
   */
  readonly dashboards?: boolean

  /** @default logs.RetentionDays.ONE_MONTH */
  readonly logRetention?: logs.RetentionDays
}
