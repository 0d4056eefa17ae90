import { capabilityOf, clusterKind } from '../../spec/index.js'
import type { EnvironmentLock, Spec } from '../../spec/index.js'

export interface ManagedServiceAdvice {
  readonly service: string
  readonly insteadOf: string
  readonly verdict: 'fits' | 'does not fit' | 'depends'
  readonly reasons: readonly string[]
  readonly facts: readonly string[]
  readonly source: string
}

/** When an AWS-managed part is the better one than ours. */
export function managedServices(spec: Spec, lock?: EnvironmentLock): readonly ManagedServiceAdvice[] {
  return [channelAdvice(spec, lock), topicAdvice(spec, lock)]
}

/** Data Delivery is not faster than this. Source: MSK developer guide, "MSK Data Delivery", read 2026-11. */
const CHANNEL_FRESHNESS_SECONDS = 300

function channelAdvice(spec: Spec, lock: EnvironmentLock | undefined): ManagedServiceAdvice {
  const kind = clusterKind(lock)
  const against: string[] = []
  if (kind !== undefined && kind !== 'express')
    against.push(`the cluster has ${kind} brokers, and Data Delivery works with Express brokers only`)
  const fast = spec.sinks.filter((sink) => sink.type === 's3-json' && sink.flushSeconds < CHANNEL_FRESHNESS_SECONDS)
  if (fast.length > 0)
    against.push('JSON files are wanted within a minute or so, and Data Delivery takes 5 to 15 minutes')
  if (spec.sinks.some((sink) => sink.type === 'iceberg')) {
    against.push(
      'the Iceberg table is in your own bucket and in Glue; Data Delivery writes to S3 Tables only, to a table of its own',
    )
  }
  if (capabilityOf(spec.region, 'msk-channel').state === 'no') against.push(`it is not available in ${spec.region}`)
  return {
    service: 'MSK Data Delivery (AWS::MSK::Channel)',
    insteadOf: 'the MSK Connect connectors',
    verdict: against.length > 0 ? 'does not fit' : kind === 'express' ? 'fits' : 'depends',
    reasons:
      against.length > 0
        ? against
        : [
            kind === 'express'
              ? 'Express brokers, JSON, and minutes of delay are fine: no workers to run'
              : 'it fits where the cluster has Express brokers and 5 to 15 minutes of delay are fine',
          ],
    facts: [
      'Express brokers only',
      'JSON in, files or S3 Tables out',
      '5 to 15 minutes until data is there',
      'no backfill: only what arrives after it was made',
      'no evolution of the schema',
    ],
    source: 'MSK developer guide, "MSK Data Delivery", read 2026-11',
  }
}

function topicAdvice(spec: Spec, lock: EnvironmentLock | undefined): ManagedServiceAdvice {
  const fits = spec.topicManagement === 'cloudformation'
  return {
    service: 'AWS::MSK::Topic',
    insteadOf: 'topics over the Kafka protocol',
    verdict: fits ? (lock?.cluster?.kafkaVersion === undefined ? 'depends' : 'fits') : 'does not fit',
    reasons: [
      fits
        ? 'topics belong to the stack and are reviewed with it' +
          (lock?.cluster?.kafkaVersion === undefined
            ? '; it needs a provisioned cluster with Kafka 3.6 or later, which was not looked up yet'
            : '')
        : 'topicManagement is tool: the cluster is serverless, older than Kafka 3.6, or it was asked for',
    ],
    facts: [
      'provisioned clusters, Kafka 3.6 or later',
      'partitions can be raised in place, never lowered',
      'another name or number of copies is a new, empty topic',
    ],
    source: 'MSK developer guide and CloudFormation resource specification, read 2026-11',
  }
}
