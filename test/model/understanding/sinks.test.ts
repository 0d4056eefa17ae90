import { describe, expect, test } from '@jest/globals'
import { saidAfter } from './said.js'

const PLACE = 'MSK cluster abc-kafka in us-east-1 with bucket xyz-data.'

describe('all sinks declined by the word for them', () => {
  test.each([
    'no sinks at all',
    'no connectors',
    'without any sinks',
    'no sinks are needed',
    "we don't need any connectors, just Kafka",
    'sinks: none',
    '不要任何sink',
    '连接器都不要',
  ])('%s', (turn) => {
    // GIVEN a complete request, WHEN sinks are declined without their kinds, THEN neither is planned
    expect(saidAfter(PLACE, turn)).toEqual({ said: { 'intent.without': ['s3-json', 'iceberg'] }, asked: [] })
    expect(saidAfter(`${PLACE} ${turn}`).asked).toEqual([])
  })

  test('takes back what was said of them, until one is wanted again', () => {
    // GIVEN a table, WHEN there are to be no sinks, THEN it is gone; WHEN Iceberg comes back, THEN JSON stays away
    expect(saidAfter(`${PLACE} Iceberg table web_clicks`, 'no sinks at all').said).toEqual({
      'intent.without': ['s3-json', 'iceberg'],
    })
    expect(saidAfter(PLACE, 'no sinks at all', 'add Iceberg').said).toEqual({
      'intent.without': ['s3-json'],
      'sinks.0.type': 'iceberg',
    })
  })

  test.each([
    ['no sinks except Iceberg', ['s3-json']],
    ['no sinks, only JSON', ['iceberg']],
    ['no sinks for clicks', undefined],
    ['we have no connectors yet', undefined],
    ['no connector workers in public subnets', undefined],
  ])('%s', (turn, without) => {
    // GIVEN words about some sinks, or about how things are, WHEN read, THEN not all are declined
    expect(saidAfter(PLACE, turn).said['intent.without']).toEqual(without)
  })
})

describe('a name before the words for how it is written', () => {
  test.each([
    ['Iceberg table clicks partitioned by hour', 'sinks.1.table', 'clicks'],
    ['database web table clicks commit every 2 minutes', 'sinks.1.table', 'clicks'],
    ['table clicks hourly', 'sinks.1.table', 'clicks'],
    ['topic clicks retained 3 days', 'topics.0.name', 'clicks'],
    ['Iceberg table partitioned by hour', 'sinks.1.table', undefined],
    ['the Iceberg table output commits every 2 minutes', 'sinks.1.table', undefined],
    ['each table is partitioned by day', 'sinks.1.table', undefined],
  ])('%s', (turn, path, name) => {
    // GIVEN a place, WHEN a name is followed by its qualifier, THEN it is no word of the sentence
    expect(saidAfter(PLACE, turn).said[path]).toBe(name)
  })
})

describe('how a sink is divided, right behind it or its table', () => {
  const [json, iceberg] = ['sinks.0.partitionBy', 'sinks.1.partitionBy']
  test.each([
    ['table clicks by day', { [iceberg]: 'day', 'sinks.1.table': 'clicks' }],
    ['table clicks, by day', { [iceberg]: 'day', 'sinks.1.table': 'clicks' }],
    ['table clicks per month', { [iceberg]: 'month', 'sinks.1.table': 'clicks' }],
    ['表 clicks 按天', { [iceberg]: 'day', 'sinks.1.table': 'clicks' }],
    [
      'JSON files by hour, table clicks daily',
      { [json]: 'hour', 'sinks.0.type': 's3-json', [iceberg]: 'day', 'sinks.1.table': 'clicks' },
    ],
  ])('%s', (turn, said) => {
    // GIVEN a place, WHEN a unit of time follows the sink, THEN it is that sink's partitioning and no other's
    expect(saidAfter(PLACE, turn)).toEqual({ said, asked: [] })
  })

  test.each(['JSON files are flushed by hour', 'commit the table daily'])('%s is no partitioning', (turn) => {
    const { said } = saidAfter(PLACE, turn)
    expect([said[json], said[iceberg]]).toEqual([undefined, undefined])
  })
})
