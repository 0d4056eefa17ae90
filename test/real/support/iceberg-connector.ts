import { type ConnectorConfiguration, icebergConfiguration } from '../../../src/spec/connector-configuration.js'
import { HOSTILE_COLUMNS } from './hostile-events.js'
import type { S3Server } from './s3-server.js'

/** What a deployment gives the Iceberg connector of one topic, and what only a local S3 server needs. */
export const icebergConnector = (
  topic: string,
  { brokers, s3, bucket, tasks }: { brokers: string; s3: S3Server; bucket: string; tasks: number },
): ConnectorConfiguration => ({
  ...icebergConfiguration({
    topics: [topic],
    bucket,
    region: 'us-east-1',
    tasks,
    consumerGroup: `web-${topic}-0a1b2c3d`,
    deadLetterTopic: `dlq-${topic}`,
    deadLetterReplicationFactor: 1,
    database: 'clickstream',
    table: topic,
    commitSeconds: 5,
    columns: [...HOSTILE_COLUMNS],
    controlTopic: `control-${topic}`,
    bootstrapServers: brokers,
    transport: 'plaintext',
  }),
  'iceberg.catalog.glue.endpoint': s3.endpoint,
  'iceberg.catalog.s3.endpoint': s3.endpoint,
  'iceberg.catalog.s3.path-style-access': 'true',
})
