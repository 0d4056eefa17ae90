import { describe, expect, test } from '@jest/globals'
import { leavesOf, resolveSpec, specSchema, type EnvironmentLock, type PartialSpec } from '../../src/spec/index.js'
import { draftOf, LEAST, refusalOf, specWith } from './specs.js'

const ARN = 'arn:aws:kafka:eu-central-1:123456789012:cluster/orders/11111111-2222-3333-4444-555555555555-3'

describe('resolveSpec', () => {
  test('fills in every default of a spec that says only what must be said', () => {
    // GIVEN region, cluster and one bucket, and the load of the example
    const parts: PartialSpec = { collector: { load: { peakEventsPerSecond: 20_000, averageEventBytes: 1300 } } }
    // WHEN
    const spec = specWith(parts)
    // THEN
    expect(spec).toEqual({
      apiVersion: 'clickstream/v1',
      name: 'clickstream',
      region: 'us-east-1',
      collector: {
        solution: 'nginx-lua',
        durability: 'acknowledged',
        outageMinutes: 30,
        paths: ['/collect', '/data/v1'],
        maxBodyKiB: 1024,
        corsOrigins: [],
        routing: { header: 'project', default: 'app_logs', topics: ['app_logs'], key: 'none' },
        trustedHops: 0,
        meta: { query: true, userAgent: true, ip: 'full' },
        limits: { perAddressPerSecond: 1000, perProjectPerSecond: 0 },
        load: { peakEventsPerSecond: 20_000, averageEventBytes: 1300 },
        tasks: { cpu: 1024, memoryMiB: 2048, min: 3, max: 11, architecture: 'arm64', spot: false },
      },
      network: { exposure: 'internet' },
      kafka: { cluster: 'orders-prod', auth: 'iam', connectAuth: 'iam', manageSecurityGroupRules: false },
      topicManagement: 'cloudformation',
      topics: [{ name: 'app_logs', partitions: 12, replicationFactor: 3, minInsyncReplicas: 2, retentionHours: 72 }],
      sinks: [
        {
          type: 's3-json',
          bucket: 'my-data-bucket',
          prefix: 'events',
          topics: ['app_logs'],
          flushSeconds: 60,
          partitionBy: 'hour',
          capacity: { mcu: 1, minWorkers: 1, maxWorkers: 4 },
        },
        {
          type: 'iceberg',
          bucket: 'my-data-bucket',
          database: 'clickstream',
          table: 'app_logs',
          topics: ['app_logs'],
          partitionBy: 'day',
          commitSeconds: 300,
          capacity: { mcu: 1, minWorkers: 1, maxWorkers: 4 },
        },
      ],
      backup: { bucket: 'my-data-bucket', prefix: 'backup' },
      images: { source: 'asset' },
      platform: {},
      observability: { logRetentionDays: 30, dashboard: true },
      tags: {},
    })
  })

  test('has one entry of provenance per leaf, with a formula for each derived value', () => {
    const { spec, provenance } = resolveSpec({
      spec: { ...LEAST, tags: { 'cost.center': 'a', team: 'b' }, kafka: { cluster: ARN } },
    })
    expect(Object.keys(provenance).sort()).toEqual(
      leavesOf(spec)
        .map(([path]) => path)
        .sort(),
    )
    const withoutFormula = Object.entries(provenance).filter(
      ([, { origin, formula }]) => origin === 'derived' && !formula,
    )
    expect(withoutFormula).toEqual([])
    expect(provenance['tags.cost.center']).toEqual({ origin: 'file' })
    expect(specSchema.parse(spec)).toEqual(spec)
  })

  test('names all that is missing at once', () => {
    const error = refusalOf(() => resolveSpec({ spec: {} }))
    expect(error.exitCode).toBe(3)
    expect(error.problems.map(({ code, path }) => [code, path])).toEqual([
      ['MissingValue', 'region'],
      ['MissingValue', 'kafka.cluster'],
      ['MissingValue', 'sinks.0.bucket'],
    ])
  })

  test('a list of sinks that is known is exact', () => {
    expect(specWith({ sinks: [] }).sinks).toEqual([])
    expect(specWith({ sinks: [{ type: 'iceberg', table: 't' }] }).sinks).toMatchObject([
      { type: 'iceberg', table: 't', bucket: 'my-data-bucket' },
    ])
  })

  test('topics: the default topic is sized for all of the load, each other for its share', () => {
    const { topics, collector, sinks } = specWith({
      topics: [{ name: 'app_logs' }, { name: 'web_logs' }],
      collector: { load: { peakEventsPerSecond: 20_000 } },
    })
    expect(topics.map(({ name, partitions }) => [name, partitions])).toEqual([
      ['app_logs', 12],
      ['web_logs', 6],
    ])
    expect(collector.routing).toEqual({
      header: 'project',
      default: 'app_logs',
      topics: ['app_logs', 'web_logs'],
      key: 'none',
    })
    expect(sinks.map((sink) => sink.topics)).toEqual([
      ['app_logs', 'web_logs'],
      ['app_logs', 'web_logs'],
    ])
  })

  test('the topics come from the routing where only that is known', () => {
    const { topics } = specWith({ collector: { routing: { default: 'clicks', topics: ['clicks', 'views'] } } })
    expect(topics.map((topic) => topic.name)).toEqual(['clicks', 'views'])
  })

  test('a topic name that Glue does not take becomes one that it does', () => {
    expect(specWith({ topics: [{ name: 'App.Logs-1' }] }).sinks[1]).toMatchObject({ table: 'app_logs_1' })
  })

  test.each([
    ['none', 'none'],
    ['tls', 'none'],
    ['scram', 'iam'],
    ['iam', 'iam'],
  ] as const)('with auth %s the connectors use %s', (auth, connectAuth) => {
    expect(specWith({ kafka: { cluster: 'c1', auth } }).kafka).toMatchObject({ auth, connectAuth })
  })

  test('nginx-vector uses SCRAM', () => {
    expect(specWith({ collector: { solution: 'nginx-vector' } }).kafka).toMatchObject({
      auth: 'scram',
      connectAuth: 'iam',
    })
  })

  test('defaults never write into a prefix that a sink has', () => {
    const { backup } = specWith({ sinks: [{ type: 's3-json', prefix: 'backup/raw' }] })
    expect(backup.prefix).toBe('clickstream-backup')
    const prefixes = specWith({ sinks: [{ type: 's3-json' }, { type: 's3-json' }] }).sinks.map((sink) => sink.prefix)
    expect(prefixes).toEqual(['events', 'events-2'])
  })

  describe('with a lock', () => {
    const lock = {
      lockVersion: 1,
      cluster: {
        arn: ARN,
        type: 'PROVISIONED',
        kafkaVersion: '3.5.1',
        brokerCount: 2,
        bootstrap: { scram: 'b-1.example:9096', iam: 'b-1.example:9098' },
      },
      topics: [{ name: 'app_logs', partitions: 24, replicationFactor: 2 }],
    } satisfies EnvironmentLock

    test('takes over what exists, and what the cluster can do', () => {
      const { spec, provenance } = resolveSpec(
        { spec: { kafka: { cluster: 'orders' }, backup: { bucket: 'my-data-bucket' } } },
        lock,
      )
      expect([spec.region, spec.account, spec.topicManagement, spec.kafka.auth]).toEqual([
        'eu-central-1',
        '123456789012',
        'tool',
        'iam',
      ])
      expect(spec.topics).toEqual([
        { name: 'app_logs', partitions: 24, replicationFactor: 2, minInsyncReplicas: 1, retentionHours: 72 },
      ])
      expect(provenance['region']).toEqual({ origin: 'looked-up', call: 'kafka:DescribeClusterV2' })
      expect(provenance['topics.0.partitions']?.origin).toBe('looked-up')
      expect(provenance['topicManagement']).toEqual({
        origin: 'derived',
        formula: 'AWS::MSK::Topic needs Kafka 3.6, the cluster has 3.5.1',
      })
    })

    test('uses what the cluster offers', () => {
      const scram = {
        ...lock,
        cluster: { ...lock.cluster, bootstrap: { scram: 'b-1.example:9096', none: 'b-1.example:9092' } },
      }
      expect(specWith({ region: 'eu-central-1', kafka: { cluster: 'orders' } }, scram).kafka).toMatchObject({
        auth: 'scram',
      })
    })
  })

  test('wishes decide the solution, and say why', () => {
    const { spec, provenance } = draftOf({
      region: 'us-east-1',
      'kafka.cluster': 'c1',
      'intent.bucket': 'my-bucket',
      'intent.needs': ['filtering'],
    }).result()
    expect(spec.collector?.solution).toBe('nginx-vector')
    expect(provenance['collector.solution']).toEqual({
      origin: 'derived',
      formula: expect.stringContaining('filtering happens in Vector'),
    })
  })
})
