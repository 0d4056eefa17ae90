import type { Planner } from '../../model/offline/planner.js'
import type { SolutionAdvice } from '../../spec/index.js'
import { answerOf } from '../answers.js'
import { taskInput } from '../task.js'
import { bullets, count } from '../text.js'
import type { Comparison } from './comparison.js'
import type { Explanation } from './explanation.js'
import type { Guidance } from './guidance.js'
import type { ManagedServiceAdvice } from './managed-services.js'
import { SUBJECTS } from './subjects.js'
import type { Subject } from './subjects.js'

/** Calls the tool of each subject, then says what they answered; a subject that failed is reported in its own words. */
export const planner: Planner = (view) => {
  const asked = taskInput<{ subjects: Subject[] }>(view.userText).subjects ?? []
  const subjects: readonly Subject[] = asked.length > 0 ? asked : ['overview', 'recommendation']
  if (view.results.length === 0) {
    return { kind: 'call', calls: subjects.map((subject) => ({ name: SUBJECTS[subject], input: {} })) }
  }
  const parts = subjects.map((subject) => {
    const result = view.results.find(({ tool }) => tool === SUBJECTS[subject])
    return result?.ok === true ? textOf(subject, view.results) : (result?.text ?? '').replace(/^Error: /, '')
  })
  return { kind: 'say', text: [...new Set(parts)].join('\n') }
}

function textOf(subject: Subject, results: Parameters<typeof answerOf>[0]): string {
  const tool = SUBJECTS[subject]
  switch (subject) {
    case 'overview':
      return overview(answerOf<Explanation>(results, tool))
    case 'comparison':
      return comparison(answerOf<Comparison>(results, tool))
    case 'recommendation':
      return recommendation(answerOf<SolutionAdvice & { chosen?: string }>(results, tool))
    case 'managed-services':
      return services(answerOf<{ services: ManagedServiceAdvice[] }>(results, tool)?.services ?? [])
    case 'guidance':
      return steps(answerOf<Guidance>(results, tool))
  }
}

function overview(answer: Explanation | undefined): string {
  return answer === undefined
    ? ''
    : [answer.flow, bullets(answer.parts.map(({ part, does }) => `${part}: ${does}`))].join('\n')
}

function comparison(answer: Comparison | undefined): string {
  if (answer === undefined) return ''
  const { load, loadIsKnown, rows } = answer
  const column = (solution: 'nginx-lua' | 'nginx-vector'): string =>
    bullets(rows.map((row) => `${row.aspect}: ${row[solution]}`))
  return [
    `For ${count(load.peakEventsPerSecond)} events/s of ${count(load.averageEventBytes)} bytes${loadIsKnown ? '' : ' (taken as an example: no load was said)'}:`,
    '1. nginx-lua',
    column('nginx-lua'),
    '2. nginx-vector',
    column('nginx-vector'),
    ...rows.flatMap(({ aspect, source }) => (source === undefined ? [] : [`(${aspect}: ${source})`])),
  ].join('\n')
}

function recommendation(answer: (SolutionAdvice & { chosen?: string }) | undefined): string {
  if (answer === undefined) return ''
  const { solution, reasons, chosen } = answer
  const other = chosen !== undefined && chosen !== solution
  return [`Recommended: ${solution}${other ? ` (you chose ${chosen}, which stays)` : ''}.`, bullets(reasons)].join('\n')
}

function services(answers: readonly ManagedServiceAdvice[]): string {
  return bullets(
    answers.map(
      ({ service, insteadOf, verdict, reasons }) =>
        `${service} instead of ${insteadOf}: ${verdict}; ${reasons.join('; ')}`,
    ),
  )
}

function steps(answer: Guidance | undefined): string {
  if (answer === undefined) return ''
  return [
    'Needed:',
    bullets(answer.prerequisites),
    `Order: ${answer.steps.join(' → ')}.`,
    'Good practice:',
    bullets(answer.practices),
  ].join('\n')
}
