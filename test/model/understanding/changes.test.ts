import { describe, expect, test } from '@jest/globals'
import { saidAfter, saidIn } from './said.js'

const PLACE = 'MSK cluster abc-kafka in us-east-1 with bucket xyz-data.'

describe('the order of the write and the answer', () => {
  test.each([
    '要求确认写入 Kafka 才返回',
    '确认写入Kafka之后再返回',
    '写入确认后才返回',
    '等写入 Kafka 成功后再返回',
    '先写 Kafka 再返回',
    'only return 200 once the write to Kafka is confirmed',
  ])('%s', (turn) => {
    // GIVEN buffered, WHEN the write is to come first, THEN it is acknowledged
    const { said, asked } = saidAfter(`${PLACE} 可以先返回再写 Kafka`, turn)
    expect({ said, asked }).toEqual({ said: { 'collector.durability': 'acknowledged' }, asked: [] })
  })

  test.each(['不要求确认写入 Kafka 才返回', '不用等到写入 Kafka 之后再返回'])('%s', (turn) => {
    // GIVEN acknowledged, WHEN nobody has to wait for the write, THEN it is buffered
    expect(saidAfter(`${PLACE} 一条都不能丢`, turn).said).toEqual({ 'collector.durability': 'buffered' })
  })
})

describe('partitioning without the name of a sink', () => {
  test.each(['分区改成按小时', '改成按小时', 'partition by hour instead', 'make it hourly'])('%s', (turn) => {
    // GIVEN one sink whose partitioning was said, WHEN it changes, THEN the other sink stays as it is
    expect(saidAfter(`${PLACE} Iceberg partitioned by day`, turn)).toEqual({
      said: { 'sinks.1.partitionBy': 'hour' },
      asked: [],
    })
  })

  test('is asked about where the sinks differ, and the answer need not repeat the noun', () => {
    // GIVEN two sinks with different units
    const start = `${PLACE} JSON partitioned by hour, Iceberg partitioned by day`

    // WHEN the unit changes, THEN each is asked about until it is named
    expect(saidAfter(start, '分区改成按月')).toEqual({
      said: {},
      asked: ['sinks.0.partitionBy', 'sinks.1.partitionBy'],
    })
    expect(saidAfter(start, '分区改成按月', 'Iceberg by month, JSON by hour')).toEqual({
      said: { 'sinks.1.partitionBy': 'month' },
      asked: [],
    })
  })
})

describe('TLS without anybody logging in', () => {
  test.each([
    ['TLS only, no client auth', 'tls'],
    ['mTLS... actually TLS only, no client auth.', 'tls'],
    ['no client auth, just TLS', 'tls'],
    ['只用 TLS，不需要客户端认证', 'tls'],
    ['TLS at the load balancer, no client auth on the endpoint', undefined],
  ])('%s', (turn, auth) => {
    // GIVEN a comma between the two halves, WHEN read, THEN they are one statement about Kafka
    const { said, asked } = saidIn(`${PLACE} ${turn}`)
    expect([said['kafka.auth'], asked]).toEqual([auth, []])
  })
})

describe('a cluster that is called as its kind', () => {
  test.each([
    ['Our MSK cluster is called kafka and the bucket is xyz-data', 'kafka'],
    ['集群叫 kafka，东京', 'kafka'],
    ['the cluster is called kafka cluster', undefined],
    ['our kafka cluster, us-east-1', undefined],
  ])('%s', (turn, cluster) => {
    // GIVEN nothing, WHEN the word stands where only a name can, THEN it is one
    expect(saidIn(turn).said['kafka.cluster']).toBe(cluster)
  })
})

describe('a change that nobody understands', () => {
  test.each([
    'change the theme to dark',
    'change the theme to dark and use 24 partitions',
    'make it more robust against weather',
    '要求支持离线回放',
    '把心跳改成五倍速',
    '改一下',
  ])('%s is asked about', (turn) => {
    // GIVEN a complete request, WHEN something changes that is no field, THEN it is never ready silently
    expect(saidAfter(PLACE, turn).asked).toEqual(['other'])
  })

  test.each([
    'no changes, thanks',
    'no need to change anything',
    '不用改了，谢谢',
    '好的，改天再聊',
    'we might change the load later',
    'can I change the bucket to something else later?',
  ])('%s is chit-chat', (turn) => {
    // GIVEN a complete request, WHEN change is only talked of, THEN nothing is asked
    expect(saidAfter(PLACE, turn)).toEqual({ said: {}, asked: [] })
  })
})
