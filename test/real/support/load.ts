import { transformFile } from '@swc/core'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoadMessage, LoadOptions } from './load-generator.js'
import { until } from './programs.js'

/** One request of a load. */
export interface Request {
  /** Number of its first event. */
  readonly first: number
  readonly events: number
  /** 0 where the connection broke or nothing came within 15 s. */
  readonly status: number
  /** From the moment it was due. */
  readonly milliseconds: number
  /** When it was due, in epoch milliseconds. */
  readonly at: number
  /** Whether the answer said `Connection: close`. */
  readonly closes: boolean
  readonly retryAfter: boolean
}

/** A load that is being sent by a process of its own, so that its latencies are not the test's. */
export interface Load {
  readonly run: string
  /** What was answered so far, up to a quarter of a second ago. */
  readonly requests: readonly Request[]
  /** Waits for the end that the options say. */
  done(): Promise<readonly Request[]>
  /** Ends it now. */
  end(): Promise<readonly Request[]>
}

/** The product's own connection, so that there is one. */
const CONNECTION = '../../../src/runtime/traffic/connection'
const MODULES = { 'load-generator': './load-generator', connection: CONNECTION }
let counter = 0

/** Name for a load that no other has, in this or in another process. */
export const newRun = (name: string): string => `${name}-${process.pid}-${Date.now().toString(36)}-${counter++}`

/** Compiles the generator into a folder: a process of its own has no jest that would do so. */
const compile = async (folder: string): Promise<string> => {
  for (const [name, from] of Object.entries(MODULES)) {
    const source = fileURLToPath(new URL(`${from}.ts`, import.meta.url))
    const { code } = await transformFile(source, {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    })
    await writeFile(join(folder, `${name}.js`), code.replace(CONNECTION, './connection'))
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  return join(folder, 'load-generator.js')
}

/** Starts a load; it has begun when this resolves. */
export const startLoad = async (options: Omit<LoadOptions, 'run'> & { readonly run?: string }): Promise<Load> => {
  const folder = await mkdtemp(join(tmpdir(), 'clickstream-load-'))
  const run = options.run ?? newRun('load')
  const child: ChildProcess = fork(await compile(folder), { execArgv: [] })
  const gone = once(child, 'exit').then(() => rm(folder, { recursive: true, force: true }))
  const requests: Request[] = []
  let complete = false
  child.on('message', (message: LoadMessage) => {
    complete = message.done
    for (const [first, events, status, milliseconds, at, flags] of message.rows) {
      requests.push({ first, events, status, milliseconds, at, closes: (flags & 1) > 0, retryAfter: (flags & 2) > 0 })
    }
  })
  child.send({ ...options, run } satisfies LoadOptions)
  await until('the load to begin', async () => requests.length > 0 || child.exitCode !== null)
  const done = async (): Promise<readonly Request[]> => {
    await gone
    if (!complete) throw new Error(`the load generator ended early: ${child.exitCode ?? child.signalCode}`)
    return requests
  }
  const end = (): Promise<readonly Request[]> => {
    if (child.connected) child.send('end')
    return done()
  }
  return { run, requests, done, end }
}

/** Sends a load to its end. */
export const sendLoad = async (
  options: Omit<LoadOptions, 'run'> & { readonly run?: string },
): Promise<Pick<Load, 'run' | 'requests'>> => {
  const load = await startLoad(options)
  return { run: load.run, requests: await load.done() }
}
