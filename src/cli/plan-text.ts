import type { CostEstimate } from '../cost/index.js'
import { table } from '../report/text.js'
import type { Style } from '../report/style.js'
import { segmentsOf } from '../spec/paths.js'
import type { DraftResult, Leaf, Provenance, Question } from '../spec/index.js'
import type { PlanStep } from './plan-steps.js'

/** Everything that a readable plan holds. */
export interface Plan {
  readonly steps: readonly PlanStep[]
  readonly cost: CostEstimate
  readonly promises: readonly string[]
}

/** A complete plan for people: the ten steps, the cost, and what is not kept yet. */
export function planText({ steps, cost, promises }: Plan, style: Style): string {
  const lines = [style.bold('Plan')]
  steps.forEach((step, index) => {
    const gate = step.gate === true ? style.yellow('  gate: nothing after it starts before it succeeded') : ''
    lines.push(`${style.cyan(String(index + 1).padStart(3))} ${style.bold(step.title)}${gate}`)
    for (const line of step.lines) lines.push(style.wrap(line, '      '))
  })
  lines.push('', costText(cost, style))
  if (promises.length > 0) {
    lines.push(
      '',
      style.bold('Not kept yet by this version'),
      ...promises.map((promise) => style.wrap(`- ${promise}`, '  ')),
    )
  }
  return lines.join('\n')
}

/** The monthly cost, line by line. */
function costText(cost: CostEstimate, style: Style): string {
  const wide = !Number.isFinite(style.width)
  const rows = table(
    cost.lines.map(({ what, usd, basis }) => [
      `  ${what}`,
      money(usd).padStart(12),
      ...(wide ? [style.dim(basis)] : []),
    ]),
  )
  return [
    `${style.bold('Cost')} about ${style.bold(`${money(cost.total)} a month`)} in ${cost.region}, prices of ${cost.pricesAsOf}`,
    // On a terminal, how a line was worked out goes under it.
    ...rows.flatMap((row, index) =>
      wide ? [row] : [row, style.dim(style.wrap(cost.lines[index]?.basis ?? '', '      '))],
    ),
    ...cost.notes.map((note) => style.dim(style.wrap(`- ${note}`, '  '))),
  ].join('\n')
}

/** Dollars and cents. */
export const money = (usd: number): string =>
  `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

/** What is known so far, and the questions that are left. */
export function draftText(result: DraftResult, style: Style): string {
  const known = Object.entries(result.provenance).map(([path, provenance]) => [
    `  ${style.cyan(path)}`,
    leafText(leafAt(result.spec, path)),
    style.dim(originText(provenance)),
  ])
  const lines = known.length === 0 ? ['Nothing is known yet.'] : [style.bold('Known so far'), ...table(known)]
  return [...lines, '', ...questionLines(result.questions, style)].join('\n')
}

/** The open questions as a list. */
export function questionLines(questions: readonly Question[], style: Style): string[] {
  if (questions.length === 0) return []
  return [
    style.bold(questions.length === 1 ? 'One question is left' : `${questions.length} questions are left`),
    ...questions.flatMap(({ path, text, choices }) => [
      style.wrap(`- ${text} ${style.dim(`(${path})`)}`, '  '),
      ...(choices === undefined ? [] : [style.wrap(choices.join(' | '), '    ')]),
    ]),
  ]
}

/** Where a value comes from, for `/why` and lists. */
export function originText(provenance: Provenance): string {
  switch (provenance.origin) {
    case 'said':
      return `said: “${provenance.quote ?? ''}”`
    case 'derived':
      return `derived: ${provenance.formula ?? ''}`
    case 'looked-up':
      return `looked up: ${provenance.call ?? ''}`
    case 'default':
      return provenance.formula === undefined ? 'default' : `default: ${provenance.formula}`
    case 'file':
      return 'from the file'
  }
}

export function leafText(leaf: Leaf | undefined): string {
  return Array.isArray(leaf) ? leaf.join(', ') : String(leaf ?? '')
}

/** The leaf at a dotted path with array indexes. */
export function leafAt(spec: object, path: string): Leaf | undefined {
  let value: unknown = spec
  for (const part of segmentsOf(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value as Leaf | undefined
}
