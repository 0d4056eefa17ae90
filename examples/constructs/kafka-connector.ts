import { Capacity, ConnectorPlugin, ConnectWorkers, KafkaConnector } from 'clickstream-agents/constructs'
import { existing } from './existing.js'

export const { app, stack, vpc, kafka } = existing('KafkaConnector')
const customPluginArn = 'arn:aws:kafkaconnect:eu-central-1:123456789012:custom-plugin/my-sink/0a1b2c3d-1111-2222-3333-4'

// snippet
const workers = new ConnectWorkers(stack, 'Workers', {
  name: 'clicks',
  vpc,
  kafka,
  subnets: { subnets: vpc.privateSubnets },
})
const connector = new KafkaConnector(stack, 'MySink', {
  workers,
  connectorName: 'my-sink',
  plugin: ConnectorPlugin.fromArn(customPluginArn),
  capacity: Capacity.autoscaled({ mcu: 1, minWorkers: 1, maxWorkers: 4 }),
  configuration: {
    'connector.class': 'com.example.MySinkConnector',
    'tasks.max': '4',
    topics: 'app_logs',
    'consumer.override.group.id': 'clicks-my-sink',
    'errors.deadletterqueue.topic.name': 'clicks-dlq-my-sink',
  },
})
kafka.allowFrom(stack, workers.securityGroup, 'Events from Kafka to the connectors')
kafka.grantConsume(connector, { topics: ['app_logs'], group: 'clicks-my-sink' })
kafka.grantProduce(connector, ['clicks-dlq-my-sink'])
// end
