import { Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import {
  ClickstreamEnvironment,
  ConnectorObservability,
  ConnectWorkers,
  IcebergSink,
  S3JsonSink,
  type ClickstreamStackProps,
} from 'clickstream-agents/constructs'

/** The MSK Connect connectors: one for each sink. */
export class ConnectorsStack extends Stack {
  constructor(scope: Construct, id: string, props: ClickstreamStackProps) {
    super(scope, id, props)
    const { name, observability } = props.spec
    const environment = new ClickstreamEnvironment(this, props)
    const kafka = environment.kafkaForConnectors

    const workers = new ConnectWorkers(this, 'Workers', {
      name,
      kafka,
      vpc: environment.vpc,
      subnets: environment.taskSubnets,
      encryptionKey: environment.encryptionKey,
      logRetention: observability.logRetentionDays,
    })
    kafka.allowFrom(this, workers.securityGroup, 'Events from Kafka to the connectors')

    const sinks = [
      ...environment.s3JsonSinks.map((sink) => new S3JsonSink(this, sink.sinkName, { workers, ...sink })),
      ...environment.icebergSinks.map((sink) => new IcebergSink(this, sink.sinkName, { workers, ...sink })),
    ]
    new ConnectorObservability(this, 'Observability', { sinks, ...environment.watch.connectors })
  }
}
