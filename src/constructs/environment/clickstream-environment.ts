import { Annotations, Tags, Token, type Stack } from 'aws-cdk-lib/core'
import * as acm from 'aws-cdk-lib/aws-certificatemanager'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as route53 from 'aws-cdk-lib/aws-route53'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { ClickstreamError } from '../../errors.js'
import { connectTransport } from '../../spec/connector-configuration.js'
import { checkRegion, type Capability } from '../../spec/region-capabilities.js'
import type { Spec } from '../../spec/schema.js'
import { requestsPerTask, taskDiskGiB } from '../../spec/sizing.js'
import { topicPlan } from '../../spec/topic-plan.js'
import { collectorContainers } from '../collector-service/collector-containers.js'
import type { CollectorBackup, CollectorContainer } from '../collector-service/collector-service-props.js'
import type { IcebergSinkProps } from '../iceberg-sink/iceberg-sink-props.js'
import { KafkaClusterReference } from '../kafka-cluster/kafka-cluster.js'
import type { KafkaAuth } from '../kafka-cluster/kafka-cluster-props.js'
import type { KafkaTopic, KafkaTopicsProps } from '../kafka-topics/kafka-topics-props.js'
import { knownTopicFacts, plannedTopics } from '../kafka-topics/planned-topics.js'
import type { CollectorDomain, CollectorLoadBalancerProps } from '../load-balancer/load-balancer-props.js'
import { RoleConventions } from '../platform/role-conventions.js'
import type { S3JsonSinkProps } from '../s3-json-sink/s3-json-sink-props.js'
import type { ClickstreamVpcEndpointsProps } from '../vpc-endpoints/vpc-endpoints-props.js'
import type { ClickstreamStackProps } from './clickstream-stack-props.js'
import { lateFact } from './late-facts.js'
import { NetworkFacts } from './network-facts.js'
import { ObservabilityFacts } from './observability-facts.js'
import { bucketOf, plannedIcebergSinks, plannedS3JsonSinks } from './planned-sinks.js'

/**
 * What exists before a stack is deployed: answered by the spec, else by the lock, else by a CloudFormation parameter that is
 * made when it is first asked for. Also puts the landing zone's conventions and the tags on the whole stack.
 *
 * @throws `RegionLacks` where something is asked for that the region is known not to have
 */
export class ClickstreamEnvironment {
  readonly spec: Spec
  private readonly network: NetworkFacts
  private readonly imported = new Map<string, unknown>()

  constructor(
    private readonly stack: Stack,
    private readonly props: ClickstreamStackProps,
  ) {
    this.spec = props.spec
    this.network = new NetworkFacts(stack, props)
    RoleConventions.apply(stack, props.spec.platform)
    for (const [key, value] of Object.entries(props.spec.tags)) Tags.of(stack).add(key, value)
  }

  get vpc(): ec2.IVpc {
    return this.network.vpc
  }

  get taskSubnets(): ec2.SubnetSelection {
    return this.network.taskSubnets
  }

  get loadBalancerSubnets(): ec2.SubnetSelection {
    return this.network.loadBalancerSubnets
  }

  /** Who may connect to the endpoint. */
  get clients(): ec2.IPeer[] {
    const { exposure, dualStack } = this.spec.network
    if (exposure === 'internal') return [this.network.vpcPeer]
    return [ec2.Peer.anyIpv4(), ...(dualStack ? [ec2.Peer.anyIpv6()] : [])]
  }

  /** The endpoint's name and the zone that gets a record for it; undefined where somebody else makes the record. */
  get domain(): CollectorDomain | undefined {
    const { hostedZoneId, domainName } = this.spec.network
    if (hostedZoneId === undefined || domainName === undefined) return undefined
    return {
      name: domainName,
      zone: this.once('Zone', (id) => route53.HostedZone.fromHostedZoneId(this.stack, id, hostedZoneId)),
    }
  }

  /** How the endpoint is seen from outside: who may connect, its certificate, its name, and whether it speaks IPv6. */
  get address(): Pick<
    CollectorLoadBalancerProps,
    'clients' | 'internetFacing' | 'certificate' | 'domain' | 'dualStack'
  > {
    const { exposure, dualStack } = this.spec.network
    return {
      internetFacing: exposure === 'internet',
      clients: this.clients,
      certificate: this.certificate,
      domain: this.domain,
      dualStack,
    }
  }

  /** Requests, or new connections, a minute and task that scaling aims at beside the CPU. */
  get requestsPerTask(): number {
    const { load, solution, tasks } = this.spec.collector
    return requestsPerTask(load, solution, tasks.cpu)
  }

  get clusterArn(): string {
    const { cluster } = this.spec.kafka
    return lateFact(this.stack, 'KafkaClusterArn', cluster.startsWith('arn:') ? cluster : this.props.lock?.cluster?.arn)
  }

  /** The cluster as the collectors see it. */
  get kafka(): KafkaClusterReference {
    return this.kafkaFor(this.spec.kafka.auth)
  }

  /** The cluster as the connectors see it. */
  get kafkaForConnectors(): KafkaClusterReference {
    this.checkRegion('msk-connect')
    const transport = connectTransport(this.spec.kafka)
    return this.kafkaFor(transport === 'plaintext' ? 'none' : transport)
  }

  /** The key for everything that can be encrypted; undefined where AWS's own keys do. */
  get encryptionKey(): kms.IKey | undefined {
    const { kmsKeyArn } = this.spec.platform
    return kmsKeyArn === undefined ? undefined : this.once('Key', (id) => kms.Key.fromKeyArn(this.stack, id, kmsKeyArn))
  }

  /** The ECS cluster to run in; undefined where the service shall have one of its own. */
  get ecsCluster(): ecs.ICluster | undefined {
    const clusterName = this.spec.platform.ecsCluster
    if (clusterName === undefined) return undefined
    return this.once('EcsCluster', (id) =>
      ecs.Cluster.fromClusterAttributes(this.stack, id, { clusterName, vpc: this.vpc, securityGroups: [] }),
    )
  }

  /** The endpoint's certificate; undefined where there is none. */
  get certificate(): acm.ICertificate | undefined {
    const { certificateArn } = this.spec.network
    if (certificateArn === undefined) return undefined
    return this.once('Certificate', (id) => acm.Certificate.fromCertificateArn(this.stack, id, certificateArn))
  }

  /** All topics: those for events, and what the sinks need beside them. */
  get topics(): KafkaTopic[] {
    this.checkRegion('msk-topic')
    return plannedTopics(topicPlan(this.spec), this.props.lock)
  }

  /** What is known of the cluster's topics today, and what a change of them means. */
  get topicFacts(): Pick<KafkaTopicsProps, 'clusterType' | 'existing' | 'kafkaVersion' | 'keyed'> {
    return knownTopicFacts(this.spec, this.props.lock)
  }

  /** Names of the topics that the collectors write to. */
  get eventTopics(): string[] {
    return this.spec.topics.map(({ name }) => name)
  }

  /** The sinks that store JSON files. */
  get s3JsonSinks(): Omit<S3JsonSinkProps, 'workers'>[] {
    return plannedS3JsonSinks(this.stack, this.spec)
  }

  /** The sinks that store rows of Iceberg tables. */
  get icebergSinks(): Omit<IcebergSinkProps, 'workers'>[] {
    return plannedIcebergSinks(this.stack, this.spec)
  }

  /** VPC endpoints for the services that collectors and connectors call. */
  get endpoints(): ClickstreamVpcEndpointsProps {
    const { kafka, sinks, network, observability } = this.spec
    const tables = sinks.some(({ type }) => type === 'iceberg')
    const asked = tables && network.exposure === 'internal' && observability.canary !== false
    return {
      vpc: this.vpc,
      subnets: this.taskSubnets,
      clients: [this.network.vpcPeer],
      services: [
        'ecr.api',
        'ecr.dkr',
        'logs',
        's3',
        'ssm',
        ...(kafka.auth === 'scram' ? (['secretsmanager'] as const) : []),
        ...(tables ? (['glue'] as const) : []),
        // The canary is in the VPC where the endpoint is.
        ...(asked ? (['athena'] as const) : []),
      ],
    }
  }

  /** What is watched, who is told, and what the dashboard shows. */
  get watch(): ObservabilityFacts {
    return new ObservabilityFacts(this.stack, this.spec, this, this.props.lock)
  }

  /** Where the collectors may store what Kafka has not taken yet, and what was refused. */
  get backup(): CollectorBackup {
    const { bucket, prefix } = this.spec.backup
    return { bucket: bucketOf(this.stack, bucket), prefix }
  }

  /** Disk of a collector task in GiB: enough for the outage of Kafka that the spec names. */
  get taskDiskGiB(): number {
    return taskDiskGiB(this.spec.collector)
  }

  /** The containers of a collector task. */
  get containers(): CollectorContainer[] {
    this.checkRegion('fargate', 'fargate-arm64', 'fargate-spot', 'public-ecr')
    const { collector, kafka, images } = this.spec
    return collectorContainers(this.stack, {
      solution: collector.solution,
      auth: kafka.auth,
      architecture: collector.tasks.architecture,
      containersDir: this.props.containersDir,
      ...(images.source === 'ecr' && { ecr: images }),
    })
  }

  /** Refuses what the region lacks, and warns of what nobody has confirmed there, in the stack that needs it. */
  private checkRegion(...needed: readonly Capability[]): void {
    for (const { capability, severity, code, message, hint, path, source } of checkRegion(this.spec)) {
      if (!needed.includes(capability)) continue
      if (severity === 'error') {
        throw new ClickstreamError(message, {
          code,
          exitCode: 3,
          ...(hint !== undefined && { hint }),
          ...(path !== undefined && { path }),
        })
      }
      Annotations.of(this.stack).addWarningV2(
        `clickstream:${code}:${capability}`,
        `${message}: ${hint}. Source: ${source}`,
      )
    }
  }

  private kafkaFor(auth: KafkaAuth): KafkaClusterReference {
    const { kafka } = this.spec
    const servers = auth === kafka.auth ? 'KafkaBootstrapServers' : 'ConnectBootstrapServers'
    const arn = (): string => this.clusterArn
    return this.once(
      servers,
      () =>
        new KafkaClusterReference({
          auth,
          get clusterArn() {
            return arn()
          },
          bootstrapServers: lateFact(this.stack, servers, this.props.lock?.cluster?.bootstrap?.[auth]),
          securityGroup: this.brokers,
          manageSecurityGroupRules: kafka.manageSecurityGroupRules,
          // Its key is its owner's choice, and not the one for what these stacks make.
          ...(auth === 'scram' && { secret: this.secret, ...(this.secretKey && { secretKey: this.secretKey }) }),
        }),
    )
  }

  private get brokers(): ec2.ISecurityGroup {
    const groupId = lateFact(this.stack, 'KafkaSecurityGroupId', this.props.lock?.cluster?.securityGroupIds?.[0])
    return this.once('KafkaSecurityGroup', (id) =>
      ec2.SecurityGroup.fromSecurityGroupId(this.stack, id, groupId, {
        mutable: this.spec.kafka.manageSecurityGroupRules,
      }),
    )
  }

  private get secret(): secretsmanager.ISecret {
    const arn = lateFact(this.stack, 'KafkaSecretArn', this.spec.kafka.secretArn)
    // Six random characters end a complete ARN; people leave them out, and then a name may end in a word of six letters.
    const isComplete = Token.isUnresolved(arn) || /-(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{6}$/.test(arn)
    return this.once('KafkaSecret', (id) =>
      isComplete
        ? secretsmanager.Secret.fromSecretCompleteArn(this.stack, id, arn)
        : secretsmanager.Secret.fromSecretPartialArn(this.stack, id, arn),
    )
  }

  private get secretKey(): kms.IKey | undefined {
    const { secretKeyArn } = this.spec.kafka
    return secretKeyArn === undefined
      ? undefined
      : this.once('KafkaSecretKey', (id) => kms.Key.fromKeyArn(this.stack, id, secretKeyArn))
  }

  /** What exists is imported when it is first asked for, and once. */
  private once<T>(id: string, make: (id: string) => T): T {
    if (!this.imported.has(id)) this.imported.set(id, make(id))
    return this.imported.get(id) as T
  }
}
