import { setTimeout as pause } from 'node:timers/promises'
import { ClickstreamError } from '../../errors.js'
import type { ConnectorControl, ConnectorOffset } from '../../site/site.js'
import { partsOf, untilRunning } from '../../site/connector-state.js'
import { failureCause, type FailureCause } from '../../site/failure-cause.js'
import { lagOf } from './connector-health.js'

export interface StartConnectorOptions {
  /** Milliseconds until it runs. @default 90000 */
  readonly runningMs?: number
  /** Milliseconds until records move, where there are any; more than two intervals of the sink. @default 120000 */
  readonly movingMs?: number
}

/**
 * Makes a connector that its worker finds right, and waits until it runs and, where its topics have records that it has not
 * committed, until it commits some of them: a connector can run and do nothing.
 *
 * @throws `ConnectorRefused` with a problem for each setting, `ConnectorFailed` with the cause, `ConnectorSilent`, `ConnectorIdle`
 */
export async function startConnector(
  control: ConnectorControl,
  name: string,
  options: StartConnectorOptions = {},
): Promise<void> {
  const [status, before] = await Promise.all([control.status(name), control.offsets(name)])
  await control.create(name)
  if (status !== undefined) await leftFailed(control, name)
  await untilWorking(control, name, before, options)
}

/**
 * Starts what has failed of a connector again, waits as `startConnector` does, and returns why it had failed.
 *
 * @throws `ConnectorFailed` where it fails again, `ConnectorSilent`, `ConnectorIdle`
 */
export async function restartConnector(
  control: ConnectorControl,
  name: string,
  options: StartConnectorOptions = {},
): Promise<readonly FailureCause[]> {
  const [status, before] = await Promise.all([control.status(name), control.offsets(name)])
  const failed = partsOf(status).filter(({ state }) => state === 'FAILED')
  await control.restart(name)
  await leftFailed(control, name)
  await untilWorking(control, name, before, options)
  return failed.map(({ trace }) => failureCause(trace))
}

async function untilWorking(
  control: ConnectorControl,
  name: string,
  before: readonly ConnectorOffset[],
  { runningMs = 90_000, movingMs = 120_000 }: StartConnectorOptions,
): Promise<void> {
  await untilRunning(name, () => control.status(name), runningMs)
  const committed = sumOf(before)
  const end = Date.now() + movingMs
  for (;;) {
    const offsets = await control.offsets(name)
    if (lagOf(offsets) === 0 || sumOf(offsets) > committed) return
    // A task may fail at its first record only.
    await untilRunning(name, () => control.status(name), runningMs)
    if (Date.now() > end) {
      throw new ClickstreamError(`the connector ${name} runs, and commits none of ${lagOf(offsets)} records`, {
        code: 'ConnectorIdle',
        hint: '`clickstream connectors errors` shows dead letters, `clickstream local logs connect` what the worker says',
        source: 'tool',
      })
    }
    await pause(500)
  }
}

/** A restart or another configuration is under way when it is answered: for a moment the old state is still there. */
async function leftFailed(control: ConnectorControl, name: string): Promise<void> {
  const end = Date.now() + 5000
  while (Date.now() < end) {
    const parts = partsOf(await control.status(name))
    if (parts.length > 0 && parts.every(({ state }) => state !== 'FAILED')) return
    await pause(100)
  }
}

function sumOf(offsets: readonly ConnectorOffset[]): number {
  return offsets.reduce((sum, { committed }) => sum + committed, 0)
}
