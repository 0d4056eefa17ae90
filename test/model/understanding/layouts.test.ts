import { describe, expect, test } from '@jest/globals'
import { applyTurn } from '../../../src/model/offline/apply-turn.js'
import { SpecDraft } from '../../../src/spec/index.js'
import { saidIn } from './verbatim.js'

const BASE = { region: 'eu-west-1', 'kafka.cluster': 'z-msk', 'intent.bucket': 'z-clicks' }
const TOPICS = {
  'topics.0.name': 'views',
  'topics.0.partitions': 24,
  'topics.0.retentionHours': 168,
  'topics.1.name': 'clicks',
  'topics.1.partitions': 12,
  'topics.1.retentionHours': 36,
}

describe('layouts', () => {
  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    [
      'a table of names and values',
      '| setting | value |\n|---|---|\n| region | eu-west-1 |\n| MSK cluster | z-msk |\n| S3 bucket | z-clicks |\n| peak | 12,500 events/s |',
      { ...BASE, 'collector.load.peakEventsPerSecond': 12500 },
    ],
    [
      'a table with remarks, ticks and a declined feature',
      '| Requirement | Value | Comment |\n|:--|:-:|--:|\n| MSK Cluster | `z-msk` | existing |\n| S3 Bucket | **z-clicks** | in the data account |\n| AWS Region | Ireland | |\n| Iceberg | no | |',
      { ...BASE, 'intent.without': ['iceberg'] },
    ],
    ['a table without a rule', 'Region | eu-west-1\nCluster | z-msk\nBucket | z-clicks', BASE],
    ['one record', '| region | cluster | bucket |\n|---|---|---|\n| eu-west-1 | z-msk | z-clicks |', BASE],
    [
      'a topic per row',
      '| topic | partitions | retention |\n|---|---|---|\n| views | 24 | 7 days |\n| clicks | 12 | 36 h |',
      TOPICS,
    ],
    [
      'units in the header',
      '| name | partitions | retention (hours) |\n|---|---|---|\n| views | 24 | 168 |\n| clicks | 12 | 36 |',
      TOPICS,
    ],
    [
      'a Chinese table',
      '| 主题 | 分区 | 保留 |\n|---|---|---|\n| views | 24 | 7天 |\n| clicks | 12 | 36小时 |',
      TOPICS,
    ],
    ['hyphens', 'Region - eu-west-1\nMSK cluster - z-msk\nS3 bucket - z-clicks', BASE],
    ['dashes', 'Region — eu-west-1\nMSK cluster — z-msk\nS3 bucket — z-clicks', BASE],
    ['tabs', 'Region\teu-west-1\nMSK cluster\tz-msk\nS3 bucket\tz-clicks', BASE],
    ['columns of blanks', 'Region      eu-west-1\nMSK cluster z-msk\nS3 bucket   z-clicks', BASE],
    ['semicolons', 'region=eu-west-1;cluster=z-msk;bucket=z-clicks', BASE],
    ['bars', 'region=eu-west-1|cluster=z-msk|bucket=z-clicks', BASE],
    ['flat JSON', '{"region":"eu-west-1","cluster":"z-msk","bucket":"z-clicks"}', BASE],
    [
      'JSON with keys of other spellings',
      '{\n  "region": "eu-west-1",\n  "clusterName": "z-msk",\n  "bucket_name": "z-clicks",\n  "topics": ["clicks", "views"]\n}',
      { ...BASE, 'topics.0.name': 'clicks', 'topics.1.name': 'views' },
    ],
    [
      'a part of clickstream.yaml',
      'take this:\n```yaml\nregion: eu-west-1\nkafka:\n  cluster: z-msk # ours\nsinks:\n  - type: s3-json\n    bucket: z-raw\n  - type: iceberg\n    bucket: z-ice\n    database: web\nnetwork:\n  taskSubnetIds:\n    - subnet-0a1b2c3d4e5f60718\n    - subnet-0a1b2c3d4e5f60719\n```',
      {
        region: 'eu-west-1',
        'kafka.cluster': 'z-msk',
        'sinks.0.type': 's3-json',
        'sinks.0.bucket': 'z-raw',
        'sinks.1.type': 'iceberg',
        'sinks.1.bucket': 'z-ice',
        'sinks.1.database': 'web',
        'network.taskSubnetIds': ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'],
      },
    ],
    [
      'lines that only look like YAML',
      'region: Frankfurt\ncluster: z-msk\nbucket: z-clicks\ntopics:\n  clicks: 24 partitions\n  views: 12 partitions',
      {
        ...BASE,
        region: 'eu-central-1',
        'topics.0.name': 'clicks',
        'topics.0.partitions': 24,
        'topics.1.name': 'views',
        'topics.1.partitions': 12,
      },
    ],
  ])('%s', (_, turn, said) => {
    // GIVEN a turn in that layout WHEN it is understood THEN all of it is said, in verbatim quotes
    expect(saidIn(turn)).toEqual({ said, asked: [] })
  })

  test.each([
    ['a pipeline of a shell', 'cat access.log | grep clicks | sort'],
    ['bars alone', '|||||\n|---|\n||'],
    ['a placeholder', 'make bucket {{this}}'],
    ['anchors that never end', 'kafka:\n  cluster: &a [*a, *a]\n  auth: *b'],
    ['braces that never close', '{"cluster":{"a":{"b":'],
  ])('%s says nothing', (_, turn) => {
    expect(saidIn(turn).said).toEqual({})
  })

  test('a value that was pasted and fits no field is asked about', () => {
    expect(
      saidIn('cluster z-msk\n```json\n{"collector":{"tasks":{"min":2}},"network":{"exposure":"public-ish"}}\n```'),
    ).toEqual({
      said: { 'kafka.cluster': 'z-msk', 'collector.tasks.min': 2 },
      asked: ['network.exposure'],
    })
  })

  test('quotes leave out the words that a header lends', () => {
    // GIVEN a table with a topic per row
    const draft = new SpecDraft()
    // WHEN it is understood
    applyTurn(draft, '| topic | partitions |\n|---|---|\n| views | 24 |')
    // THEN each quote is the cell as typed
    expect(draft.statements()).toEqual([
      { path: 'topics.0.name', value: 'views', quote: 'views' },
      { path: 'topics.0.partitions', value: 24, quote: '24' },
    ])
  })
})
