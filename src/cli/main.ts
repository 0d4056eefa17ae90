import { CommanderError } from 'commander'
import { fail } from './fail.js'
import { createProgram } from './program.js'
import { usageError } from './usage-error.js'

/** Runs one command line and returns what the process shall exit with. */
export async function main(args: readonly string[]): Promise<number> {
  // A reader that went away (`| head`) ends the output, never the work: what is being written to disk gets finished.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  process.on('uncaughtException', (error) => {
    fail(error, args)
    process.exit(1)
  })
  let exitCode = 0
  try {
    const program = createProgram((code) => (exitCode = code))
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) {
      const usage = usageError(error, args)
      return usage === undefined ? 0 : fail(usage, args)
    }
    return fail(error, args)
  }
}
