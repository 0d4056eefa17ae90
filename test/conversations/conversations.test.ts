import { describe, expect, it } from '@jest/globals'
import { applyTurn } from '../../src/model/offline/apply-turn.js'
import { SpecDraft } from '../../src/spec/index.js'
import { type Conversation, loadConversations } from './conversation.js'
import { judge, type Verdict } from './judge.js'

/** Fields that have to be right, of all that the conversations determine. */
const SHARE_OF_RIGHT_FIELDS = 0.98

const files = loadConversations()

function hold({ turns }: Conversation): SpecDraft {
  const draft = new SpecDraft()
  for (const turn of turns) {
    applyTurn(draft, turn)
  }
  return draft
}

describe('conversations', () => {
  it('are understood: nearly every field right, nothing said that was not said', () => {
    // GIVEN every conversation
    const verdicts = [...files].flatMap(([file, list]) =>
      list.map((conversation): Verdict & { readonly title: string } => ({
        ...judge(conversation, hold(conversation).result()),
        title: `${file}, ${conversation.name}`,
      })),
    )

    // WHEN all that was expected is counted
    const sum = (count: (verdict: Verdict) => number): number =>
      verdicts.reduce((total, verdict) => total + count(verdict), 0)
    const right = sum((verdict) => verdict.right)
    const total = sum((verdict) => verdict.total)
    const list = (of: 'misses' | 'invented'): string[] =>
      verdicts.flatMap((verdict) => verdict[of].map((line) => `${verdict.title}: ${line}`))
    const misses = list('misses')
    if (misses.length > 0) {
      process.stderr.write(`${right} of ${total} fields right; wrong:\n${misses.map((line) => `  ${line}\n`).join('')}`)
    }

    // THEN
    expect(list('invented')).toEqual([])
    expect(right / total).toBeGreaterThanOrEqual(SHARE_OF_RIGHT_FIELDS)
  })
})
