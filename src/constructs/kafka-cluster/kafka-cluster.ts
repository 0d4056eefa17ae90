import { CfnOutput, Fn, Stack, Token } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import type {
  IKafkaCluster,
  KafkaAuth,
  KafkaClusterReferenceProps,
  KafkaConsumeOptions,
} from './kafka-cluster-props.js'
import { KAFKA_PORTS } from './kafka-ports.js'

/** Id of the output with the command that adds a rule; the second client of a stack gets a number. */
const RULE_OUTPUT = 'KafkaSecurityGroupRule'

/** An MSK cluster that is not ours: what clients need of it, and the exact rights and rules that let them in. */
export class KafkaClusterReference implements IKafkaCluster {
  readonly bootstrapServers: string
  readonly auth: KafkaAuth
  readonly securityGroup: ec2.ISecurityGroup
  readonly secret: secretsmanager.ISecret | undefined
  readonly secretKey: kms.IKey | undefined
  private readonly manageRules: boolean

  constructor(private readonly props: KafkaClusterReferenceProps) {
    this.bootstrapServers = props.bootstrapServers
    this.auth = props.auth
    this.securityGroup = props.securityGroup
    this.secret = props.secret
    this.secretKey = props.secretKey
    this.manageRules = props.manageSecurityGroupRules ?? false
  }

  /** Read from the props each time it is needed: an ARN that nothing needs becomes no parameter of the template. */
  get clusterArn(): string {
    return this.props.clusterArn
  }

  get port(): number {
    return KAFKA_PORTS[this.auth]
  }

  /** The part of the ARN that no other cluster has, now or later. */
  get clusterUuid(): string {
    return Fn.select(2, Fn.split('/', this.clusterArn))
  }

  /** ARN of a topic, which may end in `*`. */
  topicArn(topic: string): string {
    return this.arn('topic', topic)
  }

  /** ARN of a consumer group, which may end in `*`. */
  groupArn(group: string): string {
    return this.arn('group', group)
  }

  /** ARN of a transactional id, which may end in `*`. */
  transactionalIdArn(id: string): string {
    return this.arn('transactional-id', id)
  }

  /** Lets `grantee` write to these topics, idempotently, and to no other; nothing to do unless `auth` is `iam`. */
  grantProduce(grantee: iam.IGrantable, topics: readonly string[]): void {
    if (this.auth !== 'iam') return
    this.grant(grantee, ['Connect', 'WriteDataIdempotently'], [this.clusterArn])
    this.grant(
      grantee,
      ['DescribeTopic', 'WriteData'],
      topics.map((topic) => this.topicArn(topic)),
    )
  }

  /** Lets `grantee` read these topics in this consumer group; nothing to do unless `auth` is `iam`. */
  grantConsume(grantee: iam.IGrantable, { topics, group }: KafkaConsumeOptions): void {
    if (this.auth !== 'iam') return
    this.grant(grantee, ['Connect'], [this.clusterArn])
    this.grant(
      grantee,
      ['DescribeTopic', 'ReadData'],
      topics.map((topic) => this.topicArn(topic)),
    )
    this.grant(grantee, ['AlterGroup', 'DescribeGroup'], [this.groupArn(group)])
  }

  /** Lets `grantee` commit transactions under this id, which may end in `*`; nothing to do unless `auth` is `iam`. */
  grantTransactions(grantee: iam.IGrantable, transactionalId: string): void {
    if (this.auth !== 'iam') return
    this.grant(grantee, ['AlterTransactionalId', 'DescribeTransactionalId'], [this.transactionalIdArn(transactionalId)])
  }

  /** Adds `kafka-cluster:` actions on exactly these resources; nothing to do unless `auth` is `iam`. */
  grant(grantee: iam.IGrantable, actions: readonly string[], resources: readonly string[]): void {
    if (this.auth !== 'iam' || resources.length === 0) return
    iam.Grant.addToPrincipal({
      grantee,
      actions: actions.map((action) => `kafka-cluster:${action}`),
      resourceArns: [...resources],
    })
  }

  /**
   * Opens the way from `client` to the brokers. The brokers' own security group belongs to somebody else: unless we may
   * manage its rules, an output of the stack holds the command that its owner runs.
   */
  allowFrom(scope: Construct, client: ec2.ISecurityGroup, reason: string): void {
    const port = ec2.Port.tcp(this.port)
    client.addEgressRule(this.securityGroup, port, reason)
    if (this.manageRules) {
      this.securityGroup.addIngressRule(client, port, reason, true)
      return
    }
    const taken = scope.node.children.filter(({ node }) => node.id.startsWith(RULE_OUTPUT)).length
    new CfnOutput(scope, taken === 0 ? RULE_OUTPUT : `${RULE_OUTPUT}${taken + 1}`, {
      description: 'Run this once, as the owner of the Kafka security group',
      value: [
        'aws ec2 authorize-security-group-ingress',
        `--region ${Stack.of(scope).region}`,
        `--group-id ${this.securityGroup.securityGroupId}`,
        `--ip-permissions 'IpProtocol=tcp,FromPort=${this.port},ToPort=${this.port},UserIdGroupPairs=[{GroupId=${client.securityGroupId},Description="${reason}"}]'`,
      ].join(' '),
    })
  }

  private arn(kind: string, name: string): string {
    if (!Token.isUnresolved(this.clusterArn)) return `${this.clusterArn.replace(':cluster/', `:${kind}/`)}/${name}`
    const halves = Fn.split(':cluster/', this.clusterArn)
    return `${Fn.select(0, halves)}:${kind}/${Fn.select(1, halves)}/${name}`
  }
}
