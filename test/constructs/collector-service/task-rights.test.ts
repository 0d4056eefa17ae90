import { describe, expect, test } from '@jest/globals'
import { CfnParameter, type Stack } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as iam from 'aws-cdk-lib/aws-iam'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as s3 from 'aws-cdk-lib/aws-s3'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { CollectorService, KafkaClusterReference, type CollectorServiceProps } from '../../../src/constructs/index.js'
import {
  CLUSTER_ARN,
  CONTAINER,
  nagFindings,
  propertiesOf,
  resourcesOf,
  testKafka,
  testStack,
  testVpc,
} from '../support.js'

function collector(stack: Stack, props: Partial<CollectorServiceProps> = {}): CollectorService {
  return new CollectorService(stack, 'Collector', {
    ...testVpc(stack),
    kafka: testKafka(stack),
    containers: [CONTAINER],
    ...props,
  })
}

/** What the policies of a role allow. */
function statementsOf(stack: Stack, role: iam.Role): unknown[] {
  return resourcesOf(stack, 'AWS::IAM::Policy')
    .map(({ Properties }) => Properties as { Roles: unknown[]; PolicyDocument: { Statement: unknown[] } })
    .filter(({ Roles }) => JSON.stringify(Roles) === JSON.stringify([stack.resolve(role.roleName)]))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
}

describe('what a collector task may read and write', () => {
  test('starts after the container behind it, and reads user and password of the SCRAM secret', () => {
    // GIVEN
    const stack = testStack()
    const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_clickstream-AbCdEf'
    const kafka = new KafkaClusterReference({
      auth: 'scram',
      clusterArn: CLUSTER_ARN,
      bootstrapServers: new CfnParameter(stack, 'Brokers').valueAsString,
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'KafkaGroup', 'sg-0123456789abcdef0'),
      secret: secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', arn),
    })
    const vector = {
      ...CONTAINER,
      name: 'vector',
      port: undefined,
      secrets: ['KAFKA_USERNAME', 'KAFKA_PASSWORD'] as const,
    }
    // WHEN
    collector(stack, { kafka, containers: [{ ...CONTAINER, secrets: [] }, vector] })
    // THEN
    const [first, second] = propertiesOf(stack, 'AWS::ECS::TaskDefinition').ContainerDefinitions as Record<
      string,
      unknown
    >[]
    expect([first?.DependsOn, first?.Secrets, first?.DockerLabels]).toEqual([
      [{ Condition: 'HEALTHY', ContainerName: 'vector' }],
      undefined,
      undefined,
    ])
    expect([second?.Secrets, second?.DockerLabels]).toEqual([
      [
        { Name: 'KAFKA_USERNAME', ValueFrom: `${arn}:username::` },
        { Name: 'KAFKA_PASSWORD', ValueFrom: `${arn}:password::` },
      ],
      { 'clickstream.brokers': { Ref: 'Brokers' } },
    ])
    expect(nagFindings(stack)).toEqual([])
  })

  test('reads a secret by an ARN without its last six characters, and by one that only looks like that', () => {
    // GIVEN
    const stack = testStack()
    const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_web-events'
    const kafka = new KafkaClusterReference({
      auth: 'scram',
      clusterArn: CLUSTER_ARN,
      bootstrapServers: 'b-1.orders.example:9096',
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'KafkaGroup', 'sg-0123456789abcdef0'),
      secret: secretsmanager.Secret.fromSecretPartialArn(stack, 'Secret', arn),
    })
    // WHEN
    collector(stack, { kafka, containers: [{ ...CONTAINER, secrets: ['KAFKA_PASSWORD'] }] })
    // THEN
    const { Statement } = propertiesOf(stack, 'AWS::IAM::Policy').PolicyDocument as {
      Statement: { Action: string | string[]; Resource: unknown; Condition?: unknown }[]
    }
    const about = (action: string) => Statement.filter(({ Action }) => [Action].flat().includes(action))
    expect(about('secretsmanager:GetSecretValue').map(({ Resource }) => Resource)).toEqual([arn, `${arn}-??????`])
    expect(about('kms:Decrypt').map(({ Condition }) => Condition)).toEqual([
      { StringLike: { 'kms:EncryptionContext:SecretARN': [arn, `${arn}-??????`] } },
    ])
    expect(nagFindings(stack)).toEqual([])
  })

  test('may store objects below the backup prefix, under its key, and do nothing else with the bucket', () => {
    // GIVEN
    const stack = testStack()
    const keyArn = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'
    // WHEN
    const { taskRole } = collector(stack, {
      backup: { bucket: s3.Bucket.fromBucketName(stack, 'Backup', 'my-data-bucket'), prefix: 'backup' },
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', keyArn),
    })
    // THEN
    expect(statementsOf(stack, taskRole)).toEqual([
      {
        Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::my-data-bucket/backup/*']] },
      },
      { Action: 'kms:GenerateDataKey', Effect: 'Allow', Resource: keyArn },
    ])
    expect(nagFindings(stack)).toEqual([])
  })

  test('reads a changed secret again, as the container that is given its ARN', () => {
    // GIVEN
    const stack = testStack()
    const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_clickstream-AbCdEf'
    const kafka = new KafkaClusterReference({
      auth: 'scram',
      clusterArn: CLUSTER_ARN,
      bootstrapServers: 'b-1.orders.example:9096',
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'KafkaGroup', 'sg-0123456789abcdef0'),
      secret: secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', arn),
    })
    // WHEN
    const { taskRole } = collector(stack, { kafka, containers: [{ ...CONTAINER, secrets: ['KAFKA_SECRET_ARN'] }] })
    // THEN
    const values = resourcesOf(stack, 'AWS::SSM::Parameter').map(
      ({ Properties }) => (Properties as { Value: string }).Value,
    )
    expect(values).toContain(arn)
    expect(statementsOf(stack, taskRole)).toEqual([
      { Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: arn },
      {
        Action: 'kms:Decrypt',
        Effect: 'Allow',
        Resource: {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:us-east-1:', { Ref: 'AWS::AccountId' }, ':key/*']],
        },
        Condition: { StringLike: { 'kms:EncryptionContext:SecretARN': [arn] } },
      },
    ])
    expect(nagFindings(stack)).toEqual([])
  })
})
