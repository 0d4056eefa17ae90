import { eventMeta, type EventMeta } from './event-meta.js'
import type { ReplayJob } from './replay-job.js'
import { readSpillLine, type SpillLine } from './spill-line.js'

/** An event of the backup that is in the range. */
export type BackupEvent = SpillLine & EventMeta

/** Reads events of objects; `damaged` is called for each line that is not what a collector wrote. */
export async function* backupEvents(
  { site, spec, from, to, topics }: ReplayJob,
  keys: readonly string[],
  damaged: () => void,
): AsyncGenerator<BackupEvent> {
  for await (const text of site.lake.lines(spec.backup.bucket, keys)) {
    const line = readSpillLine(text)
    const meta = line && eventMeta(line.record)
    if (line === undefined || meta === undefined) damaged()
    else if (meta.ctime >= from && meta.ctime < to && topics?.includes(line.topic) !== false) {
      yield { ...line, ...meta }
    }
  }
}
