import { describe, expect, test } from '@jest/globals'
import { Duration, type Stack } from 'aws-cdk-lib/core'
import { Template } from 'aws-cdk-lib/assertions'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as kms from 'aws-cdk-lib/aws-kms'
import { collectorContainers, CollectorService, type CollectorServiceProps } from '../../../src/constructs/index.js'
import {
  CONTAINER,
  containersDir,
  nagFindings,
  propertiesOf,
  reported,
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
        StopTimeout: 110,
        PortMappings: [{ ContainerPort: 8802, Protocol: 'tcp' }],
        HealthCheck: { Command: ['CMD', '/health.sh'], Interval: 10, Timeout: 5, Retries: 3, StartPeriod: 15 },
        LinuxParameters: { Capabilities: {}, InitProcessEnabled: true },
        Ulimits: [{ Name: 'nofile', SoftLimit: 131072, HardLimit: 131072 }],
        MountPoints: [{ ContainerPath: '/opt/clickstream/spool', ReadOnly: false, SourceVolume: 'spool' }],
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

  test('stands beside a shipper: same spool, started first and stopped last, started again when it ends', () => {
    // GIVEN
    const stack = testStack()
    const shipper = {
      name: 'shipper',
      image: CONTAINER.image,
      healthCommand: ['CMD', '/health.sh'],
      userId: 10001,
      volumes: CONTAINER.volumes ?? [],
      essential: false,
      awaited: 'started' as const,
      stopTimeout: Duration.seconds(50),
    }
    // WHEN
    collector(stack, { containers: [{ ...CONTAINER, stopTimeout: Duration.seconds(60) }, shipper] })
    // THEN
    const task = propertiesOf(stack, 'AWS::ECS::TaskDefinition')
    const [first, second] = task.ContainerDefinitions as Record<string, unknown>[]
    const mount = [{ ContainerPath: '/opt/clickstream/spool', ReadOnly: false, SourceVolume: 'spool' }]
    expect(task.Volumes).toEqual([{ Name: 'spool' }])
    expect([first?.MountPoints, second?.MountPoints]).toEqual([mount, mount])
    expect([first?.DependsOn, second?.DependsOn]).toEqual([
      [{ Condition: 'START', ContainerName: 'shipper' }],
      undefined,
    ])
    expect([first?.Essential, first?.RestartPolicy, first?.StopTimeout]).toEqual([true, undefined, 60])
    expect([second?.Essential, second?.RestartPolicy, second?.StopTimeout]).toEqual([
      false,
      { Enabled: true, RestartAttemptPeriod: 60 },
      50,
    ])
  })

  test('has the disk that is asked for, and no word about what Fargate gives unasked', () => {
    const diskOf = (ephemeralStorageGiB?: number): unknown => {
      const stack = testStack()
      collector(stack, { ...(ephemeralStorageGiB !== undefined && { ephemeralStorageGiB }) })
      return propertiesOf(stack, 'AWS::ECS::TaskDefinition').EphemeralStorage
    }
    expect([undefined, 20, 21, 200].map(diskOf)).toEqual([undefined, undefined, { SizeInGiB: 21 }, { SizeInGiB: 200 }])
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

  test('lets a task protect itself where a container asks for it, and only tasks of its own cluster', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    const { taskRole, cluster } = collector(stack, { containers: [{ ...CONTAINER, protectsTask: true }] })
    // THEN
    const statements = resourcesOf(stack, 'AWS::IAM::Policy')
      .map(({ Properties }) => Properties as { Roles: unknown[]; PolicyDocument: { Statement: unknown[] } })
      .filter(({ Roles }) => JSON.stringify(Roles) === JSON.stringify([stack.resolve(taskRole.roleName)]))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'],
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':ecs:us-east-1:',
              { Ref: 'AWS::AccountId' },
              ':task/',
              stack.resolve(cluster.clusterName),
              '/*',
            ],
          ],
        },
      },
    ])
    expect(nagFindings(stack)).toEqual([])
  })

  test('encrypts logs and disks with one key, whose policy lets exactly CloudWatch Logs and Fargate use it', () => {
    // GIVEN
    const stack = testStack()
    const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true })
    // WHEN
    collector(stack, { encryptionKey })
    // THEN
    const { KeyPolicy } = propertiesOf(stack, 'AWS::KMS::Key') as {
      KeyPolicy: { Statement: Record<string, unknown>[] }
    }
    expect(KeyPolicy.Statement.slice(1).map(({ Principal, Action }) => [Principal, Action])).toEqual([
      [
        { Service: { 'Fn::Join': ['', ['logs.us-east-1.', { Ref: 'AWS::URLSuffix' }]] } },
        ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      ],
      [{ Service: 'fargate.amazonaws.com' }, 'kms:GenerateDataKeyWithoutPlaintext'],
      [{ Service: 'fargate.amazonaws.com' }, 'kms:CreateGrant'],
    ])
    expect(propertiesOf(stack, 'AWS::Logs::LogGroup').KmsKeyId).toEqual(stack.resolve(encryptionKey.keyArn))
    expect(nagFindings(stack)).toEqual([])
  })

  test('reports everything that is wrong with its props at synth, at once', () => {
    // GIVEN
    const stack = testStack()
    const idle = { ...CONTAINER, port: undefined, stopTimeout: Duration.seconds(70) }
    // WHEN
    new CollectorService(stack, 'Collector', {
      ...testVpc(stack),
      kafka: testKafka(stack, 'scram'),
      containers: [idle, { ...idle, name: 'second' }],
      cpu: 1024,
      memoryMiB: 1024,
      ephemeralStorageGiB: 300,
      minTasks: 5,
      maxTasks: 2,
      targetCpuPercent: 100,
    })
    // THEN
    expect(reported(stack)).toEqual([
      '[Test/Collector] none of the 2 containers has a port (NoContainerTakesTraffic); give the container that takes events its port',
      '[Test/Collector] Fargate has no task with 1024 CPU units and 1024 MiB (FargateSize); with 1024 CPU units give 2048 to 8192 MiB in steps of 1024',
      '[Test/Collector] ephemeralStorageGiB is 300, and Fargate has 20 to 200 (FargateDisk); give less, or plan for a shorter outage',
      '[Test/Collector] targetCpuPercent is 100, which never or always scales (TargetCpu); give 10 to 90; half leaves room for the time that a new task takes',
      '[Test/Collector] minTasks is 5, more than maxTasks, which is 2 (MinAboveMax); raise maxTasks or lower minTasks',
      '[Test/Collector] the containers may take 70 + 70 = 140 s to stop, and Fargate leaves 120 (StopTimeouts); let the stop timeouts add up to 110 s',
      '[Test/Collector] a cluster with auth scram has no secret (SecretMissing); give the Secrets Manager secret that is associated with the cluster; its name begins with AmazonMSK_',
    ])
  })

  test('IAM with Vector is reported beside the rest', () => {
    // GIVEN
    const stack = testStack()
    // WHEN
    const containers = collectorContainers(stack, {
      solution: 'nginx-vector',
      auth: 'iam',
      containersDir: containersDir(),
    })
    collector(stack, { containers, minTasks: 3, maxTasks: 2 })
    // THEN
    expect(reported(stack)).toEqual([
      '[Test] auth is iam with solution nginx-vector, and Vector has no AWS_MSK_IAM mechanism (AuthNotSupported); give auth scram, or solution nginx-lua',
      '[Test/Collector] minTasks is 3, more than maxTasks, which is 2 (MinAboveMax); raise maxTasks or lower minTasks',
    ])
  })
})
