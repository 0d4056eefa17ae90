import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import { ClickstreamError } from '../../errors.js'
import { KafkaClusterReference } from './kafka-cluster.js'
import type { KafkaAuth, KafkaClusterReferenceProps } from './kafka-cluster-props.js'

/** A cluster of the same app, as `Cluster` of `@aws-cdk/aws-msk-alpha` is one; no dependency on that package. */
export interface MskCluster {
  readonly clusterArn: string
  readonly connections: ec2.Connections
  /** Brokers without authentication and TLS. */
  readonly bootstrapBrokers?: string
  readonly bootstrapBrokersTls?: string
  readonly bootstrapBrokersSaslScram?: string
  readonly bootstrapBrokersSaslIam?: string
}

const BROKERS = {
  none: 'bootstrapBrokers',
  tls: 'bootstrapBrokersTls',
  scram: 'bootstrapBrokersSaslScram',
  iam: 'bootstrapBrokersSaslIam',
} as const satisfies Record<KafkaAuth, keyof MskCluster>

export type MskClusterOptions = Pick<KafkaClusterReferenceProps, 'auth' | 'secret' | 'secretKey'> &
  Partial<Pick<KafkaClusterReferenceProps, 'manageSecurityGroupRules'>>

/**
 * A cluster of the same app, seen by one kind of client; rules on its security group are added, because it is no stranger's.
 *
 * @throws `BrokersUnknown` where the cluster has no brokers for this `auth`, `SecurityGroupUnknown` where it has no security group
 */
export function kafkaClusterFrom(cluster: MskCluster, options: MskClusterOptions): KafkaClusterReference {
  const [securityGroup] = cluster.connections.securityGroups
  if (securityGroup === undefined) {
    throw new ClickstreamError('the cluster has no security group', {
      code: 'SecurityGroupUnknown',
      hint: 'use new KafkaClusterReference({ securityGroup, … })',
      exitCode: 3,
    })
  }
  return new KafkaClusterReference({
    manageSecurityGroupRules: true,
    ...options,
    securityGroup,
    // Read when they are needed: for each kind of brokers that is asked for, the L2 makes a call at deployment.
    get clusterArn() {
      return cluster.clusterArn
    },
    bootstrapServers: brokersOf(cluster, options.auth),
  })
}

function brokersOf(cluster: MskCluster, auth: KafkaAuth): string {
  const brokers = cluster[BROKERS[auth]]
  if (brokers !== undefined) return brokers
  throw new ClickstreamError(`the cluster has no brokers for auth ${auth}`, {
    code: 'BrokersUnknown',
    hint: `switch ${auth} on in the cluster, or use new KafkaClusterReference({ bootstrapServers, … }) with the L1`,
    exitCode: 3,
  })
}
