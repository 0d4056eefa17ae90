import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ClickstreamError } from '../../errors.js'
import { identify, isRunning, type ProcessIdentity } from '../../site/local/processes.js'

/** How far a replay has come. Which events Kafka has is read from Kafka; this says what need not be looked at again. */
export interface Checkpoint {
  readonly formatVersion: 1
  /** What was asked for, in the words of the person: asked again, it goes on; anything else begins afresh. */
  readonly job: string
  /** The range that these words meant then, epoch milliseconds. */
  readonly from: number
  readonly to: number
  /** By topic, the next offset of each partition when the replay began: what it sent lies behind. */
  readonly began: Readonly<Record<string, readonly number[]>>
  /** Key of the last object all of whose events are acknowledged. */
  readonly done?: string
  /** Who is at it. */
  readonly process?: ProcessIdentity
}

/**
 * Reads the checkpoint of a job that did not end; undefined where there is none.
 *
 * @throws `ReplayRuns` where a replay is at it at present
 */
export function readCheckpoint(file: string, job: string): Checkpoint | undefined {
  const found = read(file)
  if (found?.process !== undefined && isRunning(found.process)) {
    throw new ClickstreamError(`a replay of this project runs as process ${found.process.pid}`, {
      code: 'ReplayRuns',
      hint: 'wait until it has ended: two at once would send the same events',
    })
  }
  return found?.formatVersion === 1 && found.job === job ? found : undefined
}

function read(file: string): Checkpoint | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Checkpoint
  } catch {
    return undefined
  }
}

/** Replaces the checkpoint as a whole. */
export function writeCheckpoint(file: string, checkpoint: Checkpoint): void {
  mkdirSync(dirname(file), { recursive: true })
  const own = identify(process.pid)
  writeFileSync(`${file}.part`, `${JSON.stringify({ ...checkpoint, ...(own && { process: own }) })}\n`)
  renameSync(`${file}.part`, file)
}

export function forgetCheckpoint(file: string): void {
  rmSync(file, { force: true })
}
