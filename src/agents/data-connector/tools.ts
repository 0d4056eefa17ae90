import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { connectorConfiguration } from '../../spec/connector-configuration.js'
import type { ConnectorConfiguration, LateFacts } from '../../spec/connector-configuration.js'
import { consumerGroupName, controlTopicName, deadLetterTopicName, sinkId } from '../../spec/derived-names.js'
import { parseArn } from '../../spec/index.js'
import type { EnvironmentLock, SinkSpec, Spec } from '../../spec/index.js'
import type { LocalProject } from '../local-project/local-project.js'
import { reason } from '../reason.js'
import { workspaceTool } from '../workspace-tool.js'
import { actingConnectorTools } from './acting-tools.js'

export interface PlannedConnector {
  readonly name: string
  readonly type: SinkSpec['type']
  readonly topics: readonly string[]
  readonly target: string
  /** Longest time until an event can be read at the target, in seconds, while nothing is down. */
  readonly withinSeconds: number
  readonly capacity: SinkSpec['capacity']
  readonly because: string
  readonly deadLetterTopic: string
  readonly consumerGroup: string
  readonly controlTopic?: string
  readonly configuration: ConnectorConfiguration
}

export function connectorTools(local?: LocalProject): Tool[] {
  return [
    workspaceTool({
      role: 'data-connector',
      name: 'plan_connectors',
      description:
        'Every connector with its exact configuration, capacity, delivery time, dead letters and fixed names.',
      inputSchema: z.object({}),
      run: (workspace) => {
        const spec = workspace.spec()
        const { provenance } = workspace.result()
        return {
          connectors: plannedConnectors(spec, workspace.lock, (index) =>
            reason(provenance, `sinks.${index}.capacity.maxWorkers`),
          ),
        }
      },
    }),
    ...(local === undefined ? [] : actingConnectorTools(local)),
  ]
}

/** The connectors of a spec; what is known only at deployment stands as `${Parameter}`. */
export function plannedConnectors(
  spec: Spec,
  lock: EnvironmentLock | undefined,
  because: (index: number) => string,
): readonly PlannedConnector[] {
  const facts = lateFacts(spec, lock)
  return spec.sinks.map((sink, index) => ({
    name: `${spec.name}-${sinkId(spec, index)}`,
    type: sink.type,
    topics: sink.topics,
    target:
      sink.type === 's3-json'
        ? `s3://${sink.bucket}/${sink.prefix}/`
        : `${sink.database}.${sink.table} in s3://${sink.bucket}/${sink.prefix ?? 'warehouse'}/`,
    withinSeconds: sink.type === 's3-json' ? sink.flushSeconds : sink.commitSeconds,
    capacity: sink.capacity,
    because: because(index),
    deadLetterTopic: deadLetterTopicName(spec, index),
    consumerGroup: consumerGroupName(spec, index, facts.clusterUuid),
    ...(sink.type === 'iceberg' && { controlTopic: controlTopicName(spec, index) }),
    configuration: connectorConfiguration(spec, index, facts),
  }))
}

/** Brokers and cluster from the lock or an ARN; else the names of the CloudFormation parameters that hold them. */
function lateFacts(spec: Spec, lock: EnvironmentLock | undefined): LateFacts {
  const arn = lock?.cluster?.arn ?? (parseArn(spec.kafka.cluster) === undefined ? undefined : spec.kafka.cluster)
  const { iam, tls, none } = lock?.cluster?.bootstrap ?? {}
  const brokers = spec.kafka.connectAuth === 'iam' ? iam : spec.kafka.auth === 'none' ? none : tls
  return {
    bootstrapServers: brokers ?? '${KafkaBootstrapServers}',
    clusterUuid: arn?.split('/')[2] ?? '${KafkaClusterUuid}',
  }
}
