import { describe, expect, test } from '@jest/globals'
import type { Stack } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import {
  CollectorService,
  KafkaClusterReference,
  type CollectorServiceProps,
  type KafkaSecretName,
} from '../../../src/constructs/index.js'
import { CLUSTER_ARN, CONTAINER, nagFindings, propertiesOf, resourcesOf, testStack, testVpc } from '../support.js'

const PARTIAL = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_clickstream'
const LOGIN: readonly KafkaSecretName[] = ['KAFKA_BROKERS', 'KAFKA_USERNAME', 'KAFKA_PASSWORD']

function collector(stack: Stack, secretArn: string, props: Partial<CollectorServiceProps> = {}): CollectorService {
  const kafka = new KafkaClusterReference({
    auth: 'scram',
    clusterArn: CLUSTER_ARN,
    bootstrapServers: 'b-1.orders.example:9096',
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'KafkaGroup', 'sg-0123456789abcdef0'),
    secret: /-\w{6}$/.test(secretArn)
      ? secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', secretArn)
      : secretsmanager.Secret.fromSecretPartialArn(stack, 'Secret', secretArn),
  })
  const containers = [{ ...CONTAINER, secrets: LOGIN }]
  return new CollectorService(stack, 'Collector', { ...testVpc(stack), kafka, containers, ...props })
}

describe('a Kafka secret that gets a new value', () => {
  test('GIVEN tasks that read it when they start WHEN its current version changes THEN ECS is asked for a new deployment', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    const { service, cluster } = collector(stack, `${PARTIAL}-AbCdEf`)
    // THEN
    expect(propertiesOf(stack, 'AWS::Events::Rule')).toMatchObject({
      EventPattern: {
        source: ['aws.secretsmanager'],
        'detail-type': ['Secret Label Updated'],
        resources: [`${PARTIAL}-AbCdEf`],
        detail: { labelUpdated: ['AWSCURRENT'] },
      },
      Targets: [{ Arn: { 'Fn::GetAtt': [expect.stringMatching(/Machine/), 'Arn'] } }],
    })
    const machine = propertiesOf(stack, 'AWS::StepFunctions::StateMachine')
    const { States } = JSON.parse(joined(machine.DefinitionString)) as { States: Record<string, object> }
    expect(States).toMatchObject({
      WaitForBrokers: { Type: 'Wait', Seconds: 600, Next: 'StartTasks' },
      StartTasks: {
        Resource: 'arn:{"Ref":"AWS::Partition"}:states:::aws-sdk:ecs:updateService'.replaceAll('"', "'"),
        Parameters: {
          Cluster: text(stack.resolve(cluster.clusterArn)),
          Service: text(stack.resolve(service.serviceArn)),
          ForceNewDeployment: true,
        },
        End: true,
      },
    })
    // AND its role can do that to this service alone
    expect(statements(stack).find(({ Action }) => Action === 'ecs:UpdateService')).toEqual({
      Action: 'ecs:UpdateService',
      Effect: 'Allow',
      Resource: stack.resolve(service.serviceArn),
    })
    expect(nagFindings(stack)).toEqual([])
  })

  test('GIVEN a partial ARN WHEN synthesized THEN the six characters at the end of the real one may be any', () => {
    const stack = testStack()
    collector(stack, PARTIAL)
    expect(propertiesOf(stack, 'AWS::Events::Rule')).toMatchObject({
      EventPattern: { resources: [PARTIAL, { prefix: `${PARTIAL}-` }] },
    })
  })

  test('GIVEN a key WHEN synthesized THEN what the rollout logs is under it too', () => {
    const stack = testStack()
    const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true })
    collector(stack, `${PARTIAL}-AbCdEf`, { encryptionKey })
    const keys = resourcesOf(stack, 'AWS::Logs::LogGroup').map(({ Properties }) => (Properties as Logs).KmsKeyId)
    expect(keys).toEqual([stack.resolve(encryptionKey.keyArn), stack.resolve(encryptionKey.keyArn)])
  })

  test.each<[string, readonly KafkaSecretName[]]>([
    ['read it again by themselves', [...LOGIN, 'KAFKA_SECRET_ARN']],
    ['never read it', ['KAFKA_BROKERS']],
  ])('GIVEN containers that %s WHEN synthesized THEN nothing starts them again', (_, secrets) => {
    const stack = testStack()
    collector(stack, `${PARTIAL}-AbCdEf`, { containers: [{ ...CONTAINER, secrets }] })
    expect(resourcesOf(stack, 'AWS::StepFunctions::StateMachine')).toEqual([])
    expect(resourcesOf(stack, 'AWS::Events::Rule')).toEqual([])
  })
})

interface Logs {
  readonly KmsKeyId?: unknown
}

function statements(stack: Stack): Record<string, unknown>[] {
  return resourcesOf(stack, 'AWS::IAM::Role').flatMap(({ Properties }) =>
    ((Properties as { Policies?: { PolicyDocument: { Statement: [] } }[] }).Policies ?? []).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    ),
  )
}

/** References as text, in quotes that JSON lets stand. */
const text = (value: unknown): string => JSON.stringify(value).replaceAll('"', "'")

function joined(value: unknown): string {
  const parts = (value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1]
  return parts.map((part) => (typeof part === 'string' ? part : text(part))).join('')
}
