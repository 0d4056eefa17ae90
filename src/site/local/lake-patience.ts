import { setTimeout as pause } from 'node:timers/promises'
import { ClickstreamError } from '../../errors.js'

const ATTEMPTS = 6
const PAUSE_MS = 100

/**
 * Asks a server again that is busy (500 and above) or does not answer at all, some three seconds long.
 *
 * @throws `LakeUnreadable` where it stays so, and what else `ask` throws
 */
export async function patiently<Answer extends { readonly status: number }>(
  what: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  let last: unknown
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await pause(PAUSE_MS * 2 ** (attempt - 1))
    try {
      const answer = await ask()
      if (answer.status < 500) return answer
      last = `status ${answer.status}`
    } catch (error) {
      last = error
    }
  }
  throw lakeUnreadable(what, last)
}

/** What was stored cannot be read; nobody knows whether it is there. */
export function lakeUnreadable(what: string, cause: unknown): ClickstreamError {
  return new ClickstreamError(`${what} could not be read: ${reasonOf(cause)}`, {
    code: 'LakeUnreadable',
    hint: 'look at `clickstream local logs s3`, and whether `clickstream local status` shows it running',
    source: 'tool',
    cause,
  })
}

/** The innermost message: `fetch` wraps what the connection says. */
function reasonOf(error: unknown): string {
  const { cause, message } = Object(error) as { cause?: unknown; message?: string }
  return cause === undefined ? (message ?? String(error)) : reasonOf(cause)
}
