import type { ClickstreamError } from '../errors.js'
import type { Style } from '../report/style.js'

/** An error as words: message and place, every single problem, and what to do. */
export function describeError(error: ClickstreamError, style: Style): string {
  const lines = [`${style.red('error')} ${style.bold(error.code)} ${place(error.place)}${error.message}`]
  for (const problem of error.problems) {
    lines.push(
      `  ${style.dim('·')} ${place(problem)}${problem.path === undefined ? '' : `${style.cyan(problem.path)} `}${problem.message}`,
    )
    if (problem.hint !== undefined) lines.push(style.wrap(problem.hint, '    → '))
  }
  if (error.hint !== undefined) lines.push(`  ${style.green('→')} ${error.hint}`)
  return lines.join('\n')
}

function place({ file, line, column }: { file?: string; line?: number; column?: number }): string {
  if (file === undefined) return ''
  return `${[file, line, column].filter((part) => part !== undefined).join(':')}: `
}
