import { ConnectWorkers, S3JsonSink } from 'clickstream-agents/constructs'
import { existing } from '../existing.js'

export const { app, stack, vpc, kafka, bucket } = existing('SideBySide')

// snippet
const workers = new ConnectWorkers(stack, 'Workers', {
  name: 'clicks',
  vpc,
  kafka,
  subnets: { subnets: vpc.privateSubnets },
})
new S3JsonSink(stack, 'Json', {
  workers,
  bucket,
  sinkName: 'json',
  prefix: 'events',
  topics: ['app_logs'],
  deadLetterTopic: 'clicks-dlq-json',
})
kafka.allowFrom(stack, workers.securityGroup, 'Events from Kafka to the connectors')
// end
