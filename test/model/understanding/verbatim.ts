import { applyTurn } from '../../../src/model/offline/apply-turn.js'
import { SpecDraft } from '../../../src/spec/index.js'

/** What a conversation's statements came to, and the paths that it asks about beyond the three that every spec needs. */
export interface Said {
  readonly said: Readonly<Record<string, unknown>>
  readonly asked: readonly string[]
}

const REQUIRED = /^(?:In which AWS region|Which MSK cluster|Which S3 bucket)/

/** Understands a conversation and puts it in the form that tables of expectations have. */
export function saidIn(...turns: readonly string[]): Said {
  const draft = new SpecDraft()
  for (const turn of turns) applyTurn(draft, turn)
  const misquoted = draft
    .statements()
    .filter(({ quote }) => quote === '' || !turns.some((turn) => turn.includes(quote)))
  if (misquoted.length > 0) throw new Error(`not quoted verbatim: ${JSON.stringify(misquoted)}`)
  return {
    said: Object.fromEntries(draft.statements().map(({ path, value }) => [path, value])),
    asked: draft
      .result()
      .questions.filter(({ text }) => !REQUIRED.test(text))
      .map(({ path }) => path),
  }
}
