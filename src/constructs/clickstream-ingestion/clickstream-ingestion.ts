import { Stack, Token } from 'aws-cdk-lib/core'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as ssm from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import type { LateContainerFact } from '../../containers/containers.js'
import type { Spec } from '../../spec/schema.js'
import { taskDiskGiB } from '../../spec/sizing.js'
import { topicPlan } from '../../spec/topic-plan.js'
import { collectorContainers } from '../collector-service/collector-containers.js'
import { CollectorService } from '../collector-service/collector-service.js'
import { plannedIcebergSinks, plannedS3JsonSinks } from '../environment/planned-sinks.js'
import { IcebergSink } from '../iceberg-sink/iceberg-sink.js'
import { ConnectWorkers } from '../kafka-connector/connect-workers.js'
import { KafkaTopics } from '../kafka-topics/kafka-topics.js'
import { plannedTopics } from '../kafka-topics/planned-topics.js'
import { CollectorApplicationLoadBalancer } from '../load-balancer/application-load-balancer.js'
import { CollectorNetworkLoadBalancer } from '../load-balancer/network-load-balancer.js'
import { RoleConventions } from '../platform/role-conventions.js'
import { S3JsonSink } from '../s3-json-sink/s3-json-sink.js'
import { ClickstreamVpcEndpoints } from '../vpc-endpoints/vpc-endpoints.js'
import type { ClickstreamIngestionProps } from './clickstream-ingestion-props.js'
import { checkedIngestion, type CheckedIngestion } from './ingestion-checks.js'
import { observeIngestion } from './ingestion-observability.js'
import { wellTypedIngestion } from './ingestion-types.js'
import { stagedContainers } from './staged-containers.js'

/**
 * Everything between a client and the lake: collectors behind a load balancer, topics, connectors, alarms and dashboards.
 * Sizes, names and rules are those of `clickstream.yaml`.
 */
export class ClickstreamIngestion extends Construct {
  readonly collector: CollectorService
  readonly loadBalancer: CollectorApplicationLoadBalancer | CollectorNetworkLoadBalancer
  readonly topics: KafkaTopics | undefined
  readonly sinks: readonly (S3JsonSink | IcebergSink)[]
  /** Address that takes events, without a path. */
  readonly url: string
  private readonly spec: Spec
  private readonly props: CheckedIngestion['props']

  constructor(scope: Construct, id: string, props: ClickstreamIngestionProps) {
    super(scope, id)
    ;({ props: this.props, spec: this.spec } = checkedIngestion(this, wellTypedIngestion(this, props)))
    RoleConventions.apply(this, this.props)
    this.topics = this.makeTopics()
    this.collector = this.makeCollector()
    this.loadBalancer = this.makeLoadBalancer()
    this.url = this.loadBalancer.url(this.props.domainName)
    if (this.props.vpcEndpoints === true) this.makeEndpoints()
    this.sinks = this.spec.sinks.length > 0 ? this.makeSinks() : []
    this.observe()
  }

  private makeTopics(): KafkaTopics | undefined {
    if (this.props.makeTopics === false) return undefined
    return new KafkaTopics(this, 'Topics', {
      clusterArn: this.props.kafka.clusterArn,
      topics: plannedTopics(topicPlan(this.spec)),
    })
  }

  private makeCollector(): CollectorService {
    const { vpc, kafka, bucket, encryptionKey, logRetention } = this.props
    const { solution, tasks } = this.spec.collector
    const late: LateContainerFact[] = [
      ...(Token.isUnresolved(this.spec.region) ? (['AWS_REGION'] as const) : []),
      ...(Token.isUnresolved(bucket.bucketName) ? (['CLICKSTREAM_BACKUP_BUCKET'] as const) : []),
    ]
    const collector = new CollectorService(this, 'Collector', {
      vpc,
      kafka,
      subnets: this.props.taskSubnets,
      containers:
        this.props.containers ??
        collectorContainers(this, {
          solution,
          auth: kafka.auth,
          architecture: tasks.architecture,
          containersDir: stagedContainers(this, this.spec, late),
        }),
      cpu: tasks.cpu,
      memoryMiB: tasks.memoryMiB,
      architecture: tasks.architecture,
      minTasks: tasks.min,
      maxTasks: tasks.max,
      spot: tasks.spot,
      ...(solution === 'nginx-lua' && {
        ephemeralStorageGiB: taskDiskGiB(this.spec.collector),
        backup: { bucket, prefix: this.spec.backup.prefix },
      }),
      ...(encryptionKey && { encryptionKey }),
      ...(logRetention !== undefined && { logRetention }),
    })
    if (this.props.containers === undefined && solution === 'nginx-lua') this.tellLate(collector, late)
    kafka.grantProduce(
      collector.taskRole,
      this.spec.topics.map(({ name }) => name),
    )
    kafka.allowFrom(this, collector.securityGroup, 'Events from the collectors to Kafka')
    if (this.topics !== undefined) collector.service.node.addDependency(this.topics)
    return collector
  }

  /** Brings what the images could not be told at synth as secrets, because a task definition shall have no environment. */
  private tellLate({ taskDefinition }: CollectorService, late: readonly LateContainerFact[]): void {
    for (const fact of late) {
      const stringValue = fact === 'AWS_REGION' ? Stack.of(this).region : this.props.bucket.bucketName
      const parameter = new ssm.StringParameter(this, fact, { stringValue, description: `${fact} of the collectors` })
      for (const container of ['collector', 'fluent-bit']) {
        taskDefinition.findContainer(container)?.addSecret(fact, ecs.Secret.fromSsmParameter(parameter))
      }
    }
  }

  private makeLoadBalancer(): CollectorApplicationLoadBalancer | CollectorNetworkLoadBalancer {
    const internetFacing = this.props.internetFacing ?? true
    const common = {
      vpc: this.props.vpc,
      collector: this.collector,
      internetFacing,
      subnets: this.props.loadBalancerSubnets,
      ...(this.props.certificate && { certificate: this.props.certificate }),
    }
    const { solution, paths } = this.spec.collector
    return solution === 'nginx-lua'
      ? new CollectorNetworkLoadBalancer(this, 'LoadBalancer', common)
      : new CollectorApplicationLoadBalancer(this, 'LoadBalancer', { ...common, paths })
  }

  private makeSinks(): (S3JsonSink | IcebergSink)[] {
    const { vpc, encryptionKey, logRetention, kafkaForConnectors: kafka = this.props.kafka } = this.props
    const workers = new ConnectWorkers(this, 'Workers', {
      name: this.spec.name,
      kafka,
      vpc,
      subnets: this.props.taskSubnets,
      ...(encryptionKey && { encryptionKey }),
      ...(logRetention !== undefined && { logRetention }),
    })
    kafka.allowFrom(workers, workers.securityGroup, 'Events from Kafka to the connectors')
    const stack = Stack.of(this)
    const sinks = [
      ...plannedS3JsonSinks(stack, this.spec).map(
        (sink, index) =>
          new S3JsonSink(this, sink.sinkName, { workers, ...sink, bucket: this.bucketOf('s3-json', index) }),
      ),
      ...plannedIcebergSinks(stack, this.spec).map(
        (sink, index) =>
          new IcebergSink(this, sink.sinkName, { workers, ...sink, bucket: this.bucketOf('iceberg', index) }),
      ),
    ]
    if (this.topics !== undefined) for (const { connector } of sinks) connector.dependOn(this.topics)
    return sinks
  }

  /** The bucket of the sink with this number among those of its type. */
  private bucketOf(type: Spec['sinks'][number]['type'], index: number): ClickstreamIngestionProps['bucket'] {
    const ofType = (this.props.sinks ?? []).filter((sink) => sink.type === type)
    return ofType[index]?.bucket ?? this.props.bucket
  }

  private observe(): void {
    const bucketOf = (index: number): ClickstreamIngestionProps['bucket'] => {
      const type = this.spec.sinks[index]?.type ?? 's3-json'
      const place = this.spec.sinks.slice(0, index).filter((sink) => sink.type === type).length
      return this.bucketOf(type, place)
    }
    observeIngestion(this, this.props, this.spec, {
      bucketOf,
      collector: this.collector,
      loadBalancer: this.loadBalancer.metrics,
      sinks: this.sinks,
      url: this.url,
    })
  }

  private makeEndpoints(): void {
    const { vpc, kafka } = this.props
    new ClickstreamVpcEndpoints(this, 'Endpoints', {
      vpc,
      subnets: this.props.taskSubnets,
      services: [
        'ecr.api',
        'ecr.dkr',
        'logs',
        's3',
        'ssm',
        ...(kafka.auth === 'scram' ? (['secretsmanager'] as const) : []),
        ...(this.spec.sinks.some(({ type }) => type === 'iceberg') ? (['glue'] as const) : []),
      ],
    })
  }
}
