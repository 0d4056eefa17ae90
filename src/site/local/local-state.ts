import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Difference } from './differences.js'
import type { ProcessIdentity } from './processes.js'

/** A program that was started for a project. */
export interface LocalPart extends ProcessIdentity {
  readonly name: string
  /** Where its output goes, absolute. */
  readonly log: string
  /** What ends it in order. */
  readonly stopSignal: NodeJS.Signals
}

/** Addresses of what runs, all on 127.0.0.1. */
export interface LocalAddresses {
  /** Where a website's SDK sends events. */
  readonly endpoint?: string
  readonly metrics?: string
  /** Fluent Bit's own interface. */
  readonly shipper?: string
  /** `host:port` of the broker. */
  readonly kafka?: string
  readonly connect?: string
  readonly s3?: string
}

/** What runs for one project; a record of processes, never of results. */
export interface LocalState {
  readonly formatVersion: 1
  readonly name: string
  /** Whether everything has come up. */
  readonly complete: boolean
  readonly parts: readonly LocalPart[]
  readonly addresses: LocalAddresses
  readonly connectors: readonly string[]
  /** Address of the Connect worker that runs each connector. */
  readonly workers: Readonly<Record<string, string>>
  readonly differences: readonly Difference[]
}

const FILE = 'state.json'

/** Reads the state of a run folder; undefined where nothing was started, or the file was cut short. */
export function readState(folder: string): LocalState | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as LocalState
  } catch {
    return undefined
  }
}

/** Replaces the state as a whole. */
export function writeState(folder: string, state: LocalState): void {
  mkdirSync(folder, { recursive: true })
  const partial = join(folder, `${FILE}.part`)
  writeFileSync(partial, `${JSON.stringify(state, undefined, 2)}\n`)
  renameSync(partial, join(folder, FILE))
}

export function forgetState(folder: string): void {
  rmSync(join(folder, FILE), { force: true })
}
