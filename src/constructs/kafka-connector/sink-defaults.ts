import type * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { claimName } from '../platform/claims.js'
import type { SinkProps } from './sink-props.js'

/** A consumer group that belongs to one cluster for life: a recreated cluster begins with another one. */
export function defaultConsumerGroup({ workers, sinkName }: Pick<SinkProps, 'workers' | 'sinkName'>): string {
  return `${workers.name}-${sinkName}-${workers.kafka.clusterUuid}`
}

/** Lets a sink write and read objects under the key; two actions without a wildcard, which `grantEncryptDecrypt` has not. */
export function grantKey(grantee: iam.IGrantable, key: kms.IKey | undefined): void {
  key?.grant(grantee, 'kms:Decrypt', 'kms:GenerateDataKey')
}

/** Two sinks in one group would share the partitions, and each store half of the events. */
export function claimSink(sink: Construct, consumerGroup: string): void {
  claimName(sink, {
    kind: 'consumer group',
    name: consumerGroup,
    code: 'ConsumerGroupShared',
    hint: 'give each sink its own sinkName, or its own consumerGroup',
  })
}
