import { ClickstreamError } from '../errors.js'
import { missingPeer } from '../peers.js'
import { harmless } from '../report/text.js'
import { styleOf } from '../report/style.js'
import { describeError } from './describe-error.js'

/** Prints an error (JSON on standard output with `--json`, words on standard error otherwise) and returns its exit code. */
export function fail(thrown: unknown, args: readonly string[]): number {
  const error = coded(thrown)
  const options = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined)
  if (options.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: error.toJSON() })}\n`)
  } else {
    const style = styleOf(process.stderr, process.env, !options.includes('--no-color'))
    process.stderr.write(harmless(describeError(error, style)) + '\n')
  }
  if (process.env.CLICKSTREAM_DEBUG && thrown instanceof Error) process.stderr.write(`${thrown.stack ?? ''}\n`)
  return error.exitCode
}

function coded(thrown: unknown): ClickstreamError {
  if (ClickstreamError.is(thrown)) return thrown
  const known = missingPeer(thrown) ?? systemError(thrown)
  if (known !== undefined) return known
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new ClickstreamError(message.split('\n')[0] ?? '', {
    code: 'InternalError',
    source: 'tool',
    hint: 'this is a mistake in clickstream itself: run it again with CLICKSTREAM_DEBUG=1 and report what it prints',
    cause: thrown,
  })
}

const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  ENOENT: 'check the path',
  EACCES: 'check the permissions of the file and of its folder',
  EPERM: 'check the permissions of the file and of its folder',
  EROFS: 'choose a folder on a file system that can be written',
  ENOSPC: 'free some space on the disk',
  EISDIR: 'name a file, not a folder',
  ENOTDIR: 'one part of the path is a file',
}

/** What the operating system refused is no mistake of ours. */
function systemError(thrown: unknown): ClickstreamError | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return undefined
  const { code } = thrown
  const hint = typeof code === 'string' ? SYSTEM_HINTS[code] : undefined
  if (hint === undefined) return undefined
  const file = 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : undefined
  return new ClickstreamError(thrown.message.replace(/^[A-Z]+: /, ''), {
    code: 'FileError',
    hint,
    cause: thrown,
    ...(file !== undefined && { file }),
  })
}
