import { execFile } from 'node:child_process'
import { ClickstreamError } from '../../errors.js'
import { likelyReason } from './likely-reason.js'

/**
 * Runs a program to its end and returns what it printed on standard output.
 *
 * @throws `ProgramFailed` with its last lines
 */
export function runToEnd(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      const lines = `${stdout}${stderr}`.trimEnd().split('\n').slice(-12)
      const reason = likelyReason([...lines, error.message])
      reject(
        new ClickstreamError(`${program} failed${reason === undefined ? '' : `, most likely because ${reason}`}`, {
          code: 'ProgramFailed',
          hint: `its last lines:\n  ${lines.join('\n  ')}`,
          source: 'tool',
          cause: error,
        }),
      )
    })
  })
}
