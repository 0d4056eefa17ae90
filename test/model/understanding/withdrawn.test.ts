import { describe, expect, test } from '@jest/globals'
import { saidAfter, saidIn } from './said.js'

const BASE = 'MSK cluster abc-kafka in us-east-1 with bucket xyz-data'

describe('what a later turn takes back', () => {
  test.each([
    'scrap the spot idea',
    'drop spot',
    'cancel the spot instances',
    'we decided against spot',
    'spot is out',
    'spot 也取消',
    '取消 spot',
    'spot 不用了',
  ])('spot: %s', (turn) => {
    // GIVEN spot tasks WHEN a turn takes them back THEN that is said
    expect(saidAfter(`${BASE}, on spot`, turn)).toEqual({ said: { 'collector.tasks.spot': false }, asked: [] })
  })

  test.each(['spot is fine', 'use spot', '继续用 spot'])('spot stays: %s', (turn) => {
    expect(saidIn(`${BASE}, on spot`, turn).said['collector.tasks.spot']).toBe(true)
  })

  test.each([
    ['no iceberg just json files', { 'sinks.0.type': 's3-json' }],
    ['drop the iceberg part, JSON files only', { 'sinks.0.type': 's3-json' }],
    ["don't just write JSON, Iceberg too", { 'sinks.0.type': 's3-json', 'sinks.1.type': 'iceberg' }],
    ['JSON and iceberg', { 'sinks.0.type': 's3-json', 'sinks.1.type': 'iceberg' }],
  ])('sinks: %s', (turn, said) => {
    expect(saidAfter(BASE, turn)).toMatchObject({ said, asked: [] })
  })

  test.each([
    ['CORS 里去掉 https://h5.a.example', ['https://www.a.example']],
    ['remove https://h5.a.example from CORS', ['https://www.a.example']],
    ['replace https://h5.a.example with https://m.a.example', ['https://www.a.example', 'https://m.a.example']],
    ['also allow https://m.a.example', ['https://www.a.example', 'https://h5.a.example', 'https://m.a.example']],
    ['CORS only for https://m.a.example', ['https://m.a.example']],
  ])('CORS: %s', (turn, origins) => {
    // GIVEN two origins WHEN one is removed, replaced or added THEN the others stay
    const before = `${BASE}, CORS for https://www.a.example and https://h5.a.example`
    expect(saidAfter(before, turn)).toEqual({ said: { 'collector.corsOrigins': origins }, asked: [] })
  })
})

describe('the two solutions', () => {
  test.each([
    ["let's go for the other one", 'nginx-vector'],
    ['wait, we have to drop bots, so take the other one instead', 'nginx-vector'],
    ['还是另一个', 'nginx-vector'],
    ['the other bucket is fine', 'nginx-lua'],
  ])('after the first one: %s', (turn, solution) => {
    expect(saidIn('compare the two solutions', 'the first one then', turn).said['collector.solution']).toBe(solution)
  })

  test.each([
    ['方案用 nginx+lua', 'nginx-lua'],
    ['方案选 nginx+vector', 'nginx-vector'],
  ])('%s', (turn, solution) => {
    expect(saidAfter(BASE, turn)).toEqual({ said: { 'collector.solution': solution }, asked: [] })
  })

  test.each([
    '对比一下 lua 和 vector 两个方案，集群 abc-kafka，桶 xyz-data，香港',
    'compare lua and vector, cluster abc-kafka, bucket xyz-data, hong kong',
  ])('facts behind a comparison: %s', (turn) => {
    expect(saidIn(turn).said).toEqual({
      region: 'ap-east-1',
      'kafka.cluster': 'abc-kafka',
      'intent.bucket': 'xyz-data',
    })
  })

  test('a question states nothing, whatever it names', () => {
    expect(saidIn('which is better, lua or vector, cluster abc-kafka, bucket xyz-data?').said).toEqual({})
  })
})

describe('how parts are named', () => {
  test.each([
    [`the bucket's name is "new-lake", we're in us-west-2`, { 'intent.bucket': 'new-lake', region: 'us-west-2' }],
    ["the cluster's name is new-kafka", { 'kafka.cluster': 'new-kafka' }],
    ['集群在北京：bj-msk', { region: 'cn-north-1', 'kafka.cluster': 'bj-msk' }],
    ["It's public.", { 'network.exposure': 'internet' }],
    ["it's public data", {}],
    [
      'Iceberg 每 10 分钟提交，JSON 每 2 分钟落一次盘',
      {
        'sinks.0.type': 's3-json',
        'sinks.0.flushSeconds': 120,
        'sinks.1.type': 'iceberg',
        'sinks.1.commitSeconds': 600,
      },
    ],
    [
      '写 Iceberg 的 ods.app_logs 表',
      { 'sinks.1.type': 'iceberg', 'sinks.1.database': 'ods', 'sinks.1.table': 'app_logs' },
    ],
  ])('%s', (turn, said) => {
    expect(saidAfter(BASE, turn).said).toEqual(said)
  })
})
