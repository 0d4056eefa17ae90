import { ClickstreamError } from '../errors.js'
import type { Reporter } from '../report/reporter.js'
import type { Fact } from '../site/site.js'
import type { Journal } from './journal.js'
import { STEP_BEGINS, STEP_ENDS } from './messages.js'
import { STEP_IDS, STEP_TITLES, type Step, type StepId, type StepRecord } from './step.js'

export interface WorkflowOptions {
  readonly reporter: Reporter
  /** Record of what happened; no decision reads it. @default - none */
  readonly journal?: Journal
  /** Last step to be taken. @default - all of them */
  readonly through?: StepId
  /** The one step to be taken; what it needs has to be there. @default - all of them */
  readonly only?: StepId
}

/** What a run came to; `error` is what stopped it. */
export interface WorkflowResult {
  readonly steps: readonly StepRecord[]
  readonly error?: unknown
}

/**
 * Takes steps in their order. A step that verifies already is left alone, so a run that stopped can be started again and does
 * nothing twice; a step runs only when every step that it needs verifies at that moment, and counts as done only when it verifies
 * afterwards. What is noted in the journal decides nothing.
 */
export async function runWorkflow(steps: readonly Step[], options: WorkflowOptions): Promise<WorkflowResult> {
  const { reporter, journal, only, through = only ?? steps.at(-1)?.id } = options
  const last = steps.findIndex(({ id }) => id === through)
  const records: StepRecord[] = []
  let stopped: { readonly error: unknown } | undefined
  for (const step of steps) {
    if (stopped !== undefined || last < steps.indexOf(step) || (only !== undefined && step.id !== only)) {
      records.push(record(step, 'not reached', { seconds: 0, facts: [], already: false }))
      continue
    }
    const began = performance.now()
    reporter.report(STEP_BEGINS, { id: step.id, number: numberOf(step.id), of: STEP_IDS.length, title: titleOf(step) })
    let facts: readonly Fact[] = []
    let already = false
    try {
      facts = await step.verify()
      already = step.run !== undefined && holds(facts)
      if (!holds(facts) && step.run !== undefined) {
        await refuseWithout(step, steps)
        await journal?.append({ step: step.id, event: 'begins', plan: step.plan() })
        try {
          await step.run()
        } finally {
          facts = await step.verify()
        }
      }
      if (!holds(facts)) throw stepFailed(step, facts)
    } catch (error) {
      stopped = { error }
    }
    const seconds = (performance.now() - began) / 1000
    const state = stopped === undefined ? 'done' : 'failed'
    records.push(record(step, state, { seconds, facts, already }))
    await journal?.append({ step: step.id, event: state, facts, ...(stopped && { error: said(stopped.error) }) })
    reporter.report(STEP_ENDS, { id: step.id, title: titleOf(step), state, already, seconds, facts })
  }
  return { steps: records, ...stopped }
}

/** The gate: what a step needs is looked at again, however long ago it was done. */
async function refuseWithout(step: Step, steps: readonly Step[]): Promise<void> {
  for (const id of step.needs) {
    const needed = steps.find((one) => one.id === id)
    if (needed === undefined) throw new RangeError(`step ${step.id} needs ${id}, which is not among the steps`)
    const wrong = (await needed.verify()).filter(({ ok }) => !ok)
    if (wrong.length === 0) continue
    throw new ClickstreamError(`${titleOf(step)} does not start: ${titleOf(needed)} does not hold any more`, {
      code: 'StepRefused',
      hint: `mend what is below and start again; what is done is not done twice`,
      problems: wrong.map(problemOf),
    })
  }
}

function stepFailed(step: Step, facts: readonly Fact[]): ClickstreamError {
  return new ClickstreamError(`${titleOf(step)} is not as it has to be`, {
    code: 'StepFailed',
    hint: 'mend what is below and start again; what is done is not done twice',
    problems: facts.filter(({ ok }) => !ok).map(problemOf),
  })
}

function problemOf({ what, found }: Fact): { code: string; message: string } {
  return { code: 'FactWrong', message: `${what}: ${found}` }
}

function holds(facts: readonly Fact[]): boolean {
  return facts.every(({ ok }) => ok)
}

function record(
  step: Step,
  state: StepRecord['state'],
  { seconds, facts, already }: Pick<StepRecord, 'seconds' | 'facts' | 'already'>,
): StepRecord {
  return { id: step.id, title: titleOf(step), state, already, seconds, plan: step.plan(), facts }
}

function titleOf({ id }: Step): string {
  return STEP_TITLES[id]
}

function numberOf(id: StepId): number {
  return STEP_IDS.indexOf(id) + 1
}

function said(error: unknown): { code: string; message: string } {
  return ClickstreamError.is(error)
    ? { code: error.code, message: error.message }
    : { code: 'Unexpected', message: String(error) }
}
