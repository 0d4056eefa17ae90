import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ClickstreamError } from '../../errors.js'
import type { Difference } from './differences.js'
import { likelyReason } from './likely-reason.js'
import {
  forgetState,
  readState,
  writeState,
  type LocalAddresses,
  type LocalPart,
  type LocalState,
} from './local-state.js'
import { noSuchPart, partDied, partSilent } from './local-errors.js'
import { ended, identify, inGroup, isRunning, processesOf, signalAll, type ProcessIdentity } from './processes.js'

/** By this environment variable a process is found again whose number was never written down. */
const MARK = 'CLICKSTREAM_LOCAL_FOLDER'

/** Milliseconds that a part gets to end in order. */
const STOP_MS = 20_000

export interface StartOptions {
  readonly cwd: string
  /** Its whole environment, beside the mark. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** @default 'SIGTERM' */
  readonly stopSignal?: NodeJS.Signals
}

/** How a part was started and how it is asked; in memory, because an environment may hold secrets. */
interface Started {
  readonly program: string
  readonly args: readonly string[]
  readonly options: StartOptions
  readonly answers?: { readonly ask: () => Promise<boolean>; readonly patienceMs: number }
}

/** The programs of one project: each in a process group of its own, with a log, written down before it is waited for. */
export class Supervisor {
  private readonly started = new Map<string, Started>()
  private state: LocalState

  /** `folder`: where state, logs and data are, absolute; what runs from there already is known from its state. */
  constructor(
    readonly folder: string,
    name: string,
  ) {
    this.state = readState(folder) ?? {
      formatVersion: 1,
      name,
      complete: false,
      parts: [],
      addresses: {},
      connectors: [],
      workers: {},
      differences: [],
    }
  }

  get current(): LocalState {
    return this.state
  }

  /** Whether a part of this name runs. */
  runs(name: string): boolean {
    const part = this.part(name)
    return part !== undefined && isRunning(part)
  }

  /** Starts a part, unless it runs. */
  start(name: string, program: string, args: readonly string[], options: StartOptions): void {
    this.started.set(name, { program, args, options })
    if (this.runs(name)) return
    const log = this.logOf(name)
    mkdirSync(dirname(log), { recursive: true })
    const output = openSync(log, 'a')
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...options.env, [MARK]: this.folder },
      detached: true,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    child.on('error', () => undefined) // it has no number then, which is seen below
    child.unref()
    const identity = child.pid === undefined ? undefined : identify(child.pid)
    if (identity === undefined) throw this.died(name)
    const part: LocalPart = { name, log, stopSignal: options.stopSignal ?? 'SIGTERM', ...identity }
    this.keep({ parts: [...this.state.parts.filter((other) => other.name !== name), part] })
  }

  /**
   * Starts a part again, as this process started it, on the data that it left, and waits until it answers.
   *
   * @throws `NoSuchPart`, `LocalPartDied`, `LocalPartSilent`
   */
  async startAgain(name: string): Promise<void> {
    const known = this.started.get(name)
    if (known === undefined) throw noSuchPart(name)
    this.start(name, known.program, known.args, known.options)
    if (known.answers !== undefined) await this.answers(name, known.answers.ask, known.answers.patienceMs)
  }

  /** Ends a part by a signal, its process group with SIGKILL too, and waits until it has ended. */
  async end(name: string, signal: NodeJS.Signals): Promise<void> {
    const part = this.part(name)
    if (part === undefined || !isRunning(part)) return
    const group = signal === 'SIGKILL' ? processesOf(this.folder, MARK, [part.pid]).filter(inGroup(part.pid)) : []
    signalAll([part, ...group], signal)
    await ended([part, ...group], STOP_MS)
  }

  /**
   * Waits until a part answers.
   *
   * @throws `LocalPartDied`, `LocalPartSilent`
   */
  async answers(name: string, ask: () => Promise<boolean>, patienceMs: number): Promise<void> {
    const known = this.started.get(name)
    if (known !== undefined) this.started.set(name, { ...known, answers: { ask, patienceMs } })
    const end = Date.now() + patienceMs
    for (;;) {
      if (await ask().catch(() => false)) return
      if (!this.runs(name)) throw this.died(name)
      if (Date.now() > end) throw partSilent(name, this.logOf(name), this.lastLines(name), patienceMs)
      await pause(100)
    }
  }

  addresses(more: LocalAddresses): void {
    this.keep({ addresses: { ...this.state.addresses, ...more } })
  }

  /** Notes which worker runs a connector. */
  worker(connector: string, address: string): void {
    this.keep({ workers: { ...this.state.workers, [connector]: address } })
  }

  /** Everything has come up. */
  complete(connectors: readonly string[], differences: readonly Difference[]): LocalState {
    this.keep({ complete: true, connectors, differences })
    return this.state
  }

  lastLines(name: string, count = 12): string[] {
    return lastLines(this.logOf(name), count)
  }

  private part(name: string): LocalPart | undefined {
    return this.state.parts.find((part) => part.name === name)
  }

  private died(name: string): ClickstreamError {
    const lines = this.lastLines(name)
    return partDied(name, this.logOf(name), lines, likelyReason(lines))
  }

  private logOf(name: string): string {
    return join(this.folder, 'logs', `${name}.log`)
  }

  private keep(change: Partial<LocalState>): void {
    this.state = { ...this.state, ...change }
    writeState(this.folder, this.state)
  }
}

/** The last lines of a log; none where there is no log. */
export function lastLines(file: string, count: number): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count)
  } catch {
    return []
  }
}

/**
 * Ends everything that was started from a run folder, last started first, also what a killed command left behind; returns
 * how many processes there were. What uses the data goes before what holds it.
 */
export async function endAll(folder: string): Promise<number> {
  const parts = readState(folder)?.parts ?? []
  const all = everyone(folder, parts)
  for (const part of parts.toReversed()) {
    signalAll([part], part.stopSignal)
    signalAll(await ended([part], STOP_MS), 'SIGKILL')
  }
  const left = everyone(folder, parts)
  signalAll(left, 'SIGKILL')
  await ended(left, 5000)
  forgetState(folder)
  return all.length
}

function everyone(folder: string, known: readonly ProcessIdentity[]): ProcessIdentity[] {
  const found = processesOf(
    folder,
    MARK,
    known.map(({ pid }) => pid),
  )
  return [...found, ...known.filter((part) => isRunning(part) && !found.some(({ pid }) => pid === part.pid))]
}
