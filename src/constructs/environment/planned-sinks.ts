import { Duration, type Stack } from 'aws-cdk-lib/core'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { sinkPartitions, sinkTasks } from '../../spec/connector-configuration.js'
import { catalogNames, controlTopicName, deadLetterTopicName, sinkId } from '../../spec/derived-names.js'
import type { SinkSpec, Spec } from '../../spec/schema.js'
import type { IcebergSinkProps } from '../iceberg-sink/iceberg-sink-props.js'
import { Capacity } from '../kafka-connector/capacity.js'
import type { SinkProps } from '../kafka-connector/sink-props.js'
import { shared } from '../platform/shared-scope.js'
import type { S3JsonSinkProps } from '../s3-json-sink/s3-json-sink-props.js'

/** The spec's S3 JSON sinks, as props of `S3JsonSink`. */
export function plannedS3JsonSinks(stack: Stack, spec: Spec): Omit<S3JsonSinkProps, 'workers'>[] {
  return spec.sinks.flatMap((sink, index) =>
    sink.type === 's3-json'
      ? [
          {
            ...common(stack, spec, sink, index),
            ...tableNames(spec, index),
            prefix: sink.prefix,
            flush: Duration.seconds(sink.flushSeconds),
            partitionBy: sink.partitionBy,
          },
        ]
      : [],
  )
}

/** The spec's Iceberg sinks, as props of `IcebergSink`. */
export function plannedIcebergSinks(stack: Stack, spec: Spec): Omit<IcebergSinkProps, 'workers'>[] {
  return spec.sinks.flatMap((sink, index) =>
    sink.type === 'iceberg'
      ? [
          {
            ...common(stack, spec, sink, index),
            prefix: sink.prefix,
            database: sink.database,
            table: sink.table,
            columns: sink.schema,
            controlTopic: controlTopicName(spec, index),
            commitInterval: Duration.seconds(sink.commitSeconds),
            partitionBy: sink.partitionBy,
          },
        ]
      : [],
  )
}

function tableNames(spec: Spec, index: number): Pick<S3JsonSinkProps, 'database' | 'table'> {
  const { database, table } = catalogNames(spec, index)
  return { database, table }
}

function common(stack: Stack, spec: Spec, sink: SinkSpec, index: number): Omit<SinkProps, 'workers'> {
  const tasks = sinkTasks(spec, sink)
  const { mcu, minWorkers, maxWorkers } = sink.capacity
  return {
    tasks,
    sinkName: sinkId(spec, index),
    topics: sink.topics,
    bucket: bucketOf(stack, sink.bucket),
    deadLetterTopic: deadLetterTopicName(spec, index),
    deadLetterReplicationFactor: spec.topics[0]?.replicationFactor,
    // MSK Connect runs a task a worker at least, whatever `tasks.max` says: no more workers than partitions to read.
    capacity: Capacity.autoscaled({
      mcu,
      minWorkers,
      maxWorkers: Math.max(minWorkers, Math.min(maxWorkers, sinkPartitions(spec, sink))),
      maxTasks: tasks,
    }),
  }
}

/** A bucket of somebody's, imported once a stack. */
export function bucketOf(stack: Stack, name: string): s3.IBucket {
  return shared(stack, 'Buckets', name, (buckets) => s3.Bucket.fromBucketName(buckets, name, name) as s3.Bucket)
}
