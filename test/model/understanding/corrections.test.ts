import { describe, expect, test } from '@jest/globals'
import { saidAfter } from './said.js'

const PLACE = 'cluster z-msk, bucket z-clicks, region eu-west-1'
const PEAK = 'collector.load.peakEventsPerSecond'

describe('corrections of a number', () => {
  test.each([
    ['Sorry, 15k not 50k', 15_000],
    ['Please sorry, 15k not 50k, thanks.', 15_000],
    ['15k, not 50k', 15_000],
    ['60k instead of 50k', 60_000],
    ['not 50k but 60k', 60_000],
    ['change it from 50k to 60k', 60_000],
    ['only 20k actually', 20_000],
    ['oops, 60,000', 60_000],
    ['let us say 60K please', 60_000],
    ['raise the peak to 60k', 60_000],
    ['raise it by 10k', 60_000],
    ['triple the load', 150_000],
    ['不是 50k，是 15k', 15_000],
    ['从 5 万改成 6 万', 60_000],
    ['6万，不是5万', 60_000],
    ['应该是6万而不是5万', 60_000],
  ])('%s', (turn, value) => {
    // GIVEN 50k events per second, WHEN the number is corrected without its unit, THEN the unit of before holds
    expect(saidAfter(`${PLACE}, 50k events per second`, turn)).toEqual({ said: { [PEAK]: value }, asked: [] })
  })

  test.each([
    ['3 million requests per minute', '6 million, not 3 million', { [PEAK]: 100_000 }],
    ['2 billion events per day', '3 billion, not 2 billion', { 'intent.average.count': 3e9 }],
    ['retention 7 days', '14 days instead of 7 days', { 'topics.0.retentionHours': 336 }],
    ['retention 7 days', 'not 7 but 14 days', { 'topics.0.retentionHours': 336 }],
    ['topic events, 12 partitions', 'double the partitions', { 'topics.0.partitions': 24 }],
    ['topic events, 12 partitions', '分区翻倍', { 'topics.0.partitions': 24 }],
    ['12 tasks, 50k eps', 'half the tasks', { 'collector.tasks.min': 6 }],
    ['12 tasks, 50k eps', 'please double check the region, half of the team is out', {}],
    [
      'alarms to a@acme.com',
      'wrong address, it should be ops@acme.com',
      { 'observability.alarmEmail': 'ops@acme.com' },
    ],
    ['告警发到a@acme.com', '写错了，应该是ops@acme.com', { 'observability.alarmEmail': 'ops@acme.com' }],
  ])('%s, then: %s', (before, turn, said) => {
    // GIVEN what was said before, WHEN it is corrected, THEN the field that held it has the new value
    expect(saidAfter(`${PLACE}, ${before}`, turn)).toEqual({ said, asked: [] })
  })

  test.each([
    ['50k eps', 'double the partitions', 'topics.0.partitions'],
    ['50k eps', '15k, not 12k', 'other'],
  ])('what nobody said cannot be changed silently: %s, then: %s', (before, turn, path) => {
    // GIVEN no such number, WHEN it is changed, THEN it is asked
    expect(saidAfter(`${PLACE}, ${before}`, turn)).toEqual({ said: {}, asked: [path] })
  })
})

describe('slips of the finger', () => {
  test.each([
    [
      'the buket is z-clicks, regoin eu-west-1, clustre z-msk',
      { 'intent.bucket': 'z-clicks', region: 'eu-west-1', 'kafka.cluster': 'z-msk' },
    ],
    ['arround 5000 events per secnd', { [PEAK]: 5000 }],
    ['topic a1 with 12 parttions', { 'topics.0.name': 'a1', 'topics.0.partitions': 12 }],
    ['bucket z-buket, cluster orders-secnd', { 'intent.bucket': 'z-buket', 'kafka.cluster': 'orders-secnd' }],
    ['the subset of events that we need throughout the day', {}],
  ])('%s', (turn, said) => {
    // GIVEN key words with one wrong letter, WHEN the turn is read, THEN they count as meant and names stay as typed
    expect(saidAfter('hello', turn).said).toEqual(said)
  })
})
