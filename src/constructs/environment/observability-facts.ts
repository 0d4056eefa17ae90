import type { Stack } from 'aws-cdk-lib/core'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import type * as kms from 'aws-cdk-lib/aws-kms'
import * as sns from 'aws-cdk-lib/aws-sns'
import type { EnvironmentLock } from '../../spec/lock.js'
import type { Spec } from '../../spec/schema.js'
import type { EventCanaryProps } from '../event-canary/event-canary-props.js'
import type { CollectorObservabilityProps, ConnectorObservabilityProps } from '../observability/observability-props.js'
import type { PipelineDashboardProps } from '../observability/pipeline-dashboard-props.js'
import { shared } from '../platform/shared-scope.js'
import {
  clusterName,
  plannedBrokers,
  plannedCanary,
  plannedConnectorWatch,
  plannedMetrics,
  plannedSinkRows,
} from './planned-observability.js'

/** Where a stack's canary runs. */
interface Surroundings {
  readonly vpc: ec2.IVpc
  readonly taskSubnets: ec2.SubnetSelection
  readonly encryptionKey: kms.IKey | undefined
}

/** What is watched, who is told, and what the dashboard shows, as the spec has it. */
export class ObservabilityFacts {
  constructor(
    private readonly stack: Stack,
    private readonly spec: Spec,
    private readonly around: Surroundings,
    private readonly lock?: EnvironmentLock,
  ) {}

  /** How the collectors are watched; makes the topic that every alarm of the project tells. */
  get collectors(): Omit<CollectorObservabilityProps, 'collector' | 'loadBalancer'> {
    return {
      metrics: plannedMetrics(this.spec),
      brokers: plannedBrokers(this.spec, this.lock),
      alarmEmail: this.spec.observability.alarmEmail,
      alarmTopicName: this.topicName,
      encryptionKey: this.around.encryptionKey,
    }
  }

  /** The event a minute that is looked for in the lake; undefined where the spec wants none. */
  get canary(): Omit<EventCanaryProps, 'url' | 'alarms'> | undefined {
    const { observability, network } = this.spec
    if (observability.canary === false) return undefined
    return {
      ...plannedCanary(this.stack, this.spec),
      ...(network.exposure === 'internal' && { vpc: this.around.vpc, subnets: this.around.taskSubnets }),
      encryptionKey: this.around.encryptionKey,
    }
  }

  /** What the dashboard shows beside what stands in the same stack. */
  get dashboard(): Omit<PipelineDashboardProps, 'collector' | 'loadBalancer'> {
    const { name } = this.spec
    return {
      name,
      dashboardName: name,
      clusterName: clusterName(this.spec),
      metrics: plannedMetrics(this.spec),
      sinks: plannedSinkRows(this.spec),
    }
  }

  /** How the connectors are watched. */
  get connectors(): Omit<ConnectorObservabilityProps, 'sinks'> {
    return { ...plannedConnectorWatch(this.spec), alarmTopic: this.topic }
  }

  private get topic(): sns.ITopic | undefined {
    if (this.spec.observability.alarmEmail === undefined) return undefined
    const topicArn = this.stack.formatArn({ service: 'sns', resource: this.topicName })
    return shared(
      this.stack,
      'AlarmTopics',
      this.topicName,
      (topics) => sns.Topic.fromTopicArn(topics, this.topicName, topicArn) as sns.Topic,
    )
  }

  /** By its name the stacks of a project share a topic without depending on each other. */
  private get topicName(): string {
    return `${this.spec.name}-alarms`
  }
}
