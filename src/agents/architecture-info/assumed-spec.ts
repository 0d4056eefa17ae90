import { SpecDraft, specSchema } from '../../spec/index.js'
import type { Spec } from '../../spec/index.js'
import type { Workspace } from '../workspace.js'

/** Stand-ins for what has to be said, so that a comparison needs no answers first; they show up in no result. */
const STAND_INS = [
  { path: 'region', value: 'us-east-1' },
  { path: 'kafka.cluster', value: 'your-cluster' },
  { path: 'intent.bucket', value: 'your-bucket' },
] as const

/** The spec as far as it is known, completed for a comparison; undefined where what was said contradicts itself. */
export function assumedSpec(workspace: Workspace): Spec | undefined {
  const result = workspace.result()
  if (result.ready) return specSchema.parse(result.spec)
  const state = workspace.draftState()
  const turns = [...state.turns, STAND_INS.map(({ value }) => value).join(' ')]
  const draft = SpecDraft.fromJSON({ ...state, turns, questions: [] }, workspace.origin)
  const said = new Set(state.statements.map(({ path }) => path))
  for (const { path, value } of STAND_INS) if (!said.has(path)) draft.state({ path, value, quote: value })
  const assumed = draft.result()
  return assumed.ready ? specSchema.parse(assumed.spec) : undefined
}
