import { Stack } from 'aws-cdk-lib/core'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import * as ssm from 'aws-cdk-lib/aws-ssm'
import { Construct, type IConstruct } from 'constructs'
import type { IKafkaCluster } from '../kafka-cluster/kafka-cluster-props.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import type { KafkaSecretName } from './collector-service-props.js'

export interface KafkaSecretsProps {
  readonly kafka: IKafkaCluster

  /** The role that reads the values when a container starts. */
  readonly reader: iam.IRole

  /** The role of the containers themselves; one that knows `KAFKA_SECRET_ARN` may read the secret again, because it may change. */
  readonly containers: iam.IRole
}

/** Broker addresses and credentials, brought to containers as ECS secrets instead of as environment variables. */
export class KafkaSecrets extends Construct {
  private readonly kafka: IKafkaCluster
  private readonly brokers: ssm.StringParameter
  private readonly containers: iam.IRole
  private readonly acknowledged = new Set<IConstruct>()
  private secretArn: ssm.StringParameter | undefined

  constructor(scope: Construct, id: string, { kafka, reader, containers }: KafkaSecretsProps) {
    super(scope, id)
    this.kafka = kafka
    this.containers = containers
    this.brokers = new ssm.StringParameter(this, 'Brokers', {
      description: `Kafka brokers for auth ${kafka.auth}`,
      stringValue: kafka.bootstrapServers,
    })
    const { secret } = kafka
    if (secret === undefined) return
    // A partial ARN may be complete after all, with six characters at its end that happen to be a word; CDK admits the longer one.
    if (secret.secretFullArn === undefined) allowRead(reader, [secret.secretArn])
    this.allowDecrypt(secret, reader)
  }

  /** The secrets of one container, and a label that changes with the brokers, because a new value starts no deployment by itself. */
  of(names: readonly KafkaSecretName[]): Pick<ecs.ContainerDefinitionOptions, 'secrets' | 'dockerLabels'> {
    if (names.length === 0) return {}
    return {
      secrets: Object.fromEntries(names.map((name) => [name, this.secret(name)])),
      dockerLabels: { 'clickstream.brokers': this.kafka.bootstrapServers },
    }
  }

  private secret(name: KafkaSecretName): ecs.Secret {
    const { secret } = this.kafka
    if (name === 'KAFKA_SECRET_ARN' && secret !== undefined) return this.readAgain(secret)
    if (name === 'KAFKA_BROKERS' || secret === undefined) return ecs.Secret.fromSsmParameter(this.brokers)
    return ecs.Secret.fromSecretsManager(secret, name === 'KAFKA_USERNAME' ? 'username' : 'password')
  }

  private readAgain(secret: secretsmanager.ISecret): ecs.Secret {
    if (this.secretArn === undefined) {
      allowRead(this.containers, arnsOf(secret))
      this.allowDecrypt(secret, this.containers)
    }
    this.secretArn ??= new ssm.StringParameter(this, 'SecretArn', {
      description: 'Secret with the Kafka user, which the collectors read again while they run',
      stringValue: secret.secretArn,
    })
    return ecs.Secret.fromSsmParameter(this.secretArn)
  }

  private allowDecrypt(secret: secretsmanager.ISecret, reader: iam.IRole): void {
    const { secretKey } = this.kafka
    const anyKey = Stack.of(this).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })
    reader.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [secretKey?.keyArn ?? anyKey],
        // Secrets Manager encrypts each secret in the context of its ARN, which ends in six characters of its own.
        conditions: {
          StringLike: { 'kms:EncryptionContext:SecretARN': arnsOf(secret) },
        },
      }),
    )
    // Both roles stand beside each other: one acknowledgement covers what is one finding.
    const place = reader.node.scope ?? reader
    if (secretKey !== undefined || this.acknowledged.has(place)) return
    this.acknowledged.add(place)
    acknowledgeWildcard(
      place,
      anyKey,
      "MSK wants the secret under a customer's key, which only its owner knows; the condition admits this secret alone",
    )
  }
}

function allowRead(reader: iam.IRole, resources: string[]): void {
  reader.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }))
}

/** The ARNs that a secret may have: six characters of its own follow a partial one. */
function arnsOf(secret: secretsmanager.ISecret): string[] {
  return secret.secretFullArn === undefined ? [secret.secretArn, `${secret.secretArn}-??????`] : [secret.secretArn]
}
