import type { MessageKind } from '../report/message.js'
import type { Fact } from '../site/site.js'
import type { StepId, StepRecord } from './step.js'

/** A step is taken. */
export const STEP_BEGINS: MessageKind<{ id: StepId; number: number; of: number; title: string }> = {
  code: 'WORKFLOW_I0001',
  level: 'progress',
  text: ({ number, of, title }, style) => `${style.bold(`${number}/${of} ${title}`)}`,
}

/** A step has come to its end, with what was found. */
export const STEP_ENDS: MessageKind<
  { id: StepId; facts: readonly Fact[] } & Pick<StepRecord, 'title' | 'state' | 'already' | 'seconds'>
> = {
  code: 'WORKFLOW_I0002',
  level: 'progress',
  text: ({ facts }, style) =>
    facts
      .map(({ what, found, ok }) => `    ${ok ? style.green('✔') : style.red('✘')} ${what}: ${style.dim(found)}`)
      .join('\n'),
}
