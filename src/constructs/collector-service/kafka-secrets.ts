import { Stack } from 'aws-cdk-lib/core'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import * as ssm from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import type { KafkaClusterReference } from '../kafka-cluster/kafka-cluster.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import type { KafkaSecretName } from './collector-service-props.js'

export interface KafkaSecretsProps {
  readonly kafka: KafkaClusterReference

  /** The role that reads the values when a container starts. */
  readonly reader: iam.IRole
}

/** Broker addresses and credentials, brought to containers as ECS secrets instead of as environment variables. */
export class KafkaSecrets extends Construct {
  private readonly kafka: KafkaClusterReference
  private readonly brokers: ssm.StringParameter

  constructor(scope: Construct, id: string, { kafka, reader }: KafkaSecretsProps) {
    super(scope, id)
    this.kafka = kafka
    this.brokers = new ssm.StringParameter(this, 'Brokers', {
      description: `Kafka brokers for auth ${kafka.auth}`,
      stringValue: kafka.bootstrapServers,
    })
    if (kafka.secret !== undefined) this.grantRead(kafka.secret, reader)
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
    if (name === 'KAFKA_BROKERS' || secret === undefined) return ecs.Secret.fromSsmParameter(this.brokers)
    return ecs.Secret.fromSecretsManager(secret, name === 'KAFKA_USERNAME' ? 'username' : 'password')
  }

  private grantRead(secret: secretsmanager.ISecret, reader: iam.IRole): void {
    const { secretKey } = this.kafka
    const isPartial = secret.secretFullArn === undefined
    if (isPartial) {
      // It may be complete after all, with six characters at its end that happen to be a word; CDK admits the longer one.
      reader.addToPrincipalPolicy(
        new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
      )
    }
    const anyKey = Stack.of(this).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })
    reader.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [secretKey?.keyArn ?? anyKey],
        // Secrets Manager encrypts each secret in the context of its ARN, which ends in six characters of its own.
        conditions: {
          StringLike: {
            'kms:EncryptionContext:SecretARN': isPartial
              ? [secret.secretArn, `${secret.secretArn}-??????`]
              : secret.secretArn,
          },
        },
      }),
    )
    if (secretKey !== undefined) return
    acknowledgeWildcard(
      reader,
      anyKey,
      "MSK wants the secret under a customer's key, which only its owner knows; the condition admits this secret alone",
    )
  }
}
