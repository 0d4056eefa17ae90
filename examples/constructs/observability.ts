import { ConnectorObservability, ConnectWorkers, S3JsonSink } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, vpc, kafka, bucket } = existing('Observability')
const workers = new ConnectWorkers(stack, 'Workers', {
  name: 'clicks',
  vpc,
  kafka,
  subnets: { subnets: vpc.privateSubnets },
})
const sink = new S3JsonSink(stack, 'Json', {
  workers,
  bucket,
  sinkName: 'json',
  prefix: 'events',
  topics: ['app_logs'],
  deadLetterTopic: 'clicks-dlq-json',
})

// snippet
new ConnectorObservability(stack, 'Observability', {
  name: 'clicks',
  sinks: [sink],
  alarmEmail: 'ops@example.com',
})
// end
