import { applyTurn } from '../../../src/model/offline/apply-turn.js'
import { SpecDraft } from '../../../src/spec/index.js'
import type { Leaf } from '../../../src/spec/schema.js'

/** What a conversation has said by path, and the paths that it leaves open. */
export interface Said {
  readonly said: Readonly<Record<string, Leaf>>
  readonly asked: readonly string[]
}

/** Understands a conversation turn by turn. */
export function saidIn(...turns: readonly string[]): Said {
  const draft = new SpecDraft()
  for (const turn of turns) applyTurn(draft, turn)
  return {
    said: Object.fromEntries(draft.statements().map(({ path, value }) => [path, value])),
    asked: draft
      .result()
      .questions.map(({ path }) => path)
      .sort(),
  }
}

/** What such a conversation says beside where it runs ("cluster z-msk, bucket z-clicks, region eu-west-1" or the same in Chinese). */
export function saidAfter(start: string, ...turns: readonly string[]): Said {
  const known = saidIn(start)
  const now = saidIn(start, ...turns)
  return {
    said: Object.fromEntries(Object.entries(now.said).filter(([path, value]) => known.said[path] !== value)),
    asked: now.asked,
  }
}
