import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { freePorts as siteFreePorts } from '../../../src/site/local/free-ports.js'

const execute = promisify(execFile)

/** Runs a program to its end; rejects with what it printed when it fails or is missing. */
export const run = async (
  program: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<{ stdout: string; stderr: string }> => execute(program, args, { maxBuffer: 64 * 1024 * 1024, ...options })

/** A program that runs beside the test, with everything that it printed so far. */
export interface Running {
  readonly child: ChildProcess
  output(): string
  /** Sends the signal to this one process and waits until it is gone; kills it after `patienceMs`. */
  stop(signal?: NodeJS.Signals, patienceMs?: number): Promise<void>
}

/** Starts a program; its output is kept, never shown. */
export const start = (program: string, args: readonly string[], options: SpawnOptions): Running => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let text = ''
  child.stdout?.on('data', (chunk) => (text += String(chunk)))
  child.stderr?.on('data', (chunk) => (text += String(chunk)))
  child.on('error', (error) => (text += `${error.message}\n`))
  return {
    child,
    output: () => text,
    stop: async (signal = 'SIGTERM', patienceMs = 10_000) => {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      const gone = once(child, 'exit')
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      await gone
      clearTimeout(timer)
    },
  }
}

/** Two ports of 127.0.0.1 that are free now. */
export const freePorts = async (): Promise<[number, number]> => (await manyFreePorts(2)) as [number, number]

/** That many free ports of 127.0.0.1. */
export const manyFreePorts = siteFreePorts

/** Lets this many seconds go by. */
export const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

/** Asks until the answer is yes; rejects with `what` after `patienceMs`. */
export const until = async (what: string, ask: () => Promise<boolean>, patienceMs = 20_000): Promise<void> => {
  const end = Date.now() + patienceMs
  while (!(await ask().catch(() => false))) {
    if (Date.now() > end) throw new Error(`gave up waiting: ${what}`)
    await pause(0.05)
  }
}
