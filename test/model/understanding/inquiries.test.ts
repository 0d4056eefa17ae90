import { describe, expect, test } from '@jest/globals'
import { saidIn } from './verbatim.js'

const PEAK = 'collector.load.peakEventsPerSecond'
const SIZE = 'collector.load.averageEventBytes'

describe('facts in questions', () => {
  test.each([
    ['Compare nginx+lua and nginx+vector for 30k events/s please.', { [PEAK]: 30_000 }],
    ['which solution is better for 30k events per second at 2 KB?', { [PEAK]: 30_000, [SIZE]: 2000 }],
    ['Should we use lua or vector for 40k rps with 800 byte events?', { [PEAK]: 40_000, [SIZE]: 800 }],
    ['Would you recommend lua or vector at 40k events/s?', { [PEAK]: 40_000 }],
    ['3万条/秒用哪个方案好？', { [PEAK]: 30_000 }],
    ['对比两种方案，负载是每秒3万条', { [PEAK]: 30_000 }],
    ['can it do 50k/s?', {}],
    ['can you handle 50k events per second?', {}],
    ['how much would 50k events per second cost?', {}],
    ['what if we had 80k events per second?', {}],
    ['what would you recommend for 12 partitions?', {}],
    ['Can you explain lua vs vector for a topic called clicks?', {}],
    ['Which is better in us-east-1?', {}],
    ['can you set it to 50k events per second?', { [PEAK]: 50_000 }],
  ])('%s', (turn, said) => {
    // GIVEN a question WHEN it is understood THEN only the load that a choice is asked for counts
    expect(saidIn(turn)).toEqual({ said, asked: [] })
  })

  test.each([
    ['Use Kinesis instead of Kafka', ['other']],
    ['Use Pulsar instead of MSK', ['other']],
    ['Deploy on EKS instead of ECS', ['other']],
    ['Use Terraform instead of CDK', ['other']],
    ['Delta Lake instead of Iceberg', ['other']],
    ['replace Kafka with Kinesis', ['other']],
    ['swap MSK for Redpanda', ['other']],
    ['把Kafka换成Pulsar', ['other']],
    ['MSK instead of Kinesis please', []],
    ['we moved from Kinesis to Kafka', []],
  ])('%s', (turn, asked) => {
    // GIVEN a wish for another part WHEN it is understood THEN it is asked about, and its opposite is not
    expect(saidIn(turn).asked).toEqual(asked)
  })

  test.each([
    ['events are half a kilobyte', { [SIZE]: 500 }],
    ['one and a half KB each', { [SIZE]: 1500 }],
    ['events of a kilobyte', { [SIZE]: 1000 }],
    [
      'we are in mumbai and i think its like twenty thousand events per second at peak',
      { region: 'ap-south-1', [PEAK]: 20_000 },
    ],
  ])('%s', (turn, said) => {
    expect(saidIn(turn)).toEqual({ said, asked: [] })
  })
})
