import type { Solution, Spec } from '../../src/spec/schema.js'

/** A complete spec for the container tests: two topics, two paths, one origin. */
export const containerSpec = (solution: Solution, collector: Partial<Spec['collector']> = {}): Spec => ({
  apiVersion: 'clickstream/v1',
  name: 'web-events',
  region: 'us-east-1',
  collector: {
    solution,
    durability: 'acknowledged',
    outageMinutes: 30,
    paths: ['/collect', '/data/v1'],
    maxBodyKiB: 1024,
    corsOrigins: ['https://www.example.com'],
    routing: { header: 'project', default: 'app_logs', topics: ['app_logs', 'web_logs'], key: 'none' },
    trustedHops: 0,
    meta: { query: true, userAgent: true, ip: 'full' },
    limits: { perAddressPerSecond: 1000, perProjectPerSecond: 0 },
    load: { peakEventsPerSecond: 20000, averageEventBytes: 1300 },
    tasks: { cpu: 1024, memoryMiB: 2048, min: 2, max: 12, architecture: 'arm64', spot: false },
    ...collector,
  },
  network: { exposure: 'internet' },
  kafka: { cluster: 'orders-prod', auth: 'none', connectAuth: 'iam', manageSecurityGroupRules: false },
  topicManagement: 'cloudformation',
  topics: [
    { name: 'app_logs', partitions: 12, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 72 },
    { name: 'web_logs', partitions: 6, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 72 },
  ],
  sinks: [],
  backup: { bucket: 'my-data-bucket', prefix: 'backup' },
  images: { source: 'asset' },
  platform: {},
  observability: { logRetentionDays: 30, dashboard: true },
  tags: {},
})
