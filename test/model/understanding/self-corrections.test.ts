import { describe, expect, test } from '@jest/globals'
import { saidAfter } from './said.js'

const PLACE = 'MSK cluster abc-kafka in us-east-1 with bucket xyz-data.'
const PEAK = 'collector.load.peakEventsPerSecond'
const average = (count: number, seconds = 1) => ({ 'intent.average.count': count, 'intent.average.seconds': seconds })

describe('a number that corrects the one before it in the same turn', () => {
  test.each([
    ['20k events/s, sorry, 30k', { [PEAK]: 30_000 }],
    ['20k events/s. Sorry, 30k.', { [PEAK]: 30_000 }],
    ['20k events/s, no 30k events/s', { [PEAK]: 30_000 }],
    ['20k events/s, not 30k events/s', { [PEAK]: 20_000 }],
    ['每秒2万条，不对，3万', { [PEAK]: 30_000 }],
    ['20k events/s on average, no, 30k events/s', average(30_000)],
    ['20k events/s on average, sorry, 30k', average(30_000)],
    ['2 billion a day, sorry, 3 billion', average(3e9, 86_400)],
    ['24 partitions, sorry, 12', { 'topics.0.partitions': 12 }],
    ['flush every 5 minutes, no, 10', { 'sinks.0.flushSeconds': 600 }],
    ['events of 2 KB, actually 3 KB', { 'collector.load.averageEventBytes': 3000 }],
  ])('%s', (turn, said) => {
    // GIVEN a number, WHEN another follows it as a correction, THEN it holds, in the same field and unit
    expect(saidAfter(PLACE, turn)).toEqual({ said, asked: [] })
  })

  test.each([
    '2 billion a day, peak three times the average, actually five times',
    '2 billion a day, peak three times the average, sorry, five times',
    '每天20亿条，峰值是平均的三倍，不对，五倍',
  ])('%s', (turn) => {
    // GIVEN a factor, WHEN another follows, THEN it holds
    expect(saidAfter(PLACE, turn)).toEqual({ said: { ...average(2e9, 86_400), 'intent.peakFactor': 5 }, asked: [] })
  })

  test.each(['actually five times', 'sorry, five times', '不对，五倍'])('%s in a turn of its own', (turn) => {
    // GIVEN a factor that was said before, WHEN only the new number is said, THEN it is the factor
    const start = `${PLACE} 2 billion a day, peak three times the average`
    expect(saidAfter(start, turn)).toEqual({ said: { 'intent.peakFactor': 5 }, asked: [] })
  })
})

describe('a peak whose word stands behind the number', () => {
  test.each([
    '20k events/s on average, 50k at peak',
    '20k events/s on average (50k peak)',
    '平均每秒2万条，5万峰值',
    '平均2万条/秒，峰值5万',
  ])('%s', (turn) => {
    // GIVEN an average, WHEN the peak follows without a unit, THEN it has the average's
    expect(saidAfter(PLACE, turn)).toEqual({ said: { ...average(20_000), [PEAK]: 50_000 }, asked: [] })
  })

  test.each([
    ['10 tasks at peak', undefined],
    ['3x at peak', undefined],
  ])('%s is no rate', (turn, peak) => {
    expect(saidAfter(PLACE, turn).said[PEAK]).toBe(peak)
  })
})

describe('a name that corrects the one before it in the same turn', () => {
  test.each([
    ['topic clicks, sorry, visits', { 'topics.0.name': 'visits' }],
    ['topic clicks. No wait, page_visits.', { 'topics.0.name': 'page_visits' }],
    ['topic clicks, i mean visits with 12 partitions', { 'topics.0.name': 'visits', 'topics.0.partitions': 12 }],
    ['topics clicks and views, sorry, visits', { 'topics.0.name': 'clicks', 'topics.1.name': 'visits' }],
    ['主题 clicks，不对，visits', { 'topics.0.name': 'visits' }],
    ['主题 clicks，说错了，是 visits', { 'topics.0.name': 'visits' }],
    ['table hits, sorry, visits', { 'sinks.1.table': 'visits' }],
    ['table hits, sorry, page_visits', { 'sinks.1.table': 'page_visits' }],
    ['数据库 marketing，更正，sales', { 'sinks.1.database': 'sales' }],
  ])('%s', (turn, said) => {
    // GIVEN a name, WHEN another follows it as a correction, THEN it alone holds
    expect(saidAfter(PLACE, turn)).toEqual({ said, asked: [] })
  })

  test.each([
    ['topic clicks, sorry about the delay', { 'topics.0.name': 'clicks' }],
    ['topic clicks, sorry, 12 partitions', { 'topics.0.name': 'clicks', 'topics.0.partitions': 12 }],
    ['topic clicks, actually nginx-vector please', { 'topics.0.name': 'clicks', 'collector.solution': 'nginx-vector' }],
    ['topic clicks, actually spot', { 'topics.0.name': 'clicks', 'collector.tasks.spot': true }],
    ['topic clicks, sorry, no iceberg', { 'topics.0.name': 'clicks', 'intent.without': ['iceberg'] }],
  ])('%s corrects no name', (turn, said) => {
    expect(saidAfter(PLACE, turn)).toEqual({ said, asked: [] })
  })
})
