import type { Spec } from '../../src/spec/schema.js'

/** A spec whose numbers divide well: 1000 events a second of 1000 bytes on average, 2,628 GB a month. */
export function exampleSpec(): Spec {
  return {
    apiVersion: 'clickstream/v1',
    name: 'web-events',
    region: 'us-east-1',
    collector: {
      solution: 'nginx-lua',
      durability: 'acknowledged',
      outageMinutes: 30,
      paths: ['/collect'],
      maxBodyKiB: 1024,
      corsOrigins: [],
      routing: { header: 'project', default: 'app_logs', topics: ['app_logs', 'web_logs'], key: 'none' },
      trustedHops: 0,
      meta: { query: true, userAgent: true, ip: 'full' },
      limits: { perAddressPerSecond: 1000, perProjectPerSecond: 0 },
      load: { peakEventsPerSecond: 3000, averageEventBytes: 1000 },
      tasks: { cpu: 1024, memoryMiB: 2048, min: 2, max: 12, architecture: 'arm64', spot: false },
    },
    network: {
      exposure: 'internet',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
    },
    kafka: { cluster: 'orders-prod', auth: 'iam', connectAuth: 'iam', manageSecurityGroupRules: false },
    topicManagement: 'cloudformation',
    topics: [
      { name: 'app_logs', partitions: 12, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 72 },
      { name: 'web_logs', partitions: 6, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 72 },
    ],
    sinks: [
      {
        type: 's3-json',
        bucket: 'my-data-bucket',
        prefix: 'events',
        topics: ['app_logs'],
        flushSeconds: 60,
        partitionBy: 'hour',
        capacity: { mcu: 1, minWorkers: 1, maxWorkers: 2 },
      },
      {
        type: 'iceberg',
        bucket: 'my-data-bucket',
        database: 'clickstream',
        table: 'app_logs',
        topics: ['app_logs', 'web_logs'],
        partitionBy: 'day',
        commitSeconds: 300,
        capacity: { mcu: 2, minWorkers: 1, maxWorkers: 6 },
      },
    ],
    backup: { bucket: 'my-data-bucket', prefix: 'backup' },
    images: { source: 'asset' },
    platform: {},
    observability: { logRetentionDays: 60, dashboard: true },
    tags: {},
  }
}
