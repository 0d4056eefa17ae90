import { setTimeout as pause } from 'node:timers/promises'
import { ClickstreamError } from '../errors.js'
import { failureCause } from './failure-cause.js'
import type { ConnectorStatus } from './site.js'

type Part = ConnectorStatus['connector']

/** The connector and its tasks; nothing where there is none. */
export function partsOf(status: ConnectorStatus | undefined): readonly Part[] {
  return status === undefined ? [] : [status.connector, ...status.tasks]
}

/** Whether a connector with at least one task runs, and all of its tasks. */
export function areRunning(parts: readonly Pick<Part, 'state'>[]): boolean {
  return parts.length > 1 && parts.every(({ state }) => state === 'RUNNING')
}

/**
 * Waits until a connector and all of its tasks run.
 *
 * @throws `ConnectorFailed` with the cause of the trace, `ConnectorSilent`
 */
export async function untilRunning(
  name: string,
  ask: () => Promise<ConnectorStatus | undefined>,
  patienceMs: number,
): Promise<void> {
  const end = Date.now() + patienceMs
  for (;;) {
    const status = await ask()
    const parts = partsOf(status)
    const failed = parts.find(({ state }) => state === 'FAILED')
    if (failed !== undefined) throw connectorFailed(name, failed.trace)
    if (areRunning(parts)) return
    if (Date.now() > end) {
      throw new ClickstreamError(
        `the connector ${name} does not run: ${parts.map(({ state }) => state).join(', ') || 'no state'}`,
        {
          code: 'ConnectorSilent',
          hint: '`clickstream local logs connect` shows what the worker does',
          source: 'tool',
        },
      )
    }
    await pause(250)
  }
}

function connectorFailed(name: string, trace: string | undefined): ClickstreamError {
  const { cause, hint, line } = failureCause(trace)
  return new ClickstreamError(`the connector ${name} failed: ${cause === line ? line : `${cause} (${line})`}`, {
    code: 'ConnectorFailed',
    hint,
    source: 'tool',
  })
}
