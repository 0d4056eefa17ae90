import type { StepRecord } from '../../workflow/step.js'
import { bullets } from '../text.js'

/** A step that a tool has taken. */
export type TakenStep = Pick<StepRecord, 'title' | 'already' | 'seconds' | 'facts'>

/** What was done, by what exists now. */
export function stepText({ title, already, seconds, facts }: TakenStep): string {
  return [
    `${title}, on this machine: ${already ? 'done already' : `done in ${seconds.toFixed(1)} s`}.`,
    listed(facts),
  ].join('\n')
}

/** What was proved; there is no such part on this machine. */
export function provedText({ title, facts }: TakenStep): string {
  return [`${title}, proved from the templates that were synthesized on this machine:`, listed(facts)].join('\n')
}

function listed(facts: TakenStep['facts']): string {
  return bullets(facts.map(({ what, found }) => `${what}: ${found}`))
}
