import type { EnvironmentLock, Provenance, ProvenanceMap, SinkSpec, Spec } from '../spec/index.js'
import { topicPlan } from '../spec/topic-plan.js'

/** One of the ten steps of a deployment: what will be there, and why it has that size. */
export interface PlanStep {
  readonly title: string
  readonly lines: readonly string[]
  /** Nothing after this step starts unless it succeeded. */
  readonly gate?: boolean
}

/** The ten steps for a complete spec, in their order. */
export function planSteps(spec: Spec, provenance: ProvenanceMap, lock?: EnvironmentLock): PlanStep[] {
  const { collector, network, kafka } = spec
  const why = (path: string): string => reason(provenance[path])
  const lua = collector.solution === 'nginx-lua'
  const balancer = lua ? 'NLB' : 'ALB'
  return [
    {
      title: 'Architecture',
      lines: [
        `clients → ${balancer} → ${lua ? 'nginx + Lua' : 'nginx + Vector'} on ECS Fargate → Kafka (${kafka.cluster})${spec.sinks.length > 0 ? ' → MSK Connect → S3' : ''}`,
        `${amount(collector.load.peakEventsPerSecond)} events/s at the peak${why('collector.load.peakEventsPerSecond')}, ${amount(collector.load.averageEventBytes)} bytes each${why('collector.load.averageEventBytes')}`,
      ],
    },
    {
      title: 'Prerequisites',
      lines: [
        `MSK cluster ${kafka.cluster} and bucket ${buckets(spec).join(', ')} in ${spec.region}`,
        lock === undefined
          ? 'network and cluster facts: CloudFormation parameters, because nothing was looked up in the account'
          : `network and cluster facts: looked up in the account${lock.lookedUpAt === undefined ? '' : ` on ${lock.lookedUpAt}`}`,
      ],
    },
    {
      title: 'Solution',
      lines: [
        `${collector.solution}${why('collector.solution')}`,
        `durability ${collector.durability}${why('collector.durability')}`,
      ],
    },
    {
      title: 'Topics',
      gate: true,
      lines: topicPlan(spec).map(
        (topic) =>
          `${topic.name}: ${topic.partitions} ${topic.partitions === 1 ? 'partition' : 'partitions'}, ${topic.replicationFactor} copies (${topic.minInsyncReplicas} in sync), ${topic.retentionHours} h${topicReason(spec, topic.name, topic.role, topic.reason, why)}`,
      ),
    },
    {
      title: 'Images',
      lines: [
        spec.images.source === 'asset'
          ? `${lua ? 'nginx with Lua and librdkafka' : 'nginx and Vector'} for ${collector.tasks.architecture}, built from containers/ by \`cdk deploy\``
          : `${spec.images.repository}:${spec.images.tag}`,
      ],
    },
    {
      title: 'ECS service',
      lines: [
        `${range(collector.tasks.min, collector.tasks.max, 'task')}${why('collector.tasks.max')}`,
        `${collector.tasks.cpu / 1024} vCPU and ${collector.tasks.memoryMiB} MiB each${why('collector.tasks.cpu')}${collector.tasks.spot ? '; above the minimum on Fargate Spot' : ''}`,
      ],
    },
    {
      title: 'Load balancer',
      lines: [
        `${balancer}, ${network.exposure === 'internet' ? 'reachable from the internet' : 'internal'}, ${network.certificateArn === undefined ? 'plain HTTP (no certificate named)' : `TLS${network.domainName === undefined ? '' : ` for ${network.domainName}`}`}`,
        `takes events at ${collector.paths.join(', ')}`,
      ],
    },
    {
      title: 'Security',
      lines: [
        `one security group for each part; Kafka login: collectors ${kafka.auth}${why('kafka.auth')}, connectors ${kafka.connectAuth}${why('kafka.connectAuth')}`,
        kafka.manageSecurityGroupRules
          ? "rules are added to the cluster's own security group"
          : "the cluster's own security group stays as it is: it must let the collectors and connectors in",
      ],
    },
    { title: 'Data connectors', lines: spec.sinks.length === 0 ? ['none'] : spec.sinks.map(sinkLine) },
    {
      title: 'Testing',
      lines: ['a traffic test from the endpoint to the bucket is planned; running it is not part of this version'],
    },
  ]
}

/** Where a value comes from, in brackets; empty where nothing is known. */
function reason(provenance: Provenance | undefined): string {
  switch (provenance?.origin) {
    case 'said':
      return ` (you said “${provenance.quote ?? ''}”)`
    case 'derived':
      return ` (${provenance.formula ?? 'worked out'})`
    case 'looked-up':
      return ` (looked up with ${provenance.call ?? 'AWS'})`
    case 'default':
      return ` (default${provenance.formula === undefined ? '' : `: ${provenance.formula}`})`
    case 'file':
      return ' (in the file)'
    default:
      return ''
  }
}

function topicReason(spec: Spec, name: string, role: string, fallback: string, why: (path: string) => string): string {
  const index = spec.topics.findIndex((topic) => topic.name === name)
  return role === 'events' ? why(`topics.${index}.partitions`) : `: ${fallback}`
}

function sinkLine(sink: SinkSpec): string {
  const { mcu, minWorkers, maxWorkers } = sink.capacity
  const size = `${range(minWorkers, maxWorkers, 'worker')} of ${mcu} MCU`
  const topics = sink.topics.join(', ')
  return sink.type === 's3-json'
    ? `JSON files: ${topics} → s3://${sink.bucket}/${sink.prefix}/ by ${sink.partitionBy}, every ${sink.flushSeconds} s at the latest; ${size}`
    : `Iceberg: ${topics} → ${sink.database}.${sink.table} in s3://${sink.bucket} by ${sink.partitionBy}, a commit every ${sink.commitSeconds} s; ${size}`
}

function buckets(spec: Spec): string[] {
  return [...new Set([...spec.sinks.map((sink) => sink.bucket), spec.backup.bucket])]
}

function range(min: number, max: number, what: string): string {
  return min === max ? `${min} ${what}${min === 1 ? '' : 's'}` : `${min} to ${max} ${what}s`
}

function amount(value: number): string {
  return value.toLocaleString('en-US')
}
