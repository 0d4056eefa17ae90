import { describe, expect, test } from '@jest/globals'
import { connectorConfiguration, connectTransport, sinkTasks } from '../../src/spec/connector-configuration.js'
import { edited, specWith } from './specs.js'

const FACTS = { bootstrapServers: 'b-1:9098,b-2:9098', clusterUuid: '11111111-2222-3333-4444-555555555555-3' }
const spec = specWith({ name: 'web-events' })

describe('connectorConfiguration', () => {
  test('the JSON sink passes bytes on and closes objects by size and time', () => {
    expect(connectorConfiguration(spec, 0, FACTS)).toEqual({
      'connector.class': 'clickstream.s3json.S3JsonSinkConnector',
      'tasks.max': '2',
      topics: 'app_logs',
      'key.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
      'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
      'consumer.override.group.id': 'web-events-s3-json-11111111-2222-3333-4444-555555555555-3',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'web-events-dlq-s3-json',
      'errors.deadletterqueue.topic.replication.factor': '3',
      'errors.deadletterqueue.context.headers.enable': 'true',
      'errors.log.enable': 'true',
      'errors.log.include.messages': 'false',
      'consumer.override.fetch.max.wait.ms': '50',
      'consumer.override.session.timeout.ms': '10000',
      'consumer.override.heartbeat.interval.ms': '3000',
      's3.bucket': 'my-data-bucket',
      's3.prefix': 'events',
      's3.region': 'us-east-1',
      compression: 'gzip',
      'compression.level': '6',
      'rotate.bytes': '134217728',
      'rotate.interval.ms': '60000',
      'partition.by': 'hour',
      'partition.time': 'record',
      'memory.bytes': '268435456',
    })
  })

  test('the Iceberg sink gets fixed names, our transform and clients of its own for the control topic', () => {
    expect(connectorConfiguration(spec, 1, FACTS)).toEqual({
      'connector.class': 'org.apache.iceberg.connect.IcebergSinkConnector',
      'tasks.max': '1',
      topics: 'app_logs',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'consumer.override.group.id': 'web-events-app_logs-11111111-2222-3333-4444-555555555555-3',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'web-events-dlq-app_logs',
      'errors.deadletterqueue.topic.replication.factor': '3',
      'errors.deadletterqueue.context.headers.enable': 'true',
      'errors.log.enable': 'true',
      'errors.log.include.messages': 'false',
      'consumer.override.session.timeout.ms': '10000',
      'consumer.override.heartbeat.interval.ms': '3000',
      transforms: 'columns',
      'transforms.columns.type': 'clickstream.transforms.EventColumns$Value',
      'iceberg.tables': 'clickstream.app_logs',
      'iceberg.tables.auto-create-enabled': 'false',
      'iceberg.tables.evolve-schema-enabled': 'false',
      'iceberg.catalog.catalog-impl': 'org.apache.iceberg.aws.glue.GlueCatalog',
      'iceberg.catalog.warehouse': 's3://my-data-bucket/warehouse',
      'iceberg.catalog.io-impl': 'org.apache.iceberg.aws.s3.S3FileIO',
      'iceberg.catalog.client.region': 'us-east-1',
      'iceberg.connect.group-id': 'web-events-app_logs-11111111-2222-3333-4444-555555555555-3',
      'iceberg.control.topic': 'web-events-control-app_logs',
      'iceberg.control.commit.interval-ms': '300000',
      'iceberg.control.group-id-prefix': 'web-events-app_logs-11111111-2222-3333-4444-555555555555-3-control-',
      'iceberg.coordinator.transactional.prefix': 'web-events-app_logs-11111111-2222-3333-4444-555555555555-3-',
      'iceberg.kafka.bootstrap.servers': 'b-1:9098,b-2:9098',
      'iceberg.kafka.security.protocol': 'SASL_SSL',
      'iceberg.kafka.sasl.mechanism': 'AWS_MSK_IAM',
      'iceberg.kafka.sasl.jaas.config': 'software.amazon.msk.auth.iam.IAMLoginModule required;',
      'iceberg.kafka.sasl.client.callback.handler.class': 'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
      'iceberg.kafka.session.timeout.ms': '10000',
      'iceberg.kafka.heartbeat.interval.ms': '3000',
      'iceberg.kafka.transaction.timeout.ms': '10000',
    })
  })

  test('names typed columns, the prefix and the key where the spec has them', () => {
    const typed = edited(spec, ({ sinks, platform }) => {
      const sink = sinks[1]
      if (sink?.type !== 'iceberg') throw new Error('sinks.1 is no Iceberg sink')
      sink.prefix = 'lake/v1'
      sink.schema = [
        { name: 'amount', type: 'double', path: 'data.amount' },
        { name: 'at', type: 'timestamp', path: 'data.at' },
      ]
      platform.kmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'
    })
    expect(connectorConfiguration(typed, 1, FACTS)).toMatchObject({
      'transforms.columns.columns': 'amount:double:data.amount,at:timestamp:data.at',
      'iceberg.catalog.warehouse': 's3://my-data-bucket/lake/v1',
      'iceberg.catalog.s3.sse.type': 'kms',
      'iceberg.catalog.s3.sse.key': typed.platform.kmsKeyArn,
    })
    expect(connectorConfiguration(typed, 0, FACTS)).toMatchObject({ 's3.kms.key': typed.platform.kmsKeyArn })
  })

  test('has no login where the connectors use none', () => {
    const open = specWith({ kafka: { cluster: 'orders-prod', auth: 'tls' } })
    const configuration = connectorConfiguration(open, 1, FACTS)
    expect(Object.keys(configuration).filter((key) => key.startsWith('iceberg.kafka.sasl'))).toEqual([])
    expect(configuration['iceberg.kafka.security.protocol']).toBe('SSL')
  })

  test('refuses a sink that is not there', () => {
    expect(() => connectorConfiguration(spec, 2, FACTS)).toThrow('sink 2 is not one of 2')
  })
})

test.each([
  ['iam', 'iam', 'iam'],
  ['scram', 'iam', 'iam'],
  ['tls', 'none', 'tls'],
  ['scram', 'none', 'tls'],
  ['none', 'none', 'plaintext'],
] as const)('collectors with %s and connectors with %s: %s', (auth, connectAuth, transport) => {
  expect(connectTransport({ auth, connectAuth })).toBe(transport)
})

test('a sink has no more tasks than partitions', () => {
  const [json, iceberg] = spec.sinks
  if (json === undefined || iceberg === undefined) throw new Error('two sinks by default')
  const capacity = { mcu: 2, minWorkers: 3, maxWorkers: 10 } as const
  expect([sinkTasks(spec, { ...json, capacity }), sinkTasks(spec, { ...iceberg, capacity })]).toEqual([3, 3])
})
