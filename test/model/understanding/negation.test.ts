import { describe, expect, test } from '@jest/globals'
import { saidAfter, saidIn } from './said.js'

const START = 'cluster z-msk, bucket z-clicks, region eu-west-1'

describe('what is declined', () => {
  test.each([
    // a Chinese "no" reaches forward to its object, never back over a comma
    ['x86 架构，不用 spot', { 'collector.tasks.architecture': 'x86_64', 'collector.tasks.spot': false }],
    ['Graviton，不用x86', { 'collector.tasks.architecture': 'arm64' }],
    ['JSON 就行，不要 Iceberg', { 'intent.without': ['iceberg'] }],
    ['IAM 认证，不用 SCRAM', { 'kafka.auth': 'iam' }],
    ['不用 SCRAM，用 IAM', { 'kafka.auth': 'iam' }],
    ['spot不用，x86', { 'collector.tasks.architecture': 'x86_64', 'collector.tasks.spot': false }],
    ['Iceberg 不需要', { 'intent.without': ['iceberg'] }],
    // "but" and "except" decline what follows them
    ['everything but Iceberg', { 'intent.without': ['iceberg'] }],
    ['everything except JSON files', { 'intent.without': ['s3-json'] }],
    ['除了 Iceberg 以外都要', { 'intent.without': ['iceberg'] }],
    ['nothing but JSON', { 'intent.without': ['iceberg'] }],
    ['nothing except Iceberg', { 'intent.without': ['s3-json'], 'sinks.0.type': 'iceberg' }],
    ['除了JSON都不要', { 'intent.without': ['iceberg'], 'sinks.0.type': 's3-json' }],
    ['除了JSON之外还要Iceberg', { 'sinks.0.type': 's3-json', 'sinks.1.type': 'iceberg' }],
  ])('%s', (turn, said) => {
    // GIVEN a plan that has all it needs, WHEN a turn declines something, THEN only that is declined and nothing is asked
    expect(saidAfter(START, turn)).toEqual({ said, asked: [] })
  })

  test.each([
    'anywhere but us-east-1',
    'any region except us-east-1',
    'every region but us-east-1 is fine',
    '除了 us-east-1 以外都行',
    '除us-east-1以外都行',
  ])('a region that is excluded is not the region: %s', (turn) => {
    // GIVEN a plan without a region
    const start = 'cluster z-msk, bucket z-clicks'
    // WHEN one region is excluded, THEN none is stored and the region is still asked
    expect(saidAfter(start, turn)).toEqual({ said: {}, asked: ['region'] })
  })

  test('client certificates that are taken back in the same breath leave no question', () => {
    // GIVEN a turn that corrects itself, WHEN it is read, THEN only what it ends with is kept
    expect(saidAfter(START, 'we need mTLS... sorry, plain TLS without client credentials.')).toEqual({
      said: { 'kafka.auth': 'tls' },
      asked: [],
    })
    // AND without the correction it is asked
    expect(saidAfter(START, 'we need mTLS')).toEqual({ said: {}, asked: ['kafka.auth'] })
  })
})

describe('Chinese without spaces', () => {
  test.each([
    [
      '集群z-msk，桶z-clicks，区域东京，x86，不要spot',
      { 'collector.tasks.architecture': 'x86_64', 'collector.tasks.spot': false },
    ],
    ['存储桶z-clicks，集群z-msk，东京', {}],
    ['S3桶z-clicks，集群z-msk，东京', {}],
    ['桶名z-clicks，集群名z-msk，东京', {}],
    [
      '集群z-msk，桶z-clicks，东京，允许https://www.example.cn跨域',
      { 'collector.corsOrigins': ['https://www.example.cn'] },
    ],
    ['集群z-msk，桶z-clicks，东京，主题clicks24个分区', { 'topics.0.name': 'clicks', 'topics.0.partitions': 24 }],
  ])('%s', (turn, said) => {
    // GIVEN a turn whose Latin words touch the Chinese ones, WHEN it is read, THEN every name ends where Chinese begins
    expect(saidIn(turn)).toEqual({
      said: { 'kafka.cluster': 'z-msk', 'intent.bucket': 'z-clicks', region: 'ap-northeast-1', ...said },
      asked: [],
    })
  })

  test('each role has its own bucket', () => {
    // GIVEN names before the word for bucket, WHEN read, THEN each goes to the role behind it
    expect(saidIn('z-json桶存JSON，z-ice桶存Iceberg，z-bak桶做备份').said).toEqual({
      'backup.bucket': 'z-bak',
      'sinks.0.bucket': 'z-json',
      'sinks.0.type': 's3-json',
      'sinks.1.bucket': 'z-ice',
      'sinks.1.type': 'iceberg',
    })
  })
})
