import type { ConnectorControl, ConnectorOffset, ConnectorStatus } from '../../site/site.js'
import { areRunning } from '../../site/connector-state.js'
import { failureCause, type FailureCause } from '../../site/failure-cause.js'

/** A part of a connector, with the reason where it failed. */
export interface PartHealth {
  /** In Connect's words (`RUNNING`, `PAUSED`, `FAILED` …). */
  readonly state: string
  readonly cause?: FailureCause
}

/** How a connector is, in plain data. */
export interface ConnectorHealth {
  readonly name: string
  /** Of the connector itself; `MISSING` where the worker knows none of this name. */
  readonly connector: PartHealth
  readonly tasks: readonly (PartHealth & { readonly id: number })[]
  /** Whether the connector and all of its tasks run. */
  readonly running: boolean
  /** Records that its group has not committed yet. */
  readonly lag: number
  readonly offsets: readonly ConnectorOffset[]
}

/** How a connector of the project is, read from its worker and from its consumer group. */
export async function connectorHealth(control: ConnectorControl, name: string): Promise<ConnectorHealth> {
  const [status, offsets] = await Promise.all([control.status(name), control.offsets(name)])
  const tasks = (status?.tasks ?? []).map((task) => ({ id: task.id, ...partOf(task) }))
  const connector = status === undefined ? { state: 'MISSING' } : partOf(status.connector)
  return {
    name,
    connector,
    tasks,
    running: areRunning([connector, ...tasks]),
    lag: lagOf(offsets),
    offsets,
  }
}

/** Records between what was committed and the ends. */
export function lagOf(offsets: readonly ConnectorOffset[]): number {
  return offsets.reduce((sum, { committed, end }) => sum + Math.max(0, end - committed), 0)
}

function partOf({ state, trace }: ConnectorStatus['connector']): PartHealth {
  return { state, ...(state === 'FAILED' && { cause: failureCause(trace) }) }
}
