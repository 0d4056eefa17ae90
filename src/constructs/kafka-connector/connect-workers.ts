import { Aws, Fn, Stack, Token } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import type * as kms from 'aws-cdk-lib/aws-kms'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { IKafkaCluster } from '../kafka-cluster/kafka-cluster-props.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import { checkProps } from '../platform/check-props.js'
import { WORKERS_TYPES, type ConnectWorkersProps, type IConnectWorkers } from './connect-workers-props.js'
import { contentName } from './content-name.js'
import { workerProperties, workerPropertyProblems } from './worker-properties.js'
import { wellTyped } from '../platform/well-typed.js'

/** MSK Connect keeps configuration, offsets and status of its workers in topics and groups with this beginning. */
const INTERNAL = '__amazon_msk_connect_*'

/** What the connectors of a stack share: network, worker configuration, and the rights that MSK Connect itself needs. */
export class ConnectWorkers extends Construct implements IConnectWorkers, ec2.IConnectable {
  readonly name: string
  readonly kafka: IKafkaCluster
  readonly subnetIds: readonly string[]
  readonly securityGroup: ec2.SecurityGroup
  readonly connections: ec2.Connections
  readonly configuration: kafkaconnect.CfnWorkerConfiguration
  readonly encryptionKey: kms.IKey | undefined
  readonly logRetention: logs.RetentionDays
  private readonly policy: iam.ManagedPolicy | undefined

  constructor(scope: Construct, id: string, given: ConnectWorkersProps) {
    super(scope, id)
    const props = wellTyped(this, given, WORKERS_TYPES)
    checkProps(this, [
      props.kafka.auth === 'scram' && {
        code: 'ConnectAuthUnsupported',
        message: 'MSK Connect cannot log in by scram',
        hint: 'enable IAM access control on the cluster beside SCRAM and give the connectors a cluster with auth iam',
      },
      ...workerPropertyProblems(props.properties),
    ])
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
    const properties = workerProperties(props.properties)
    this.configuration = new kafkaconnect.CfnWorkerConfiguration(this, 'Configuration', {
      name: contentName(this, `${props.name}-workers`, properties),
      propertiesFileContent: Token.isUnresolved(properties)
        ? Fn.base64(properties)
        : Buffer.from(properties).toString('base64'),
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

  private makePolicy(kafka: IKafkaCluster): iam.ManagedPolicy {
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
    const reason = 'MSK Connect makes its internal topics and groups and chooses the rest of their names'
    acknowledgeWildcard(policy, topics, reason)
    acknowledgeWildcard(policy, groups, reason)
    return policy
  }
}
