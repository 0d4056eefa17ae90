import { Duration, Stack } from 'aws-cdk-lib/core'
import * as iam from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { s3JsonConfiguration } from '../../spec/connector-configuration.js'
import { ConnectorCapacity } from '../kafka-connector/connector-capacity.js'
import { ConnectorPlugin } from '../kafka-connector/connector-plugin.js'
import { KafkaConnector } from '../kafka-connector/kafka-connector.js'
import { defaultConsumerGroup, grantKey } from '../kafka-connector/sink-defaults.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import type { S3JsonSinkProps } from './s3-json-sink-props.js'

/** Events as gzipped JSON lines in S3, by our own connector. */
export class S3JsonSink extends Construct {
  readonly connector: KafkaConnector
  readonly consumerGroup: string
  readonly topics: readonly string[]

  constructor(scope: Construct, id: string, props: S3JsonSinkProps) {
    super(scope, id)
    const { workers, bucket, topics, deadLetterTopic, tasks = 1 } = props
    this.topics = topics
    this.consumerGroup = props.consumerGroup ?? defaultConsumerGroup(props)
    this.connector = new KafkaConnector(this, 'Connector', {
      workers,
      connectorName: props.sinkName,
      plugin: props.plugin ?? ConnectorPlugin.fromLock('s3-json-sink'),
      capacity:
        props.capacity ?? ConnectorCapacity.autoscaled({ mcu: 1, minWorkers: 1, maxWorkers: 2, maxTasks: tasks }),
      configuration: s3JsonConfiguration({
        topics,
        deadLetterTopic,
        tasks,
        bucket: bucket.bucketName,
        prefix: props.prefix,
        region: Stack.of(this).region,
        flushSeconds: (props.flush ?? Duration.seconds(60)).toSeconds(),
        partitionBy: props.partitionBy ?? 'hour',
        consumerGroup: this.consumerGroup,
        deadLetterReplicationFactor: props.deadLetterReplicationFactor ?? 3,
        ...(workers.encryptionKey && { kmsKeyArn: workers.encryptionKey.keyArn }),
      }),
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
