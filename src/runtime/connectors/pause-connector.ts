import { setTimeout as pause } from 'node:timers/promises'
import { ClickstreamError } from '../../errors.js'
import type { ConnectorControl } from '../../site/site.js'
import { partsOf, untilRunning } from '../../site/connector-state.js'

/** Milliseconds in which a worker passes a change on to its tasks. */
const PATIENCE_MS = 30_000

/**
 * Pauses a connector and waits until its tasks have stopped reading; offsets stay as they are.
 *
 * @throws `NoSuchConnector`, `ConnectorNotPaused`
 */
export async function pauseConnector(control: ConnectorControl, name: string): Promise<void> {
  await control.pause(name)
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const status = await control.status(name)
    const states = partsOf(status).map(({ state }) => state)
    if (states.length > 0 && states.every((state) => state === 'PAUSED')) return
    if (Date.now() > end) {
      throw new ClickstreamError(`the connector ${name} was not paused: ${states.join(', ') || 'no state'}`, {
        code: 'ConnectorNotPaused',
        hint: 'a task that has failed cannot be paused: restart it first',
        source: 'tool',
      })
    }
    await pause(250)
  }
}

/**
 * Lets a paused connector go on, and waits until it runs.
 *
 * @throws `NoSuchConnector`, `ConnectorFailed`, `ConnectorSilent`
 */
export async function resumeConnector(control: ConnectorControl, name: string): Promise<void> {
  await control.resume(name)
  await untilRunning(name, () => control.status(name), PATIENCE_MS)
}
