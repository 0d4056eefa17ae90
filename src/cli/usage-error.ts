import type { CommanderError } from 'commander'
import { ClickstreamError } from '../errors.js'

const CODES: Readonly<Record<string, string>> = {
  'commander.unknownCommand': 'UnknownCommand',
  'commander.unknownOption': 'UnknownOption',
  'commander.missingArgument': 'MissingArgument',
  'commander.excessArguments': 'TooManyArguments',
  'commander.invalidArgument': 'InvalidArgument',
  'commander.optionMissingArgument': 'MissingOptionValue',
  'commander.missingMandatoryOptionValue': 'MissingOption',
  'commander.conflictingOption': 'ConflictingOptions',
  'commander.help': 'MissingCommand',
}

/** What commander found wrong with the command line as our error (exit code 2); undefined where it only showed help or the version. */
export function usageError(error: CommanderError, args: readonly string[]): ClickstreamError | undefined {
  if (error.exitCode === 0) return undefined
  const code = CODES[error.code] ?? 'WrongUsage'
  if (code === 'MissingCommand') {
    return new ClickstreamError('a command is missing', {
      code,
      exitCode: 2,
      hint: 'run `clickstream --help` to see the commands',
    })
  }
  const [first = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const verb = args.find((arg) => !arg.startsWith('-'))
  const help = code === 'UnknownCommand' || verb === undefined ? 'clickstream --help' : `clickstream ${verb} --help`
  const hint =
    suggestion?.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean `$1`?') ?? `run \`${help}\` to see what there is`
  return new ClickstreamError(first, { code, exitCode: 2, hint })
}
