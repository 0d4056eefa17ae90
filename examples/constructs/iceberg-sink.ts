import { ConnectWorkers, IcebergSink } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, vpc, kafka, bucket } = existing('IcebergSink')
const workers = new ConnectWorkers(stack, 'Workers', {
  name: 'clicks',
  vpc,
  kafka,
  subnets: { subnets: vpc.privateSubnets },
})

// snippet
new IcebergSink(stack, 'Iceberg', {
  workers,
  bucket,
  sinkName: 'app-logs',
  database: 'clickstream',
  table: 'app_logs',
  topics: ['app_logs'],
  controlTopic: 'clicks-control-app-logs',
  deadLetterTopic: 'clicks-dlq-app-logs',
  columns: [{ name: 'amount', type: 'double', path: 'data.amount' }],
})
kafka.allowFrom(stack, workers.securityGroup, 'Events from Kafka to the connectors')
// end
