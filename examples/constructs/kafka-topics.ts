import { KafkaTopics } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, kafka } = existing('KafkaTopics')

// snippet
new KafkaTopics(stack, 'Topics', {
  clusterArn: kafka.clusterArn,
  topics: [
    { name: 'app_logs', partitions: 12, replicationFactor: 3, configuration: { 'retention.ms': '259200000' } },
    { name: 'web_logs', partitions: 6, replicationFactor: 3 },
  ],
})
// end
