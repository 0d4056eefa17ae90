import { describe, expect, test } from '@jest/globals'
import { saidAfter } from './said.js'

const TOPICS = 'MSK cluster abc-kafka in us-east-1 with bucket xyz-data. Topics clicks and orders'

describe('a name that was given and changes', () => {
  test.each([
    ['rename clicks to visits', { 'topics.0.name': 'visits' }],
    ['and rename the topic clicks to visits', { 'topics.0.name': 'visits' }],
    ['change clicks to visits', { 'topics.0.name': 'visits' }],
    ['replace clicks with visits', { 'topics.0.name': 'visits' }],
    ['clicks should be called visits', { 'topics.0.name': 'visits' }],
    ['把 clicks 改名为 visits', { 'topics.0.name': 'visits' }],
    ['主题 clicks 改名成 visits', { 'topics.0.name': 'visits' }],
    ['rename clicks to visits and orders to sales', { 'topics.0.name': 'visits', 'topics.1.name': 'sales' }],
    ['rename clicks to visits and give it 24 partitions', { 'topics.0.name': 'visits', 'topics.0.partitions': 24 }],
    ['change clicks to 24 partitions', { 'topics.0.partitions': 24 }],
    ["don't rename clicks to visits", {}],
    ['不要把 clicks 改名为 visits', {}],
    ['rename the cluster abc-kafka to live', { 'kafka.cluster': 'live' }],
  ])('%s', (turn, changed) => {
    // GIVEN two topics, WHEN a name changes, THEN nothing else does and nothing is asked
    expect(saidAfter(TOPICS, turn)).toEqual({ said: changed, asked: [] })
  })

  test('takes along what was said of the topic, and what refers to it', () => {
    // GIVEN a topic with a size, a default and a sink that takes it
    const start =
      'MSK cluster abc-kafka in us-east-1 with bucket xyz-data. Topics web_clicks and web_orders with 12 partitions. Default topic web_orders. web_orders goes to JSON.'

    // WHEN it is renamed
    const { said, asked } = saidAfter(start, 'rename web_orders to sales')

    // THEN its partitions stay, and nothing names the old topic
    expect(said).toEqual({
      'topics.1.name': 'sales',
      'sinks.0.topics': ['sales'],
      'collector.routing.default': 'sales',
    })
    expect(asked).toEqual([])
  })

  test.each([
    ['rename clicks to orders', ['other']],
    ['rename clickz to visits', ['other']],
    ['rename clicks', ['other']],
  ])('%s asks', (turn, asked) => {
    // GIVEN two topics, WHEN the new name is taken or the old one unknown, THEN it is asked and nothing changes
    expect(saidAfter(TOPICS, turn)).toEqual({ said: {}, asked })
  })

  test('of two things is asked about', () => {
    // GIVEN a cluster and a topic of one name, WHEN it changes, THEN nobody guesses which
    const start = 'MSK cluster clicks in us-east-1 with bucket xyz-data. Topic clicks'
    expect(saidAfter(start, 'rename clicks to visits')).toEqual({ said: {}, asked: ['other'] })
    expect(saidAfter(start, 'rename the topic clicks to visits').said).toEqual({ 'topics.0.name': 'visits' })
  })
})

test('a name is corrected beside another fact', () => {
  // GIVEN a cluster, WHEN one sentence corrects its name and another says something else, THEN both hold
  const { said, asked } = saidAfter(
    '集群 seckill，香港，桶 seckill-hk',
    '集群名写错了，应该是 seckill-prod。另外要 24 个分区',
  )
  expect({ said, asked }).toEqual({ said: { 'kafka.cluster': 'seckill-prod', 'topics.0.partitions': 24 }, asked: [] })
})
