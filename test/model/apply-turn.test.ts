import { describe, expect, test } from '@jest/globals'
import { applyTurn, recordChanges } from '../../src/model/offline/apply-turn.js'
import { SpecDraft } from '../../src/spec/index.js'
import { draftOf } from '../spec/specs.js'

const nothing = { statements: [], retractions: [], questions: [], settled: [] }

describe('applyTurn', () => {
  test('words become a ready draft, turn by turn, and later words win', () => {
    // GIVEN an empty draft
    const draft = new SpecDraft()
    // WHEN three turns are applied
    const rejected = [
      'MSK cluster orders-prod',
      'bucket my-lake in us-east-1, 20k events per second',
      'make it 40k',
    ].map((turn) => applyTurn(draft, turn).rejected)
    // THEN nothing was refused, and the last rate is the one that counts
    expect(rejected).toEqual([[], [], []])
    expect(draft.result()).toMatchObject({
      ready: true,
      spec: {
        kafka: { cluster: 'orders-prod' },
        region: 'us-east-1',
        collector: { load: { peakEventsPerSecond: 40000 } },
      },
      provenance: { 'collector.load.peakEventsPerSecond': { origin: 'said', quote: expect.stringContaining('40k') } },
    })
  })
})

describe('recordChanges', () => {
  test('takes back first, then states, then settles and asks', () => {
    const draft = draftOf({ region: 'us-east-1', 'topics.0.name': 'old' })
    draft.addTurn('new topic clicks')
    const question = { path: 'name', text: 'Which name?' }
    const rejected = recordChanges(draft, {
      ...nothing,
      retractions: ['topics'],
      statements: [{ path: 'topics.0.name', value: 'clicks', quote: 'clicks' }],
      questions: [question],
    })
    expect(rejected).toEqual([])
    expect(draft.statements().map(({ path, value }) => [path, value])).toEqual([
      ['region', 'us-east-1'],
      ['topics.0.name', 'clicks'],
    ])
    expect(draft.result().questions).toContainEqual(question)
  })

  test('gives back what the draft refuses and stores the rest', () => {
    const draft = new SpecDraft()
    draft.addTurn('us-east-1 and orders')
    const rejected = recordChanges(draft, {
      ...nothing,
      statements: [
        { path: 'region', value: 'us-east-1', quote: 'us-east-1' },
        { path: 'kafka.cluster', value: 'orders', quote: 'Orders' },
        { path: 'nonsense', value: 1, quote: 'orders' },
      ],
    })
    expect(rejected.map(({ code, path }) => [code, path])).toEqual([
      ['QuoteNotSaid', 'kafka.cluster'],
      ['UnknownPath', 'nonsense'],
    ])
    expect(draft.statements().map(({ path }) => path)).toEqual(['region'])
  })
})
