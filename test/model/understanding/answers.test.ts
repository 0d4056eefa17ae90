import { describe, expect, test } from '@jest/globals'
import { saidAfter } from './said.js'

describe('a bare word answers the open question', () => {
  test.each(['z-clicks', 'use z-clicks', 'the z-clicks one please', 'z-clicks then', '那就z-clicks吧'])(
    '%s',
    (turn) => {
      // GIVEN a plan that lacks its bucket, WHEN a turn is a name, THEN it is the bucket
      expect(saidAfter('cluster z-msk, region eu-west-1', turn)).toEqual({
        said: { 'intent.bucket': 'z-clicks' },
        asked: [],
      })
    },
  )

  test.each([
    ['use spot', { 'collector.tasks.spot': true }],
    ['x86', { 'collector.tasks.architecture': 'x86_64' }],
    ['arm64', { 'collector.tasks.architecture': 'arm64' }],
    ['put it in vpc-0123456789abcdef0', { 'network.vpcId': 'vpc-0123456789abcdef0' }],
    ['sg-0123456789abcdef0', {}],
    ['sorry', {}],
    ['JSON', {}],
    ['15k', {}],
    ['we are 3-tier, and use ga4 today', {}],
    ['let me think about that for a while, z-later', {}],
  ])('unless it is no name: %s', (turn, said) => {
    // GIVEN a plan that lacks its bucket, WHEN a turn says something else, THEN the bucket is still asked
    expect(saidAfter('cluster z-msk, region eu-west-1', turn)).toEqual({ said, asked: ['sinks.0.bucket'] })
  })

  test.each([
    'z-clicks then',
    'let us call it z-clicks',
    'then it is z-clicks',
    'ok then z-clicks it is',
    '那就叫z-clicks吧',
  ])('after a name that the bucket cannot have: %s', (turn) => {
    // GIVEN a bucket name that S3 does not take, WHEN another one is named, THEN it is the bucket's
    expect(saidAfter('cluster z-msk, region eu-west-1, bucket Z_Clicks', turn)).toEqual({
      said: { 'intent.bucket': 'z-clicks' },
      asked: [],
    })
  })
})

describe('numbers', () => {
  const START = 'cluster z-msk, bucket z-clicks, region eu-west-1'

  test.each([
    ['-5 events per second', 'collector.load.peakEventsPerSecond'],
    ['minus five events per second', 'collector.load.peakEventsPerSecond'],
    ['负5条/秒', 'collector.load.peakEventsPerSecond'],
    ['-3 partitions', 'topics.0.partitions'],
    ['I want -5 tasks', 'collector.tasks.min'],
    ['flush every -5 seconds', 'other'],
  ])('below zero are asked about: %s', (turn, path) => {
    // GIVEN a ready plan, WHEN a number below zero is said, THEN it is not read without its sign
    expect(saidAfter(START, turn)).toEqual({ said: {}, asked: [path] })
  })

  test.each([
    ['2-4 tasks', { 'collector.tasks.min': 2, 'collector.tasks.max': 4 }],
    ['- 5 tasks', { 'collector.tasks.min': 5 }],
    ['20-30k events per second', { 'collector.load.peakEventsPerSecond': 30_000 }],
    [
      '20k eps, events average 1.5 KB',
      { 'collector.load.peakEventsPerSecond': 20_000, 'collector.load.averageEventBytes': 1500 },
    ],
    [
      '每小时1.8亿条，事件平均1.5KB',
      { 'collector.load.peakEventsPerSecond': 50_000, 'collector.load.averageEventBytes': 1500 },
    ],
    [
      '每秒5万条，峰值8万',
      {
        'collector.load.peakEventsPerSecond': 80_000,
        'intent.average.count': 50_000,
        'intent.average.seconds': 1,
      },
    ],
    [
      'topics views and clicks, 24 and 12 partitions respectively',
      { 'topics.0.name': 'views', 'topics.0.partitions': 24, 'topics.1.name': 'clicks', 'topics.1.partitions': 12 },
    ],
    [
      '主题clicks和views，分区分别是24和12',
      { 'topics.0.name': 'clicks', 'topics.0.partitions': 24, 'topics.1.name': 'views', 'topics.1.partitions': 12 },
    ],
  ])('%s', (turn, said) => {
    // GIVEN a ready plan, WHEN amounts are said, THEN each goes to its own field
    expect(saidAfter(START, turn)).toEqual({ said, asked: [] })
  })
})
