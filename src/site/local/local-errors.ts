import { ClickstreamError } from '../../errors.js'

const shown = (lines: readonly string[]): string => (lines.length === 0 ? 'it printed nothing' : lines.join('\n  '))

/** A part ended by itself while it was waited for. */
export function partDied(name: string, log: string, lines: readonly string[], reason?: string): ClickstreamError {
  return new ClickstreamError(`${name} ended${reason === undefined ? '' : `, most likely because ${reason}`}`, {
    code: 'LocalPartDied',
    hint: `its last lines:\n  ${shown(lines)}`,
    source: 'tool',
    file: log,
  })
}

/** A part runs and does not answer. */
export function partSilent(name: string, log: string, lines: readonly string[], afterMs: number): ClickstreamError {
  return new ClickstreamError(`${name} did not answer within ${Math.round(afterMs / 1000)} s`, {
    code: 'LocalPartSilent',
    hint: `its last lines:\n  ${shown(lines)}`,
    source: 'tool',
    file: log,
  })
}

/** A program that nothing can stand in for. */
export function programMissing(name: string, install: string): ClickstreamError {
  return new ClickstreamError(`${name} is not on this machine`, {
    code: 'ProgramMissing',
    hint: `${install}; \`clickstream doctor\` shows all that is missing`,
    exitCode: 1,
  })
}

/** A part that this process has not started. */
export function noSuchPart(name: string): ClickstreamError {
  return new ClickstreamError(
    `the part ${JSON.stringify(name)} cannot be started again: this process has not started it`,
    {
      code: 'NoSuchPart',
      hint: '`clickstream local status` lists the parts of a site that runs',
    },
  )
}
