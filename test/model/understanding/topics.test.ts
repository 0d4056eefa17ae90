import { describe, expect, test } from '@jest/globals'
import { saidIn } from './verbatim.js'

const topics = (...list: readonly (readonly [string, number, number?])[]): Record<string, unknown> =>
  Object.fromEntries(
    list.flatMap(([name, partitions, hours], index) => [
      [`topics.${index}.name`, name],
      [`topics.${index}.partitions`, partitions],
      ...(hours === undefined ? [] : [[`topics.${index}.retentionHours`, hours]]),
    ]),
  )

describe('topics', () => {
  test.each([
    [
      'Topics: page_views with 24 partitions and 7 days retention, clicks with 12 partitions kept for 36 hours.',
      topics(['page_views', 24, 168], ['clicks', 12, 36]),
    ],
    [
      'two topics, views (24 partitions, 7 days) and clicks (12 partitions, 36 hours)',
      topics(['views', 24, 168], ['clicks', 12, 36]),
    ],
    [
      'Topics page_views: 24 partitions, 7 days retention; clicks: 12 partitions, 36 hours retention',
      topics(['page_views', 24, 168], ['clicks', 12, 36]),
    ],
    ['Topics views (24 partitions); clicks (12 partitions)', topics(['views', 24], ['clicks', 12])],
    ['topics views and clicks, each with 12 partitions', topics(['views', 12], ['clicks', 12])],
    ['Topics should be created with 12 partitions', { 'topics.0.partitions': 12 }],
    ['use our topics on the cluster with 6 partitions', { 'topics.0.partitions': 6 }],
    ['topic tracking', { 'topics.0.name': 'tracking' }],
    ['the topic tracking is important', {}],
    [
      'iceberg database marketing, table hits',
      { 'sinks.1.type': 'iceberg', 'sinks.1.database': 'marketing', 'sinks.1.table': 'hits' },
    ],
    ['cluster monitoring, please', {}],
    ['our cluster running in prod', {}],
    [
      'Cluster ice-msk. Iceberg database web, table visits. Region Zurich.',
      {
        'kafka.cluster': 'ice-msk',
        region: 'eu-central-2',
        'sinks.1.type': 'iceberg',
        'sinks.1.database': 'web',
        'sinks.1.table': 'visits',
      },
    ],
    ['s3://z-clicks/raw/', { 'intent.bucket': 'z-clicks', 'sinks.0.prefix': 'raw' }],
    ['flush every 5 minutes', { 'sinks.0.flushSeconds': 300 }],
    [
      'write json to s3://z-clicks/raw/',
      { 'sinks.0.type': 's3-json', 'sinks.0.bucket': 'z-clicks', 'sinks.0.prefix': 'raw' },
    ],
    [
      'only Iceberg, to s3://ice-lake/warehouse/',
      {
        'intent.without': ['s3-json'],
        'intent.bucket': 'ice-lake',
        'sinks.0.type': 'iceberg',
        'sinks.0.prefix': 'warehouse',
      },
    ],
  ])('%s', (turn, said) => {
    // GIVEN a turn WHEN it is understood THEN names and sizes belong together, and no type is said that the words do not say
    expect(saidIn(turn)).toEqual({ said, asked: [] })
  })
})
