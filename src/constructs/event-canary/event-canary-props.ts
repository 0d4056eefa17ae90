import type { Duration } from 'aws-cdk-lib/core'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as logs from 'aws-cdk-lib/aws-logs'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import type { Alarms } from '../observability/alarms.js'
import { BUCKET, KEY, SUBNETS, VPC } from '../platform/prop-kinds.js'
import { like, type PropTypes } from '../platform/well-typed.js'

/** What is measured of every sink. */
interface CanarySinkBase {
  /** What the sink is called in alarms and metrics. */
  readonly name: string

  readonly bucket: s3.IBucket

  /** Topics that the sink stores and the canary sends to. */
  readonly topics: readonly string[]

  /** Longest time between two commits, or two flushes. */
  readonly interval: Duration
}

/** An Iceberg table, measured by a query in Athena. */
export interface IcebergCanarySink extends CanarySinkBase {
  readonly type: 'iceberg'
  readonly database: string
  readonly table: string

  /** Key prefix of the table's own files, without a slash at either end. */
  readonly prefix: string
}

/** Files of `S3JsonSink`, measured by what the sink has claimed and what is there. */
export interface S3JsonCanarySink extends CanarySinkBase {
  readonly type: 's3-json'

  /** Key prefix of the sink, without a slash at either end. */
  readonly prefix: string
}

export type CanarySink = IcebergCanarySink | S3JsonCanarySink

export interface EventCanaryProps {
  /** Name of the project: the dimension `service` of the metrics. */
  readonly name: string

  /** Address that takes events, with its path. */
  readonly url: string

  /**
   * Whether the certificate has to be for the address's host name; false where the load balancer is asked by its own name.
   *
   * @default true
   */
  readonly checkHostName?: boolean

  /**
   * Request header that names the topic.
   *
   * @default 'project'
   */
  readonly header?: string

  /** Topics that get an event a minute. */
  readonly topics: readonly string[]

  /**
   * Sinks whose freshness is measured.
   *
   * @default - none: only the endpoint is watched
   */
  readonly sinks?: readonly CanarySink[]

  /**
   * Where Athena puts the results of queries on Iceberg tables; some hundred bytes each.
   *
   * @default - Athena keeps them itself, for a day
   */
  readonly results?: { readonly bucket: s3.IBucket; readonly prefix: string }

  /**
   * What one query may read before Athena stops it.
   *
   * @default 10_000_000_000 (USD 0.05 at USD 5 a TB)
   */
  readonly maxBytesPerQuery?: number

  /**
   * VPC to send from, for an endpoint that the internet does not reach. Needs `subnets`.
   *
   * @default - from outside of any VPC
   */
  readonly vpc?: ec2.IVpc

  /**
   * Subnets with a way to the endpoint, S3 and Athena.
   *
   * @default - none
   */
  readonly subnets?: ec2.SubnetSelection

  /** Gets the alarms. */
  readonly alarms: Alarms

  /**
   * Encrypts the logs and, where they go to a bucket, the query results; reads what the sinks encrypted with it. Its policy must let CloudWatch Logs use it.
   *
   * @default - keys that AWS owns
   */
  readonly encryptionKey?: kms.IKey

  /** @default logs.RetentionDays.ONE_MONTH */
  readonly logRetention?: logs.RetentionDays
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const CANARY_TYPES: PropTypes<EventCanaryProps> = {
  required: { name: 'text', url: 'text', topics: 'list', alarms: like('an Alarms', 'add', 'alarms') },
  optional: {
    checkHostName: 'boolean',
    header: 'text',
    sinks: 'list',
    results: like('an object with bucket and prefix', 'bucket', 'prefix'),
    maxBytesPerQuery: 'number',
    vpc: VPC,
    subnets: SUBNETS,
    encryptionKey: KEY,
    logRetention: 'number',
  },
}

const SINK_TYPES = {
  type: ['iceberg', 's3-json'],
  name: 'text',
  bucket: BUCKET,
  topics: 'list',
  interval: 'duration',
  prefix: 'text',
} as const

/** What each of the canary's sinks has to be. */
export const CANARY_SINK_TYPES: Readonly<Record<CanarySink['type'], PropTypes<IcebergCanarySink>>> = {
  iceberg: { required: { ...SINK_TYPES, database: 'text', table: 'text' } },
  's3-json': { required: SINK_TYPES },
}
