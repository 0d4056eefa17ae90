import { describe, expect, test } from '@jest/globals'
import { CfnParameter, type Stack } from 'aws-cdk-lib/core'
import { Template } from 'aws-cdk-lib/assertions'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { CollectorService, KafkaClusterReference, type CollectorServiceProps } from '../../../src/constructs/index.js'
import { CLUSTER_ARN, CONTAINER, nagFindings, propertiesOf, testKafka, testStack, testVpc } from '../support.js'

function collector(stack: Stack, props: Partial<CollectorServiceProps> = {}): CollectorService {
  return new CollectorService(stack, 'Collector', {
    ...testVpc(stack),
    kafka: testKafka(stack),
    containers: [CONTAINER],
    ...props,
  })
}

describe('CollectorService', () => {
  test('runs a container that can write to its spool only, gets the brokers as a secret, and has no environment', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    collector(stack)
    // THEN
    const task = propertiesOf(stack, 'AWS::ECS::TaskDefinition')
    expect(task.ContainerDefinitions).toEqual([
      {
        Name: 'collector',
        Image: 'example.com/collector:1',
        Essential: true,
        User: '10001:10001',
        ReadonlyRootFilesystem: true,
        StopTimeout: 75,
        PortMappings: [{ ContainerPort: 8802, Protocol: 'tcp' }],
        HealthCheck: { Command: ['CMD', '/health.sh'], Interval: 10, Timeout: 5, Retries: 3, StartPeriod: 15 },
        LinuxParameters: { Capabilities: {}, InitProcessEnabled: true },
        Ulimits: [{ Name: 'nofile', SoftLimit: 131072, HardLimit: 131072 }],
        MountPoints: [{ ContainerPath: '/opt/clickstream/spool', ReadOnly: false, SourceVolume: 'collector-spool' }],
        DockerLabels: { 'clickstream.brokers': 'b-1.orders.example:9098' },
        Secrets: [
          {
            Name: 'KAFKA_BROKERS',
            ValueFrom: {
              'Fn::Join': [
                '',
                [
                  'arn:',
                  { Ref: 'AWS::Partition' },
                  ':ssm:us-east-1:',
                  { Ref: 'AWS::AccountId' },
                  ':parameter/',
                  { Ref: 'CollectorKafkaBrokersEA26D039' },
                ],
              ],
            },
          },
        ],
        LogConfiguration: {
          LogDriver: 'awslogs',
          Options: {
            'awslogs-group': { Ref: 'CollectorLogs2B7E6569' },
            'awslogs-stream-prefix': 'collector',
            'awslogs-region': 'us-east-1',
            mode: 'non-blocking',
            'max-buffer-size': '26214400b',
          },
        },
      },
    ])
    expect(nagFindings(stack)).toEqual([])
  })

  test('is a service that rolls back, keeps every task during a deployment, and scales on CPU', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    collector(stack, { minTasks: 3, maxTasks: 9, spot: true })
    // THEN
    const { DeploymentConfiguration, CapacityProviderStrategy, PropagateTags, DesiredCount } = propertiesOf(
      stack,
      'AWS::ECS::Service',
    )
    expect({ DeploymentConfiguration, CapacityProviderStrategy, PropagateTags, DesiredCount }).toEqual({
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MaximumPercent: 200,
        MinimumHealthyPercent: 100,
      },
      CapacityProviderStrategy: [
        { CapacityProvider: 'FARGATE', Base: 3, Weight: 0 },
        { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
      ],
      PropagateTags: 'SERVICE',
      DesiredCount: undefined,
    })
    expect(
      propertiesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').TargetTrackingScalingPolicyConfiguration,
    ).toEqual({
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      TargetValue: 50,
      ScaleInCooldown: 300,
      ScaleOutCooldown: 60,
    })
  })

  test('in a cluster of somebody else asks for no capacity provider that may be missing', () => {
    // GIVEN
    const stack = testStack()
    const { vpc, subnets } = testVpc(stack)
    const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Shared', {
      clusterName: 'shared',
      vpc,
      securityGroups: [],
    })
    // WHEN
    new CollectorService(stack, 'Collector', {
      vpc,
      subnets,
      cluster,
      kafka: testKafka(stack),
      containers: [CONTAINER],
    })
    // THEN
    const { LaunchType, CapacityProviderStrategy, Cluster } = propertiesOf(stack, 'AWS::ECS::Service')
    expect({ LaunchType, CapacityProviderStrategy, Cluster }).toEqual({
      LaunchType: 'FARGATE',
      CapacityProviderStrategy: undefined,
      Cluster: 'shared',
    })
  })

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

  test('comes after the capacity providers of its cluster, which cannot be removed while it runs', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    collector(stack)
    // THEN
    const { Resources } = Template.fromStack(stack).toJSON() as {
      Resources: Record<string, { Type: string; DependsOn?: string[] }>
    }
    const idOf = (type: string) => Object.keys(Resources).find((id) => Resources[id]?.Type === type) ?? type
    expect(Resources[idOf('AWS::ECS::Service')]?.DependsOn).toContain(
      idOf('AWS::ECS::ClusterCapacityProviderAssociations'),
    )
  })

  test('without a container that has a port is refused', () => {
    const stack = testStack()
    expect(() => collector(stack, { containers: [{ ...CONTAINER, port: undefined }] })).toThrow(
      expect.objectContaining({ code: 'NoContainerTakesTraffic' }),
    )
  })
})
