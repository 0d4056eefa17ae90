import type * as iam from 'aws-cdk-lib/aws-iam'
import type { IConnectWorkers } from './connect-workers-props.js'
import type { Capacity } from './capacity.js'
import type { ConnectorLogs } from './connector-logs.js'
import type { ConnectorPlugin } from './connector-plugin.js'
import { RECORD, WORKERS } from '../platform/prop-kinds.js'
import { like, type PropTypes } from '../platform/well-typed.js'

export interface KafkaConnectorProps {
  /** Network, cluster and worker configuration; may be shared by the connectors of a stack. */
  readonly workers: IConnectWorkers

  /** What the connector is called in the project; its full name also changes with everything that cannot be changed in place. */
  readonly connectorName: string

  readonly plugin: ConnectorPlugin

  /** Configuration as Kafka Connect takes it; can be changed in place, except for `connector.class`. */
  readonly configuration: Readonly<Record<string, string>>

  readonly capacity: Capacity

  /**
   * Role that the connector's tasks act in.
   *
   * @default - a role with the rights that MSK Connect itself needs
   */
  readonly role?: iam.IRole

  /**
   * Where the workers' logs go.
   *
   * @default - a log group of the connector's own
   */
  readonly logs?: ConnectorLogs

  /**
   * Version of Kafka Connect: `3.7.x`, or `2.7.1`, whose workers allow no `consumer.override.…`.
   *
   * @default '3.7.x'
   */
  readonly kafkaConnectVersion?: string
}

/** What each prop has to be, for callers whose compiler has not checked them. */
export const CONNECTOR_TYPES: PropTypes<KafkaConnectorProps> = {
  required: {
    workers: WORKERS,
    connectorName: 'text',
    plugin: like('a ConnectorPlugin', 'bind'),
    configuration: RECORD,
    capacity: like('a Capacity', 'render', 'problems'),
  },
  optional: { role: like('an iam.IRole', 'roleArn'), logs: like('a ConnectorLogs'), kafkaConnectVersion: 'text' },
}
