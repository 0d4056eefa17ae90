import { Duration, Stack } from 'aws-cdk-lib/core'
import * as iam from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { s3JsonConfiguration } from '../../spec/connector-configuration.js'
import { glueName } from '../../spec/derived-names.js'
import { JsonEventTable } from '../event-tables/json-event-table.js'
import { Capacity } from '../kafka-connector/capacity.js'
import { ConnectorPlugin } from '../kafka-connector/connector-plugin.js'
import { KafkaConnector } from '../kafka-connector/kafka-connector.js'
import { claimSink, defaultConsumerGroup, grantKey } from '../kafka-connector/sink-defaults.js'
import { prefixProblem, sinkProblems } from '../kafka-connector/sink-problems.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import { checkProps, isKnown } from '../platform/check-props.js'
import { claimPrefix } from '../platform/claims.js'
import { s3JsonProblems } from './s3-json-problems.js'
import { S3_JSON_TYPES, type S3JsonSinkProps } from './s3-json-sink-props.js'
import { wellTyped } from '../platform/well-typed.js'

/** Events as gzipped JSON lines in S3, by our own connector. */
export class S3JsonSink extends Construct {
  readonly connector: KafkaConnector
  readonly eventTable: JsonEventTable
  readonly consumerGroup: string
  readonly topics: readonly string[]

  constructor(scope: Construct, id: string, given: S3JsonSinkProps) {
    super(scope, id)
    const props = wellTyped(this, given, S3_JSON_TYPES)
    const { workers, bucket, prefix, topics, deadLetterTopic, partitionBy = 'hour', tasks = 1 } = props
    const flush = props.flush ?? Duration.seconds(60)
    this.topics = topics
    this.consumerGroup = props.consumerGroup ?? defaultConsumerGroup(props)
    const own = s3JsonConfiguration({
      topics,
      deadLetterTopic,
      tasks,
      prefix,
      partitionBy,
      bucket: bucket.bucketName,
      region: Stack.of(this).region,
      flushSeconds: flush.toSeconds({ integral: false }),
      consumerGroup: this.consumerGroup,
      deadLetterReplicationFactor: props.deadLetterReplicationFactor ?? 3,
      format: props,
      ...(workers.encryptionKey && { kmsKeyArn: workers.encryptionKey.keyArn }),
    })
    checkProps(this, [...sinkProblems(props, own), prefixProblem('prefix', prefix), ...s3JsonProblems(props, flush)])
    claimSink(this, this.consumerGroup)
    claimPrefix(this, bucket, prefix)
    this.eventTable = new JsonEventTable(this, 'Events', {
      bucket,
      prefix,
      topics,
      partitionBy,
      partitionStyle: props.partitionStyle,
      database: props.database ?? catalogName(workers.name),
      table: props.table ?? catalogName(props.sinkName),
      envelope: props.envelope !== undefined && props.envelope.length > 0,
    })
    this.connector = new KafkaConnector(this, 'Connector', {
      workers,
      connectorName: props.sinkName,
      plugin: props.plugin ?? ConnectorPlugin.fromLock('s3-json-sink'),
      capacity: props.capacity ?? Capacity.autoscaled({ mcu: 1, minWorkers: 1, maxWorkers: 2, maxTasks: tasks }),
      configuration: { ...props.extraConfiguration, ...own },
      logs: props.logs,
    })
    workers.kafka.grantConsume(this.connector, { topics, group: this.consumerGroup })
    workers.kafka.grantProduce(this.connector, [deadLetterTopic])
    this.grantBucket(props)
  }

  private grantBucket({ bucket, prefix, workers }: S3JsonSinkProps): void {
    const objects = bucket.arnForObjects(`${prefix}/*`)
    const role = this.connector.grantPrincipal
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        // Reading is for the claims (`_claims/<topic>/<partition>`) by which a successor finds out what is stored.
        actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        resources: [objects],
      }),
    )
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        // Without it a claim that is not there yet would be "forbidden", not "not found". That question names no prefix.
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLikeIfExists: { 's3:prefix': `${prefix}/*` } },
      }),
    )
    role.addToPrincipalPolicy(
      // Uploads that a killed task left are given up by its successor. IAM knows no condition on a prefix here.
      new iam.PolicyStatement({ actions: ['s3:ListBucketMultipartUploads'], resources: [bucket.bucketArn] }),
    )
    grantKey(this.connector, workers.encryptionKey)
    acknowledgeWildcard(this.connector, objects, 'every object has a name of its own; the prefix belongs to this sink')
  }
}

/** A name as Glue takes it; a token has no letters to change yet. */
function catalogName(name: string): string {
  return isKnown(name) ? glueName(name) : name
}
