import { connectTransport } from '../spec/connector-configuration.js'
import type { LateFacts } from '../spec/connector-configuration.js'
import type { EnvironmentLock } from '../spec/lock.js'
import type { Spec } from '../spec/schema.js'

/** What the readable view of a connector's configuration says where only the deployment knows the value. */
export function connectorFacts(spec: Spec, lock?: EnvironmentLock): LateFacts {
  const transport = connectTransport(spec.kafka)
  const auth = transport === 'plaintext' ? 'none' : transport
  const parameter = auth === spec.kafka.auth ? 'KafkaBootstrapServers' : 'ConnectBootstrapServers'
  const arn = spec.kafka.cluster.startsWith('arn:') ? spec.kafka.cluster : lock?.cluster?.arn
  return {
    bootstrapServers: lock?.cluster?.bootstrap?.[auth] ?? `\${${parameter}}`,
    clusterUuid: arn?.split('/')[2] ?? '${KafkaClusterUuid}',
  }
}
