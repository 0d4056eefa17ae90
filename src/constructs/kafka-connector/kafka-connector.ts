import { RemovalPolicy } from 'aws-cdk-lib/core'
import type * as iam from 'aws-cdk-lib/aws-iam'
import * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import * as logs from 'aws-cdk-lib/aws-logs'
import type { Construct, IConstruct } from 'constructs'
import { checkProps } from '../platform/check-props.js'
import { RoleConventions } from '../platform/role-conventions.js'
import { ConnectorLogs } from './connector-logs.js'
import { connectorProblems } from './connector-problems.js'
import { contentName } from './content-name.js'
import { ImportedConnector } from './imported-connector.js'
import { KafkaConnectorBase, type IKafkaConnector } from './kafka-connector-base.js'
import { CONNECTOR_TYPES, type KafkaConnectorProps } from './kafka-connector-props.js'
import { wellTyped } from '../platform/well-typed.js'

/** Longest name of a connector. Source: CloudFormation schema of AWS::KafkaConnect::Connector. */
const NAME_LENGTH = 128

/**
 * A connector on MSK Connect. Configuration and capacity change in place; whatever else changes makes a new connector under
 * a new name, so that the two never collide.
 */
export class KafkaConnector extends KafkaConnectorBase implements iam.IGrantable {
  /** A connector that exists; `connectorArn` may be a token. */
  static fromConnectorArn(scope: Construct, id: string, connectorArn: string): IKafkaConnector {
    return new ImportedConnector(scope, id, connectorArn)
  }

  readonly connectorName: string
  readonly connectorArn: string
  readonly role: iam.IRole
  readonly grantPrincipal: iam.IPrincipal
  /** Undefined where the logs go elsewhere. */
  readonly logGroup: logs.ILogGroup | undefined
  private readonly resource: kafkaconnect.CfnConnector

  constructor(scope: Construct, id: string, given: KafkaConnectorProps) {
    super(scope, id)
    const props = wellTyped(this, given, CONNECTOR_TYPES)
    const { workers } = props
    const { kafka } = workers
    checkProps(this, [...props.capacity.problems, ...connectorProblems(props)])
    const baseName = `${workers.name}-${props.connectorName}`.slice(0, NAME_LENGTH - 9)
    this.role = props.role ?? workers.role(this, 'Role', baseName)
    this.grantPrincipal = this.role.grantPrincipal
    const { logGroup, delivery } = (props.logs ?? ConnectorLogs.cloudWatch()).bind(
      () =>
        new logs.LogGroup(this, 'Logs', {
          retention: workers.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
          ...(workers.encryptionKey && { encryptionKey: workers.encryptionKey }),
        }),
    )
    this.logGroup = logGroup
    const plugin = props.plugin.bind(this)
    const createOnly = {
      kafkaConnectVersion: props.kafkaConnectVersion ?? '3.7.x',
      serviceExecutionRoleArn: this.role.roleArn,
      kafkaCluster: {
        apacheKafkaCluster: {
          bootstrapServers: kafka.bootstrapServers,
          vpc: { subnets: [...workers.subnetIds], securityGroups: [workers.securityGroup.securityGroupId] },
        },
      },
      kafkaClusterClientAuthentication: { authenticationType: kafka.auth === 'iam' ? 'IAM' : 'NONE' },
      kafkaClusterEncryptionInTransit: { encryptionType: kafka.auth === 'none' ? 'PLAINTEXT' : 'TLS' },
      plugins: [{ customPlugin: { customPluginArn: plugin.customPluginArn, revision: plugin.revision } }],
      workerConfiguration: {
        workerConfigurationArn: workers.configuration.attrWorkerConfigurationArn,
        revision: workers.configuration.attrRevision,
      },
      ...(delivery && { logDelivery: delivery }),
    } satisfies Partial<kafkaconnect.CfnConnectorProps>
    this.connectorName = contentName(this, baseName, [
      createOnly,
      plugin.identity,
      workers.configuration.name,
      // Another name makes another role, which the reference to it does not show.
      RoleConventions.prefixAt(this) ?? '',
    ])
    this.resource = new kafkaconnect.CfnConnector(this, 'Connector', {
      connectorName: this.connectorName,
      ...createOnly,
      capacity: props.capacity.render(),
      connectorConfiguration: { ...props.configuration },
    })
    this.connectorArn = this.resource.ref
    // MSK Connect reads the topics with this role as soon as the connector is made.
    this.resource.node.addDependency(this.role)
  }

  /** Runs after these, which the connector needs and does not refer to. */
  dependOn(...dependencies: IConstruct[]): void {
    this.resource.node.addDependency(...dependencies)
  }
}
