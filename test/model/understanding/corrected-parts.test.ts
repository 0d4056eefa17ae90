import { describe, expect, test } from '@jest/globals'
import { saidAfter, saidIn } from './said.js'

const PLACE = 'MSK cluster abc-kafka in us-east-1 with bucket xyz-data.'
const JSON_AND_ICEBERG = {
  'sinks.0.partitionBy': 'hour',
  'sinks.1.partitionBy': 'day',
}

describe('plain words as names of clusters', () => {
  test.each([
    ['集群live，东京', 'live'],
    ['集群是live，东京', 'live'],
    ['集群名data，东京', 'data'],
    ['cluster live in us-east-1', 'live'],
    ['use cluster shared.', 'shared'],
    ['the cluster is in us-east-1', undefined],
    ['cluster with iam', undefined],
    ['a new cluster in us-east-1', undefined],
    ['we have the cluster online, in us-east-1', undefined],
  ])('%s', (turn, cluster) => {
    // GIVEN nothing, WHEN a word follows the noun, THEN it is the name only where nothing else can be meant
    expect(saidIn(turn).said['kafka.cluster']).toBe(cluster)
  })
})

describe('corrections of intervals, tags and loads', () => {
  test.each([
    ['flush every 30 seconds', 'no, every 45 seconds', { 'sinks.0.flushSeconds': 45 }],
    ['flush every 30 seconds', 'every 45 seconds', { 'sinks.0.flushSeconds': 45 }],
    ['flush every 30 seconds', 'make that every 45 seconds', { 'sinks.0.flushSeconds': 45 }],
    ['commit every 5 minutes', 'no, every 10 minutes', { 'sinks.1.commitSeconds': 600 }],
    ['每30秒刷一次', '每45秒吧', { 'sinks.0.flushSeconds': 45 }],
    ['每30秒刷一次', '改成每45秒', { 'sinks.0.flushSeconds': 45 }],
    ['刷新间隔30秒', '不，45秒', { 'sinks.0.flushSeconds': 45 }],
    ['add tag cost-center=1234', 'change cost-center to 9999', { 'tags.cost-center': '9999' }],
    ['tag env=prod', 'change the env tag to staging', { 'tags.env': 'staging' }],
    ['标签env=prod', '把env改成dev', { 'tags.env': 'dev' }],
    [
      '20k events per second, 1 KB each',
      '30k and 2 KB',
      { 'collector.load.peakEventsPerSecond': 30_000, 'collector.load.averageEventBytes': 2000 },
    ],
    ['20k events per second, 1 KB each', 'half of that', { 'collector.load.peakEventsPerSecond': 10_000 }],
  ])('%s → %s', (first, turn, changed) => {
    // GIVEN a value, WHEN it is corrected, THEN nothing but that value changes and nothing is asked
    const before = saidIn(`${PLACE} ${first}`).said
    const { said, asked } = saidIn(`${PLACE} ${first}`, turn)
    expect(asked).toEqual([])
    expect(Object.fromEntries(Object.entries(said).filter(([path, value]) => before[path] !== value))).toEqual(changed)
  })
})

test('a tag that is removed is said no more', () => {
  // GIVEN a tag, WHEN it is removed, THEN what was said is what it was without it
  expect(saidIn(`${PLACE} tag env=prod`, 'remove the env tag').said).toEqual(saidIn(PLACE).said)
})

test('a tag that is talked of is not changed', () => {
  // GIVEN a tag, WHEN another field is changed and the tag is only mentioned, THEN the tag stays
  const { said } = saidIn(`${PLACE} tag env=prod`, 'change the region to eu-west-1, env is fine')
  expect(said['tags.env']).toBe('prod')
})

describe('several of a kind in one turn', () => {
  test.each([
    ['flush each minute', { 'sinks.0.flushSeconds': 60 }],
    [
      'tags: team=data; env=prod; owner="jane doe"',
      { 'tags.team': 'data', 'tags.env': 'prod', 'tags.owner': 'jane doe' },
    ],
    [
      'tags team=data, owner="jane doe", env=prod',
      { 'tags.team': 'data', 'tags.env': 'prod', 'tags.owner': 'jane doe' },
    ],
    ['打上team=data的标签', { 'tags.team': 'data' }],
    [
      'flush to S3 every 2 minutes, hourly partitions; Iceberg commits every 15 min, daily partitions',
      JSON_AND_ICEBERG,
    ],
    ['JSON每两分钟刷一次，按小时分区；Iceberg按天分区', JSON_AND_ICEBERG],
    ['database analytics table events', { 'sinks.1.database': 'analytics', 'sinks.1.table': 'events' }],
    [
      'use jb1 for JSON, ib1 for Iceberg and kb1 for backups',
      { 'sinks.0.bucket': 'jb1', 'sinks.1.bucket': 'ib1', 'backup.bucket': 'kb1' },
    ],
    [
      '主题clicks 12个分区、保留3天，orders 6个分区、保留一周',
      {
        'topics.0.name': 'clicks',
        'topics.0.partitions': 12,
        'topics.0.retentionHours': 72,
        'topics.1.name': 'orders',
        'topics.1.partitions': 6,
        'topics.1.retentionHours': 168,
      },
    ],
    [
      'clicks topic gets 48 partitions, orders topic gets 12',
      { 'topics.0.name': 'clicks', 'topics.0.partitions': 48, 'topics.1.name': 'orders', 'topics.1.partitions': 12 },
    ],
  ])('%s', (turn, fields) => {
    // GIVEN where it runs, WHEN several are named, THEN each gets its own values
    const { said, asked } = saidAfter(PLACE, turn)
    expect(said).toMatchObject(fields)
    expect(asked).toEqual([])
  })
})

describe('what cannot be is asked about', () => {
  test.each([
    ['换到上海', 'region'],
    ['deploy in Shanghai instead', 'region'],
    ['move it to Atlantis', 'region'],
    ['部署到亚特兰蒂斯区域', 'region'],
    ['no backup', 'backup.bucket'],
    ['topic click$events', 'topics.0.name'],
    ['域名 abc', 'network.domainName'],
    ['certificate abc', 'network.certificateArn'],
    ['CORS from a.example.com', 'collector.corsOrigins'],
    ['name it My Project!', 'name'],
    ['retention forever', 'topics.0.retentionHours'],
    ['logs forever', 'observability.logRetentionDays'],
    ['按周分区', 'sinks.0.partitionBy'],
    ['标签：部门=数据', 'other'],
    ['tag everything with team data', 'other'],
    ['不要Iceberg，Iceberg表名clicks', 'other'],
  ])('%s', (turn, path) => {
    // GIVEN a complete plan, WHEN a turn wants what cannot be, THEN exactly that is asked
    expect(saidAfter(PLACE, turn).asked).toEqual([path])
  })

  test.each([
    'our shop in Shanghai sells shoes',
    'deploy it to Fargate',
    'partition by day, keep the JSON files forever',
    'the backup is in the same bucket',
    'we do not need the backup to have a bucket of its own',
    'never skip the backup',
    'domain names later',
    'move everything to Production.',
  ])('%s', (turn) => {
    // GIVEN a complete plan, WHEN such words mean something else, THEN nothing is asked
    expect(saidAfter(PLACE, turn).asked).toEqual([])
  })
})
