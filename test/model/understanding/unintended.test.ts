import { describe, expect, test } from '@jest/globals'
import { saidAfter } from './said.js'
import { saidIn } from './verbatim.js'

const BASE = 'MSK cluster abc-kafka in us-east-1 with bucket xyz-data.'
const PEAK = 'peak 20k'

describe('what a follow-up must not be taken for', () => {
  test.each([
    ['use exactly-once semantics', {}, ['other']],
    ['use high-availability mode', {}, ['other']],
    ['use auto-scaling', {}, []],
    ['use blue-green deployments', {}, []],
    ['use new-data-lake instead', { 'intent.bucket': 'new-data-lake' }, []],
    ['use new-data-lake for everything', { 'intent.bucket': 'new-data-lake' }, []],
    ['change it to new-data-lake', { 'intent.bucket': 'new-data-lake' }, []],
    ['actually use exactly-once semantics', {}, ['other']],
    ['每分钟刷一次', { 'sinks.0.flushSeconds': 60 }, []],
    ['每分钟落盘一次', { 'sinks.0.flushSeconds': 60 }, []],
    ['每分钟提交一次', { 'sinks.1.commitSeconds': 60 }, []],
    ['每小时刷一次', { 'sinks.0.flushSeconds': 3600 }, []],
    ['每秒刷一次', {}, ['sinks.0.flushSeconds']],
    ['每秒写入5万条', { 'collector.load.peakEventsPerSecond': 50000 }, []],
    ['每天一个分区', { 'sinks.0.partitionBy': 'day', 'sinks.1.partitionBy': 'day' }, []],
    ['每小时一个分区', { 'sinks.0.partitionBy': 'hour', 'sinks.1.partitionBy': 'hour' }, []],
    ['one partition per day', { 'sinks.0.partitionBy': 'day', 'sinks.1.partitionBy': 'day' }, []],
    ['JSON hourly', { 'sinks.0.type': 's3-json', 'sinks.0.partitionBy': 'hour' }, []],
    ['flush JSON hourly', { 'sinks.0.type': 's3-json', 'sinks.0.flushSeconds': 3600 }, []],
    ['lua with filtering of bot events', { 'intent.needs': ['filtering'] }, ['collector.solution']],
    ['use lua and enrich events with geo data', { 'intent.needs': ['enrichment'] }, ['collector.solution']],
    ['use bucket `whoami`', {}, ['sinks.0.bucket']],
    ['use bucket `my-new-data`', { 'intent.bucket': 'my-new-data' }, []],
    ['topics: web logs and app logs', {}, ['topics.0.name']],
    ['topics: web, clicks and app logs', { 'topics.0.name': 'web', 'topics.1.name': 'clicks' }, ['topics.2.name']],
    ['make it new-data-lake', {}, ['other']],
    [
      'normally 2k events a second, on black friday 30k',
      { 'intent.average.count': 2000, 'intent.average.seconds': 1, 'collector.load.peakEventsPerSecond': 30000 },
      [],
    ],
    ['an event is about 2k', { 'collector.load.averageEventBytes': 2000 }, []],
    ['tags: Team=Data Platform, cost-center=42', { 'tags.Team': 'Data Platform', 'tags.cost-center': '42' }, []],
    ['tags: cost-center=42, Team=Data Platform', { 'tags.Team': 'Data Platform', 'tags.cost-center': '42' }, []],
    ['tag everything with env=prod and team=web please', { 'tags.env': 'prod', 'tags.team': 'web' }, []],
    ['5w/s', { 'collector.load.peakEventsPerSecond': 50000 }, []],
    ['峰值5W条/秒', { 'collector.load.peakEventsPerSecond': 50000 }, []],
    ['keep events 2w', { 'topics.0.retentionHours': 336 }, []],
  ])('%s', (turn, said, asked) => {
    // GIVEN a deployment WHEN a turn says something beside it THEN only what it says is stored
    expect(saidAfter(BASE, turn)).toEqual({ said, asked })
  })

  test('"use auto-scaling" is no cluster', () => {
    // GIVEN nothing but a region WHEN the open questions are answered with a wish THEN it is taken for no name
    expect(saidAfter('deploy a clickstream in us-east-1', 'use auto-scaling').said).toEqual({})
  })

  test.each([
    ['25k per second', { 'collector.load.peakEventsPerSecond': 25000 }, []],
    ['per second', { 'collector.load.peakEventsPerSecond': 20000 }, []],
    ['per minute', { 'collector.load.peakEventsPerSecond': 334 }, []],
    ['the second one', { 'collector.load.peakEventsPerSecond': 334 }, []],
    ['yes', {}, ['collector.load.peakEventsPerSecond']],
  ])('"peak 20k", then "%s"', (answer, said, asked) => {
    // GIVEN a peak whose unit is asked for WHEN it is answered THEN a unit is no ordinal
    expect(saidAfter(BASE, PEAK, answer)).toEqual({ said, asked })
  })

  test.each([
    ['an Iceberg table in database web called page_views', 1],
    ['Only an Iceberg table: database web, table page_views', 0],
    ['Only an Iceberg table, web.page_views', 0],
  ])('%s', (turn, index) => {
    expect(saidAfter(BASE, turn).said).toMatchObject({
      [`sinks.${index}.database`]: 'web',
      [`sinks.${index}.table`]: 'page_views',
    })
  })

  test('a contradiction between the collector and a need is settled by its answer', () => {
    expect(saidAfter(BASE, 'lua with filtering of bot events', 'nginx-vector')).toEqual({
      said: { 'collector.solution': 'nginx-vector', 'intent.needs': ['filtering'] },
      asked: [],
    })
  })

  test('a shell command in backticks is no cluster', () => {
    expect(saidIn('cluster `id`')).toEqual({ said: {}, asked: ['kafka.cluster'] })
  })
})
