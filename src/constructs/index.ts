export { ClickstreamIngestion } from './clickstream-ingestion/clickstream-ingestion.js'
export type { ClickstreamIngestionProps } from './clickstream-ingestion/clickstream-ingestion-props.js'
export type { IngestionCollector } from './clickstream-ingestion/ingestion-collector.js'
export type {
  IngestionIcebergSink,
  IngestionJsonSink,
  IngestionSink,
  IngestionTopic,
} from './clickstream-ingestion/ingestion-sinks.js'
export { ClickstreamEnvironment } from './environment/clickstream-environment.js'
export type { ClickstreamStackProps } from './environment/clickstream-stack-props.js'
export type { LateFact } from './environment/late-facts.js'
export { CollectorService } from './collector-service/collector-service.js'
export type {
  CollectorBackup,
  CollectorContainer,
  CollectorServiceProps,
  ICollectorService,
  CollectorVolume,
  KafkaSecretName,
} from './collector-service/collector-service-props.js'
export { collectorContainers, type CollectorContainersProps } from './collector-service/collector-containers.js'
export { KafkaSecrets, type KafkaSecretsProps } from './collector-service/kafka-secrets.js'
export { KafkaClusterReference } from './kafka-cluster/kafka-cluster.js'
export type {
  IKafkaCluster,
  KafkaAuth,
  KafkaClusterReferenceProps,
  KafkaConsumeOptions,
} from './kafka-cluster/kafka-cluster-props.js'
export { kafkaClusterFrom, type MskCluster, type MskClusterOptions } from './kafka-cluster/from-msk-cluster.js'
export { KAFKA_PORTS } from './kafka-cluster/kafka-ports.js'
export { KafkaTopics } from './kafka-topics/kafka-topics.js'
export type { ExistingKafkaTopic, KafkaTopic, KafkaTopicsProps } from './kafka-topics/kafka-topics-props.js'
export { CollectorApplicationLoadBalancer } from './load-balancer/application-load-balancer.js'
export { CollectorNetworkLoadBalancer } from './load-balancer/network-load-balancer.js'
export type {
  CollectorApplicationLoadBalancerProps,
  CollectorDomain,
  CollectorLoadBalancerProps,
  CollectorNetworkLoadBalancerProps,
  LoadBalancerMetrics,
} from './load-balancer/load-balancer-props.js'
export { RoleConventions, type RoleConventionsProps } from './platform/role-conventions.js'
export { ConnectWorkers } from './kafka-connector/connect-workers.js'
export type { ConnectWorkersProps, IConnectWorkers } from './kafka-connector/connect-workers-props.js'
export { Capacity, type AutoscaledCapacityProps, type ProvisionedCapacityProps } from './kafka-connector/capacity.js'
export { ConnectorLogs, type BoundConnectorLogs, type S3ConnectorLogsProps } from './kafka-connector/connector-logs.js'
export { ConnectorPlugin, type BoundPlugin } from './kafka-connector/connector-plugin.js'
export { KafkaConnector } from './kafka-connector/kafka-connector.js'
export type { IKafkaConnector } from './kafka-connector/kafka-connector-base.js'
export type { KafkaConnectorProps } from './kafka-connector/kafka-connector-props.js'
export type { SinkProps } from './kafka-connector/sink-props.js'
export { IcebergSink } from './iceberg-sink/iceberg-sink.js'
export type { IcebergSinkProps } from './iceberg-sink/iceberg-sink-props.js'
export type { EventColumn } from './iceberg-sink/event-columns.js'
export { EventTable, type EventTableProps } from './iceberg-sink/event-table.js'
export { S3JsonSink } from './s3-json-sink/s3-json-sink.js'
export type { S3JsonEnvelopeField, S3JsonSinkProps } from './s3-json-sink/s3-json-sink-props.js'
export { DeduplicatedView, type DeduplicatedViewProps } from './event-tables/deduplicated-view.js'
export { JsonEventTable, type JsonEventTableProps } from './event-tables/json-event-table.js'
export type { TableMaintenanceOptions } from './event-tables/table-maintenance.js'
export { Alarms, type AlarmOptions } from './observability/alarms.js'
export { CollectorMetrics, type CollectorMetricName } from './observability/collector-metrics.js'
export { CollectorObservability } from './observability/collector-observability.js'
export { ConnectorObservability } from './observability/connector-observability.js'
export type {
  CollectorObservabilityProps,
  ConnectorObservabilityProps,
  ObservabilityProps,
  ObservedConnector,
  ObservedSink,
} from './observability/observability-props.js'
export { PipelineDashboard } from './observability/pipeline-dashboard.js'
export type { PipelineCanary, PipelineDashboardProps } from './observability/pipeline-dashboard-props.js'
export { EventCanary } from './event-canary/event-canary.js'
export type {
  CanarySink,
  EventCanaryProps,
  IcebergCanarySink,
  S3JsonCanarySink,
} from './event-canary/event-canary-props.js'
export { ClickstreamVpcEndpoints } from './vpc-endpoints/vpc-endpoints.js'
export type { ClickstreamVpcEndpointsProps, EndpointService } from './vpc-endpoints/vpc-endpoints-props.js'
