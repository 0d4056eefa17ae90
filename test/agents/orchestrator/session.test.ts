import { describe, expect, test } from '@jest/globals'
import { createClickstreamOrchestrator, resumeClickstreamOrchestrator } from '../../../src/index.js'
import { say, SEED } from '../support.js'

describe('toJSON', () => {
  test('a conversation goes on in another process where it stopped', async () => {
    // GIVEN a planned conversation, kept as text
    const first = createClickstreamOrchestrator()
    await say(first, SEED)
    const kept = JSON.parse(JSON.stringify(first)) as unknown
    // WHEN it is taken up
    const second = resumeClickstreamOrchestrator(kept)
    // THEN everything is there, and the specialists are not asked again for the same spec
    expect([second.result(), second.contributions, second.turns]).toEqual([
      first.result(),
      first.contributions,
      first.turns,
    ])
    expect((await say(second, 'what does it cost?')).calls).toEqual(['show_plan'])
    expect((await say(second, 'make it 40k events per second')).calls).toContain('msk_topic')
  })

  test('GIVEN a kept conversation with a statement that nobody said WHEN taken up THEN it is InvalidSession too', () => {
    const kept = createClickstreamOrchestrator().toJSON()
    const statements = [{ path: 'region', value: 'us-east-1', quote: 'never said' }]
    expect(() => resumeClickstreamOrchestrator({ ...kept, draft: { ...kept.draft, statements } })).toThrow(
      expect.objectContaining({ code: 'InvalidSession' }),
    )
  })

  test.each([[null], [{}], [{ version: 1, draft: {}, exchanges: [{ turn: 1 }], workspace: {} }], ['text']])(
    'refuses %j',
    (state) => {
      expect(() => resumeClickstreamOrchestrator(state)).toThrow(expect.objectContaining({ code: 'InvalidSession' }))
    },
  )
})
