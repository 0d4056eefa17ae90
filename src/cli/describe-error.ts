import type { ClickstreamError, Problem } from '../errors.js'
import type { Style } from '../report/style.js'

/** An error as words: message and place, every single problem, and what to do. */
export function describeError(error: ClickstreamError, style: Style): string {
  const lines = [`${style.red('error')} ${style.bold(error.code)} ${place(error.place)}${error.message}`]
  for (const problem of error.problems) {
    lines.push(`  ${style.dim('·')} ${place(problem)}${where(problem, style)}${problem.message}`)
    if (problem.hint !== undefined) lines.push(style.wrap(problem.hint, '    → '))
  }
  const isSaid = error.problems.some(({ hint }) => hint === error.hint)
  if (error.hint !== undefined && !isSaid) lines.push(`  ${style.green('→')} ${error.hint}`)
  return lines.join('\n')
}

/** The path of a problem, unless its words begin with it. */
function where({ path, message }: Problem, style: Style): string {
  return path === undefined || message.startsWith(path) ? '' : `${style.cyan(path)} `
}

function place({ file, line, column }: { file?: string; line?: number; column?: number }): string {
  if (file === undefined) return ''
  return `${[file, line, column].filter((part) => part !== undefined).join(':')}: `
}
