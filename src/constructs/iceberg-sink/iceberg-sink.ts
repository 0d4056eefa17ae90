import { Duration, Stack } from 'aws-cdk-lib/core'
import * as iam from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { icebergConfiguration, type KafkaTransport } from '../../spec/connector-configuration.js'
import { viewName } from '../../spec/derived-names.js'
import { icebergEventSource } from '../../spec/event-sources.js'
import { DeduplicatedView } from '../event-tables/deduplicated-view.js'
import { TableMaintenance } from '../event-tables/table-maintenance.js'
import { Capacity } from '../kafka-connector/capacity.js'
import { ConnectorPlugin } from '../kafka-connector/connector-plugin.js'
import { KafkaConnector } from '../kafka-connector/kafka-connector.js'
import { claimSink, defaultConsumerGroup, grantKey } from '../kafka-connector/sink-defaults.js'
import { prefixProblem, sinkProblems } from '../kafka-connector/sink-problems.js'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import { checkProps } from '../platform/check-props.js'
import { claimName, claimPrefix } from '../platform/claims.js'
import { EventTable } from './event-table.js'
import { hasOptimizers, icebergProblems, warnOfManyCommits } from './iceberg-problems.js'
import { ICEBERG_TYPES, type IcebergSinkProps } from './iceberg-sink-props.js'
import { wellTyped } from '../platform/well-typed.js'

/** Events as rows of an Apache Iceberg table in the Glue catalog; the table is ours, the sink is Apache Iceberg's. */
export class IcebergSink extends Construct {
  readonly connector: KafkaConnector
  readonly eventTable: EventTable
  /** Each event once. */
  readonly view: DeduplicatedView
  readonly consumerGroup: string
  readonly topics: readonly string[]
  private readonly prefix: string

  constructor(scope: Construct, id: string, given: IcebergSinkProps) {
    super(scope, id)
    const props = wellTyped(this, given, ICEBERG_TYPES)
    const { workers, bucket, topics, database, table, columns, controlTopic, deadLetterTopic, tasks = 1 } = props
    const { kafka, encryptionKey } = workers
    this.topics = topics
    const warehouse = props.prefix ?? 'warehouse'
    const commitInterval = props.commitInterval ?? Duration.seconds(300)
    this.consumerGroup = props.consumerGroup ?? defaultConsumerGroup(props)
    this.prefix = `${warehouse}/${database}.db/${table}`
    const own = icebergConfiguration({
      topics,
      database,
      table,
      tasks,
      controlTopic,
      deadLetterTopic,
      bucket: bucket.bucketName,
      region: Stack.of(this).region,
      commitSeconds: commitInterval.toSeconds({ integral: false }),
      consumerGroup: this.consumerGroup,
      deadLetterReplicationFactor: props.deadLetterReplicationFactor ?? 3,
      bootstrapServers: kafka.bootstrapServers,
      transport: ({ iam: 'iam', tls: 'tls', none: 'plaintext', scram: 'tls' } satisfies Record<string, KafkaTransport>)[
        kafka.auth
      ],
      ...(props.prefix !== undefined && { prefix: props.prefix }),
      ...(columns !== undefined && { columns: [...columns] }),
      ...(encryptionKey && { kmsKeyArn: encryptionKey.keyArn }),
    })
    checkProps(this, [
      ...sinkProblems(props, own),
      prefixProblem('prefix', warehouse),
      ...icebergProblems(props, commitInterval, Stack.of(this).region),
    ])
    warnOfManyCommits(this, commitInterval, tasks)
    claimSink(this, this.consumerGroup)
    claimPrefix(this, bucket, this.prefix)
    claimName(this, {
      kind: 'control topic',
      name: controlTopic,
      code: 'ControlTopicShared',
      hint: 'give each Iceberg sink a control topic of its own: its tasks would take part in the commits of the other',
    })
    this.eventTable = new EventTable(this, 'Events', {
      database,
      table,
      columns,
      location: bucket.s3UrlForObject(this.prefix),
      partitionBy: props.partitionBy,
      properties: props.tableProperties,
    })
    this.view = new DeduplicatedView(this, 'Unique', {
      source: icebergEventSource({ database, table, columns }),
      viewName: viewName(table),
    })
    this.maintain(props)
    this.connector = new KafkaConnector(this, 'Connector', {
      workers,
      connectorName: props.sinkName,
      plugin: props.plugin ?? ConnectorPlugin.fromLock('iceberg-sink'),
      capacity: props.capacity ?? Capacity.autoscaled({ mcu: 1, minWorkers: 1, maxWorkers: 2, maxTasks: tasks }),
      configuration: { ...props.extraConfiguration, ...own },
      logs: props.logs,
    })
    this.connector.dependOn(this.eventTable)
    this.grantKafka(props)
    this.grantTable(props)
  }

  private maintain({ maintenance, database, table, bucket, workers }: IcebergSinkProps): void {
    const wanted = maintenance ?? hasOptimizers(Stack.of(this).region)
    if (wanted === false) return
    new TableMaintenance(this, 'Maintenance', {
      ...(wanted === true ? {} : wanted),
      database,
      bucket,
      table: this.eventTable.table,
      tableName: table,
      prefix: this.prefix,
      ...(workers.encryptionKey && { encryptionKey: workers.encryptionKey }),
    })
  }

  private grantKafka({ workers: { kafka }, topics, controlTopic, deadLetterTopic }: IcebergSinkProps): void {
    // The control topic is read by groups that begin with the sink's own and end at random.
    const groups = `${this.consumerGroup}*`
    kafka.grantConsume(this.connector, { topics: [...topics, controlTopic], group: groups })
    kafka.grantProduce(this.connector, [controlTopic, deadLetterTopic])
    kafka.grantTransactions(this.connector, groups)
    if (kafka.auth !== 'iam') return
    const reason = 'the sink adds to its own name what it draws at random'
    acknowledgeWildcard(this.connector, kafka.groupArn(groups), reason)
    acknowledgeWildcard(this.connector, kafka.transactionalIdArn(groups), reason)
  }

  private grantTable({ bucket, database, table, workers }: IcebergSinkProps): void {
    const stack = Stack.of(this)
    const glueArn = (resource: string, resourceName?: string): string =>
      stack.formatArn({ service: 'glue', resource, ...(resourceName !== undefined && { resourceName }) })
    const objects = bucket.arnForObjects(`${this.prefix}/*`)
    const role = this.connector.grantPrincipal
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:UpdateTable'],
        resources: [glueArn('catalog'), glueArn('database', database), glueArn('table', `${database}/${table}`)],
      }),
    )
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        // A commit that fails deletes what it has written.
        actions: [
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:ListMultipartUploadParts',
          's3:PutObject',
        ],
        resources: [objects],
      }),
    )
    grantKey(this.connector, workers.encryptionKey)
    acknowledgeWildcard(this, objects, 'every file has a name of its own; the prefix belongs to this table')
  }
}
