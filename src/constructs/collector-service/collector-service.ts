import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { acknowledge } from '../nag/acknowledge.js'
import { letLogsUse } from '../platform/key-policy.js'
import { wellTyped } from '../platform/well-typed.js'
import { grantBackup } from './backup-rights.js'
import { checkedCollector, stopSeconds } from './collector-checks.js'
import {
  COLLECTOR_TYPES,
  type CollectorContainer,
  type CollectorServiceProps,
  type ICollectorService,
} from './collector-service-props.js'
import { KafkaSecrets } from './kafka-secrets.js'
import { SecretRollout } from './secret-rollout.js'
import { grantTaskProtection } from './task-protection.js'

/** A connection takes one file descriptor of nginx's, and one more where it is passed on; Fargate allows up to 1,048,576. */
const OPEN_FILES = 131_072

/** Up at once, down slowly: a new task costs cents, a missing one events. */
export const SCALING_COOLDOWNS = { scaleOutCooldown: Duration.minutes(1), scaleInCooldown: Duration.minutes(5) }

/**
 * The collectors: a Fargate service of nginx and what stands beside it, scaled on CPU, without any environment variable in
 * its task definition and without a writable root file system. Wrong props are reported at synth, all at once.
 */
export class CollectorService extends Construct implements ICollectorService, ec2.IConnectable {
  readonly cluster: ecs.ICluster
  readonly service: ecs.FargateService
  /** What changes the number of tasks; a load balancer adds the traffic as a second measure. */
  readonly scaling: ecs.ScalableTaskCount
  readonly taskDefinition: ecs.FargateTaskDefinition
  readonly taskRole: iam.Role
  readonly securityGroup: ec2.SecurityGroup
  readonly connections: ec2.Connections
  readonly logGroup: logs.LogGroup
  /** The container that takes the traffic, and its port. */
  readonly traffic: { readonly containerName: string; readonly containerPort: number }

  constructor(scope: Construct, id: string, given: CollectorServiceProps) {
    super(scope, id)
    const props = checkedCollector(this, wellTyped(this, given, COLLECTOR_TYPES))
    this.traffic = trafficOf(props.containers)
    this.securityGroup = this.makeSecurityGroup(props)
    this.connections = new ec2.Connections({ securityGroups: [this.securityGroup] })
    if (props.encryptionKey !== undefined) letLogsUse(this, props.encryptionKey)
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey }),
    })
    const assumedBy = new iam.ServicePrincipal('ecs-tasks.amazonaws.com')
    this.taskRole = new iam.Role(this, 'TaskRole', { assumedBy, description: 'What the collectors may do' })
    const executionRole = new iam.Role(this, 'ExecutionRole', {
      assumedBy,
      description: 'What ECS may do to start a collector',
    })
    acknowledge(
      executionRole,
      'AwsSolutions-IAM5[Resource::*]',
      'ecr:GetAuthorizationToken, which fetches the container image, knows no resources',
    )
    this.taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: props.cpu ?? 1024,
      memoryLimitMiB: props.memoryMiB ?? 2048,
      // 20 GiB come unasked, and Fargate refuses to be asked for them.
      ...((props.ephemeralStorageGiB ?? 20) > 20 && { ephemeralStorageGiB: props.ephemeralStorageGiB }),
      runtimePlatform: {
        cpuArchitecture: props.architecture === 'x86_64' ? ecs.CpuArchitecture.X86_64 : ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      taskRole: this.taskRole,
      executionRole,
    })
    this.addContainers(
      props,
      new KafkaSecrets(this, 'Kafka', { kafka: props.kafka, reader: executionRole, containers: this.taskRole }),
    )
    if (props.backup !== undefined) grantBackup(this.taskRole, props.backup, props.encryptionKey)
    this.cluster = props.cluster ?? this.makeCluster(props)
    if (props.containers.some(({ protectsTask }) => protectsTask)) grantTaskProtection(this.taskRole, this.cluster)
    this.service = this.makeService(props)
    const { secret } = props.kafka
    if (secret !== undefined && props.containers.some(readsOnce)) {
      const { encryptionKey, logRetention } = props
      new SecretRollout(this, 'SecretRollout', { service: this.service, secret, encryptionKey, logRetention })
    }
    this.scaling = this.service.autoScaleTaskCount({
      minCapacity: props.minTasks ?? 2,
      maxCapacity: props.maxTasks ?? 12,
    })
    this.scaling.scaleOnCpuUtilization('Cpu', {
      targetUtilizationPercent: props.targetCpuPercent ?? 50,
      ...SCALING_COOLDOWNS,
    })
  }

  private makeSecurityGroup({ vpc }: CollectorServiceProps): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Collector tasks',
      allowAllOutbound: false,
    })
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS APIs: image, logs, parameters, credentials, backup')
    return group
  }

  private makeCluster({ vpc, encryptionKey }: CollectorServiceProps): ecs.Cluster {
    return new ecs.Cluster(this, 'Cluster', {
      vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
      enableFargateCapacityProviders: true,
      ...(encryptionKey && { managedStorageConfiguration: { fargateEphemeralStorageKmsKey: encryptionKey } }),
    })
  }

  private addContainers(props: CollectorServiceProps, secrets: KafkaSecrets): void {
    const stopAfter = stopSeconds(props)
    const made = props.containers.map((container, index) => {
      const definition = this.taskDefinition.addContainer(container.name, {
        containerName: container.name,
        image: container.image,
        user: `${container.userId}:${container.userId}`,
        readonlyRootFilesystem: true,
        stopTimeout: container.stopTimeout ?? Duration.seconds(stopAfter[index] ?? 0),
        essential: container.essential ?? true,
        // The least period that ECS knows: what ends before it has run so long stays down.
        ...(container.essential === false && { restartAttemptPeriod: Duration.seconds(60) }),
        healthCheck: {
          command: [...container.healthCommand],
          interval: Duration.seconds(10),
          timeout: Duration.seconds(5),
          retries: 3,
          startPeriod: Duration.seconds(15),
        },
        linuxParameters: new ecs.LinuxParameters(this, `${container.name}-linux`, { initProcessEnabled: true }),
        ulimits: [{ name: ecs.UlimitName.NOFILE, softLimit: OPEN_FILES, hardLimit: OPEN_FILES }],
        logging: ecs.LogDrivers.awsLogs({
          streamPrefix: container.name,
          logGroup: this.logGroup,
          // A slow CloudWatch must not stop a collector; AWS recommends this buffer for non-blocking logs.
          mode: ecs.AwsLogDriverMode.NON_BLOCKING,
          maxBufferSize: Size.mebibytes(25),
        }),
        ...secrets.of(container.secrets ?? []),
      })
      if (container.port !== undefined) definition.addPortMappings({ containerPort: container.port })
      for (const { name, path } of container.volumes ?? []) {
        definition.addMountPoints({ sourceVolume: name, containerPath: path, readOnly: false })
      }
      return definition
    })
    const volumes = props.containers.flatMap((container) => container.volumes ?? []).map(({ name }) => name)
    for (const name of new Set(volumes)) this.taskDefinition.addVolume({ name })
    made.slice(1).forEach((dependency, index) => {
      const started = props.containers[index + 1]?.awaited === 'started'
      made[index]?.addContainerDependencies({
        container: dependency,
        condition: started ? ecs.ContainerDependencyCondition.START : ecs.ContainerDependencyCondition.HEALTHY,
      })
    })
  }

  private makeService(props: CollectorServiceProps): ecs.FargateService {
    const spot = props.spot ?? false
    const strategies: ecs.CapacityProviderStrategy[] = [
      { capacityProvider: 'FARGATE', base: props.minTasks ?? 2, weight: spot ? 0 : 1 },
      ...(spot ? [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] : []),
    ]
    const service = new ecs.FargateService(this, 'Service', {
      cluster: this.cluster,
      taskDefinition: this.taskDefinition,
      vpcSubnets: props.subnets,
      securityGroups: [this.securityGroup],
      assignPublicIp: false,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: Duration.seconds(60),
      circuitBreaker: { rollback: true },
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      enableECSManagedTags: true,
      // Somebody else's cluster may have no capacity providers; plain Fargate needs none.
      ...((props.cluster === undefined || spot) && { capacityProviderStrategies: strategies }),
    })
    // A task starts with the rights of its role at that moment, so all of them come first.
    service.node.addDependency(this.taskRole)
    // The capacity providers of a cluster of its own come before the service, and go after it: in use, they cannot be removed.
    if (props.cluster === undefined) service.node.addDependency(this.cluster)
    return service
  }
}

/** Whether a container has the password from its start, and no way to ask for it again. */
function readsOnce({ secrets = [] }: CollectorContainer): boolean {
  return secrets.includes('KAFKA_PASSWORD') && !secrets.includes('KAFKA_SECRET_ARN')
}

function trafficOf(containers: readonly CollectorContainer[]): CollectorService['traffic'] {
  const container = containers.find(({ port }) => port !== undefined)
  return { containerName: container?.name ?? 'none', containerPort: container?.port ?? 80 }
}
