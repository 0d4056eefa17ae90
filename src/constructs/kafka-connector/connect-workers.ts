import { Aws, Stack } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import type * as kms from 'aws-cdk-lib/aws-kms'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { ClickstreamError } from '../../errors.js'
import type { KafkaClusterReference } from '../kafka-cluster/kafka-cluster.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import type { ConnectWorkersProps } from './connect-workers-props.js'
import { contentName } from './content-name.js'

/** MSK Connect keeps configuration, offsets and status of its workers in topics and groups with this beginning. */
const INTERNAL = '__amazon_msk_connect_*'

/** A record of the largest body that the spec allows (10 MiB) and its `meta`: dead letters are as large as events. */
const LARGEST_REQUEST_BYTES = (10_240 + 64) * 1024

/**
 * A task without records is called once in this time, and the Iceberg sink answers its coordinator in such calls only: with Kafka
 * Connect's 60 s a quiet topic's commits time out after 30 s, and nothing is stored for minutes (measured on a worker 3.7.2).
 */
const OFFSET_FLUSH_MS = 1000

/**
 * Converters are mandatory here and set again by each connector. MSK Connect refuses a configuration that names
 * `connector.client.config.override.policy`; Kafka Connect 3.7 allows a connector its own consumer group without it.
 * Source: MSK developer guide, "Supported worker configuration properties".
 */
const WORKER_PROPERTIES = [
  'key.converter=org.apache.kafka.connect.converters.ByteArrayConverter',
  'value.converter=org.apache.kafka.connect.converters.ByteArrayConverter',
  `offset.flush.interval.ms=${OFFSET_FLUSH_MS}`,
  `producer.max.request.size=${LARGEST_REQUEST_BYTES}`,
].join('\n')

/**
 * What the connectors of a stack share: network, worker configuration, and the rights that MSK Connect itself needs.
 *
 * @throws `ConnectAuthUnsupported` for a cluster that is seen by SCRAM
 */
export class ConnectWorkers extends Construct implements ec2.IConnectable {
  readonly name: string
  readonly kafka: KafkaClusterReference
  readonly subnetIds: readonly string[]
  readonly securityGroup: ec2.SecurityGroup
  readonly connections: ec2.Connections
  readonly configuration: kafkaconnect.CfnWorkerConfiguration
  readonly encryptionKey: kms.IKey | undefined
  readonly logRetention: logs.RetentionDays
  private readonly policy: iam.ManagedPolicy | undefined

  constructor(scope: Construct, id: string, props: ConnectWorkersProps) {
    super(scope, id)
    if (props.kafka.auth === 'scram') {
      throw new ClickstreamError('MSK Connect cannot log in by scram', {
        code: 'ConnectAuthUnsupported',
        hint: 'enable IAM access control on the cluster beside SCRAM and give the connectors a cluster with auth iam',
        exitCode: 3,
      })
    }
    this.name = props.name
    this.kafka = props.kafka
    this.encryptionKey = props.encryptionKey
    this.logRetention = props.logRetention ?? logs.RetentionDays.ONE_MONTH
    this.subnetIds = props.vpc.selectSubnets(props.subnets).subnetIds
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'MSK Connect workers',
      allowAllOutbound: false,
    })
    this.securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS APIs: S3, Glue, credentials')
    this.connections = new ec2.Connections({ securityGroups: [this.securityGroup] })
    this.configuration = new kafkaconnect.CfnWorkerConfiguration(this, 'Configuration', {
      name: contentName(this, `${props.name}-workers`, WORKER_PROPERTIES),
      propertiesFileContent: Buffer.from(WORKER_PROPERTIES).toString('base64'),
    })
    this.policy = props.kafka.auth === 'iam' ? this.makePolicy(props.kafka) : undefined
  }

  /** A role for one connector that MSK Connect alone may use, for connectors of this name in this account. */
  role(scope: Construct, id: string, connector: string): iam.Role {
    return new iam.Role(scope, id, {
      description: `What the connector ${connector} may do`,
      assumedBy: new iam.ServicePrincipal('kafkaconnect.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: {
            'aws:SourceArn': Stack.of(scope).formatArn({
              service: 'kafkaconnect',
              resource: 'connector',
              resourceName: `${connector}-*`,
            }),
          },
        },
      }),
      managedPolicies: this.policy === undefined ? [] : [this.policy],
    })
  }

  private makePolicy(kafka: KafkaClusterReference): iam.ManagedPolicy {
    const policy = new iam.ManagedPolicy(this, 'Policy', { description: "MSK Connect's own topics and groups" })
    const kafkaActions = (...actions: string[]): string[] => actions.map((action) => `kafka-cluster:${action}`)
    const topics = kafka.topicArn(INTERNAL)
    const groups = kafka.groupArn(INTERNAL)
    policy.addStatements(
      new iam.PolicyStatement({
        actions: kafkaActions('Connect', 'DescribeCluster'),
        resources: [kafka.clusterArn],
      }),
      new iam.PolicyStatement({
        actions: kafkaActions('CreateTopic', 'DescribeTopic', 'ReadData', 'WriteData'),
        resources: [topics],
      }),
      new iam.PolicyStatement({ actions: kafkaActions('AlterGroup', 'DescribeGroup'), resources: [groups] }),
    )
    acknowledgeWildcard(policy, topics, 'MSK Connect makes its internal topics and chooses the rest of their names')
    acknowledgeWildcard(policy, groups, 'MSK Connect chooses the rest of the names of its internal groups')
    return policy
  }
}
