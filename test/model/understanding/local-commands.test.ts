import { describe, expect, test } from '@jest/globals'
import { understand } from '../../../src/model/offline/understanding/index.js'
import { saidIn } from './verbatim.js'

const READY = "MSK cluster 'orders-prod', bucket 'my-lake', region eu-central-1"
const LOCAL = ['rehearse', 'diagnose', 'events', 'end']
const wanted = (turn: string) => {
  const { intents, rehearsal, events } = understand([READY, turn])
  return [intents.filter((intent) => LOCAL.includes(intent)), { ...rehearsal, ...events }]
}

describe('what is wanted of this machine', () => {
  test.each([
    ['rehearse it', {}],
    ['Rehearse it, please.', {}],
    ['ok, please rehearse it with 5,000 events', { events: 5000 }],
    ['run a rehearsal with 20k events', { events: 20_000 }],
    ['can you rehearse it?', {}],
    ["let's do a dry run", {}],
    ['dry run', {}],
    ['I want a rehearsal', {}],
    ['try it here', {}],
    ["Great, let's try it out on this machine", {}],
    ['run it locally', {}],
    ['now run the whole thing on my laptop', {}],
    ['演练一下', {}],
    ['请先预演', {}],
    ['在本机试一下', {}],
    ['本地跑一遍', {}],
    ['帮我演练，用 3000 条事件', { events: 3000 }],
  ])('%s: a rehearsal', (turn, detail) => {
    expect(wanted(turn)).toEqual([['rehearse'], detail])
  })

  test.each([
    'why did the connector fail?',
    'Why is the Iceberg connector not running?',
    "why doesn't the sink work",
    'what is wrong with the connector',
    "what's the matter with the s3 sink?",
    'connector status',
    'what is the status of the connectors?',
    'are the connectors running?',
    'why did the rehearsal fail?',
    '连接器为什么失败？',
    '为什么连接器挂了',
    '连接器状态',
  ])('%s: a look at the connectors', (turn) => {
    expect(wanted(turn)).toEqual([['diagnose'], {}])
  })

  test.each([
    ['show me the last events in Iceberg', { sink: 'iceberg' }],
    ['Show me the last 5 events in Iceberg.', { sink: 'iceberg', count: 5 }],
    ['can you show me the three most recent records?', {}],
    ['list the latest ten rows of the table', {}],
    ['show the last two lines in S3', { sink: 's3-json', count: 2 }],
    ['what are the newest 10 events in the bucket?', { sink: 's3-json', count: 10 }],
    ['last events', {}],
    ['看一下 Iceberg 里最近的 5 条事件', { sink: 'iceberg', count: 5 }],
    ['S3 里最新的事件', { sink: 's3-json' }],
  ])('%s: events', (turn, detail) => {
    const [intents, found] = wanted(turn)
    expect([intents, found]).toEqual([['events'], expect.objectContaining(detail)])
  })

  test.each([
    'stop it',
    'Stop it.',
    'shut it down',
    'ok, shut everything down now',
    'end the rehearsal',
    '停掉它',
    '关闭本地环境',
  ])('%s: the end', (turn) => {
    expect(wanted(turn)).toEqual([['end'], {}])
  })

  test.each([
    'do not rehearse it yet',
    'no dry run, please',
    'we run it locally today',
    'Our developers try it here every week',
    'what is a rehearsal?',
    'why 12 partitions?',
    'why does the Iceberg sink commit every 300 seconds?',
    'show me the plan',
    'keep the last 30 days of events in Kafka',
    'analysts query the most recent events in Iceberg',
    'a task that stops has to drain first',
    'stop using Iceberg',
    'why two connectors?',
    'deploy it',
    'what does the connector cost?',
    '保留最近7天的事件',
    '为什么是 12 个分区',
  ])('%s: nothing of it', (turn) => {
    expect(wanted(turn)).toEqual([[], {}])
  })
})

describe('facts beside such words', () => {
  const said = saidIn(READY)

  test.each([
    'rehearse it',
    'rehearse it with 5,000 events',
    'show me the last 5 events in Iceberg',
    'show the last 3 lines in the bucket',
    'why did the connector fail?',
    'what is wrong with the iceberg connector?',
    'stop it',
    'run it locally',
    '本地跑一遍',
    '最近的事件',
    '连接器为什么失败？',
  ])('%s says nothing and asks nothing', (turn) => {
    expect(saidIn(READY, turn)).toEqual(said)
  })

  test('GIVEN everything in one turn WHEN understood THEN the facts are as without the order', () => {
    expect(saidIn(`${READY}, then rehearse it with 500 events`)).toEqual(said)
    expect(understand([`${READY}, then rehearse it with 500 events`])).toMatchObject({
      intents: expect.arrayContaining(['rehearse']),
      rehearsal: { events: 500 },
    })
  })

  test('GIVEN a question about a field WHEN understood THEN it is still one', () => {
    expect(understand([READY, 'why is collector.tasks.min 2?'])).toMatchObject({
      intents: ['why'],
      about: 'collector.tasks.min',
    })
  })
})
