import { ClickstreamError } from '../../errors.js'
import type { Difference, Fact } from '../../site/index.js'
import type { Rehearsal } from '../../workflow/rehearse.js'
import type { StepRecord } from '../../workflow/step.js'

/** What a rehearsal came to, without what only a program reads. */
export interface RehearsalOutcome {
  readonly passed: boolean
  readonly seconds: number
  readonly steps: readonly Pick<StepRecord, 'title' | 'state' | 'seconds'>[]
  /** What became of the events: sent, then each place; none where nothing was sent. */
  readonly events: readonly Fact[]
  /** What stopped it, or was not as it has to be. */
  readonly problems: readonly string[]
  /** Where events can be sent now. */
  readonly endpoint?: string
  /** File of the page that shows it. */
  readonly page?: string
  /** What is not here as it is on AWS. */
  readonly differences: readonly Difference[]
}

export function outcomeOf({ record, error }: Rehearsal): RehearsalOutcome {
  const { passed, seconds, steps, differences } = record
  const testing = steps.find(({ id }) => id === 'testing')
  const wrong = steps.flatMap(({ title, facts }) =>
    facts.filter(({ ok }) => !ok).map(({ what, found }) => `${title}: ${what}: ${found}`),
  )
  return {
    passed,
    seconds: Math.round(seconds),
    steps: steps.map(({ title, state, seconds: taken }) => ({ title, state, seconds: Math.round(taken * 10) / 10 })),
    events: record.traffic === undefined ? [] : (testing?.facts ?? []),
    problems: [...new Set([...(error === undefined ? [] : said(error)), ...wrong])],
    differences,
  }
}

/** An error with its hint, then what it lists. */
function said(error: unknown): string[] {
  if (!ClickstreamError.is(error)) throw error
  const { message, hint, problems = [] } = error
  return [
    hint === undefined ? message : `${message}. ${hint}`,
    ...problems.map((problem) =>
      problem.path === undefined ? problem.message : `${problem.path}: ${problem.message}`,
    ),
  ]
}
