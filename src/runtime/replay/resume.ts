import { readCheckpoint, type Checkpoint } from './checkpoint.js'
import type { ReplayJob } from './replay-job.js'

/**
 * A job as it was asked for, or with the range that the same words meant to the run that was killed.
 *
 * @throws `ReplayRuns`
 */
export function resume<Job extends ReplayJob>(asked: Job): { readonly job: Job; readonly resumed?: Checkpoint } {
  const resumed = readCheckpoint(asked.checkpoint, asked.words)
  if (resumed === undefined) return { job: asked }
  return { job: { ...asked, from: resumed.from, to: resumed.to }, resumed }
}

/** How far a job is that begins, or goes on. */
export function checkpointOf(
  { words, from, to }: ReplayJob,
  began: Checkpoint['began'],
  resumed: Checkpoint | undefined,
): Checkpoint {
  return { formatVersion: 1, job: words, from, to, began, ...resumed }
}
