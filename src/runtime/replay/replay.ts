import { setTimeout as pause } from 'node:timers/promises'
import { endOffsets } from '../../site/kafka/record-reader.js'
import { RecordWriter, type NewRecord } from '../../site/kafka/record-writer.js'
import { metricIn } from '../metric.js'
import { backupEvents } from './backup-events.js'
import { backupObjects } from './backup-objects.js'
import { forgetCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.js'
import { drainSeconds } from './drain-time.js'
import { IdSet } from './id-set.js'
import { comparedFrom, lookedForFrom, MARK, markKnown, needRetention } from './known-ids.js'
import { stillDraining, topicNotInSpec } from './replay-errors.js'
import type { ReplayJob, ReplayResult, TopicResult } from './replay-job.js'
import { checkpointOf, resume } from './resume.js'

const HOUR_MS = 3_600_000

/** Events that are sent at a time. */
const BATCH = 2000

interface Counts {
  events: number
  readonly hours: Map<number, number>
  inKafka: number
  sentBefore: number
  sent: number
}

/** What the backup has of a range. */
interface Found {
  readonly keys: readonly string[]
  readonly ids: IdSet
  readonly topics: Map<string, Counts>
  copies: number
  damaged: number
}

/**
 * Sends events of the backup that Kafka does not have to their topics, each once, with their ids and times. A run that was killed goes
 * on when it is called again with the same range.
 *
 * @throws `TopicNotInSpec`, `RetentionPassed`, `StillDraining`, `TopicUnreadable`, `RecordsNotAcknowledged`
 */
export async function replay(asked: ReplayJob): Promise<ReplayResult> {
  const began = performance.now()
  const { site, spec, reporter, force, dryRun, now = Date.now } = asked
  const { job, resumed } = resume(asked)
  const found = await reporter.task('backup objects read', (show) => gather(job, show))
  refuseUnknown(
    found,
    spec.topics.map(({ name }) => name),
  )
  const topics = [...found.topics.keys()].sort()
  if (!force) {
    if (!dryRun) await needDrained(job, now())
    await needRetention(site.brokers, topics, job.from, now())
  }
  const ends = resumed?.began ?? Object.fromEntries(await endOffsets(site.brokers, topics))
  if (!force || resumed !== undefined) await compare(job, found, ends)
  if (!dryRun) {
    const checkpoint = checkpointOf(job, ends, resumed)
    writeCheckpoint(job.checkpoint, checkpoint)
    await sendMissing(job, found, checkpoint)
    forgetCheckpoint(job.checkpoint)
  }
  return {
    from: iso(job.from),
    to: iso(job.to),
    dryRun,
    forced: force,
    resumed: resumed !== undefined,
    objects: found.keys.length,
    topics: topics.map((topic) => resultOf(topic, found.topics.get(topic))),
    copies: found.copies,
    damaged: found.damaged,
    ...(!force && { comparedFrom: iso(comparedFrom(job.from)) }),
    drainSeconds: drainSeconds(spec),
    idBytes: found.ids.bytes,
    seconds: (performance.now() - began) / 1000,
  }
}

type Show = (fraction: number, detail: string) => void

async function gather(job: ReplayJob, show: Show): Promise<Found> {
  const keys = await backupObjects(job.site.lake, job.spec.backup, 'spill', job.from)
  const found: Found = { keys, ids: new IdSet(), topics: new Map(), copies: 0, damaged: 0 }
  for (const [index, key] of keys.entries()) {
    for await (const { topic, id, ctime } of backupEvents(job, [key], () => found.damaged++)) {
      if (found.ids.set(id, MARK.missing) !== 0) {
        found.copies++
        continue
      }
      const counts = found.topics.get(topic) ?? { events: 0, hours: new Map(), inKafka: 0, sentBefore: 0, sent: 0 }
      found.topics.set(topic, counts)
      const hour = ctime - (ctime % HOUR_MS)
      counts.events++
      counts.hours.set(hour, (counts.hours.get(hour) ?? 0) + 1)
    }
    show((index + 1) / keys.length, `${index + 1} of ${keys.length} objects, ${found.ids.size} events`)
  }
  return found
}

function refuseUnknown(found: Found, known: readonly string[]): void {
  const unknown = [...found.topics].filter(([topic]) => !known.includes(topic))
  if (unknown.length === 0) return
  throw topicNotInSpec(new Map(unknown.map(([topic, { events }]) => [topic, events])), known)
}

async function needDrained({ site, spec, to }: ReplayJob, now: number): Promise<void> {
  const until = to + drainSeconds(spec) * 1000
  if (until <= now) return
  const metrics = await site.endpoint.metrics().catch(() => '')
  const held = metricIn(metrics, 'clickstream_spill_bytes')
  // What lies on the disks may all be younger than the range.
  const oldest = now - (metricIn(metrics, 'clickstream_spill_oldest_seconds') ?? Infinity) * 1000
  if (held === undefined || (held > 0 && oldest < to)) throw stillDraining(held, until)
}

async function compare(job: ReplayJob, found: Found, ends: Checkpoint['began']): Promise<void> {
  const { site, reporter } = job
  for (const [topic, counts] of found.topics) {
    const began = ends[topic] ?? []
    const from = lookedForFrom(job, began)
    const { inKafka, sentBefore } = await reporter.task(`ids of ${topic} in Kafka read`, () =>
      markKnown(found.ids, { brokers: site.brokers, topic, from, began, wanted: counts.events }),
    )
    counts.inKafka = inKafka
    counts.sentBefore = sentBefore
  }
}

async function sendMissing(job: ReplayJob, found: Found, checkpoint: Checkpoint): Promise<void> {
  const { site, rate = Infinity, reporter } = job
  const { ids, topics } = found
  const missing = [...topics.values()].reduce((sum, counts) => sum + missingOf(counts), 0)
  if (missing === 0) return
  const keys = found.keys.filter((key) => key > (checkpoint.done ?? ''))
  const size = Math.max(1, Math.min(BATCH, Math.floor(rate / 5)))
  const writer = new RecordWriter(site.brokers)
  const began = performance.now()
  let [handed, batch]: [number, NewRecord[]] = [0, []]
  let acknowledged = Promise.resolve()
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    // At most one batch waits while the next one is read.
    await acknowledged
    const early = (handed / rate) * 1000 - (performance.now() - began)
    if (early > 1) await pause(early)
    acknowledged = writer.send(batch)
    acknowledged.catch(() => undefined) // awaited below
    handed += batch.length
    batch = []
  }
  try {
    await reporter.task(`${missing} missing events sent`, async (show) => {
      for (const key of keys) {
        for await (const { topic, key: recordKey, record, id, ctime } of backupEvents(job, [key], () => undefined)) {
          if (ids.get(id) !== MARK.missing) continue
          ids.set(id, MARK.sent)
          const counts = topics.get(topic)
          if (counts !== undefined) counts.sent++
          batch.push({ topic, value: record, timestamp: ctime, ...(recordKey !== undefined && { key: recordKey }) })
          if (batch.length < size) continue
          await flush()
          show(handed / missing, `${handed} of ${missing}`)
        }
        await flush()
        await acknowledged
        writeCheckpoint(job.checkpoint, { ...checkpoint, done: key })
      }
    })
  } finally {
    await writer.close()
  }
}

function missingOf({ events, inKafka, sentBefore }: Counts): number {
  return events - inKafka - sentBefore
}

function resultOf(topic: string, counts: Counts | undefined): TopicResult {
  const { events, hours, inKafka, sentBefore, sent } = counts ?? {
    events: 0,
    hours: new Map<number, number>(),
    inKafka: 0,
    sentBefore: 0,
    sent: 0,
  }
  return {
    topic,
    events,
    hours: [...hours].sort(([a], [b]) => a - b).map(([hour, count]) => ({ hour: iso(hour), events: count })),
    inKafka,
    sentBefore,
    missing: events - inKafka - sentBefore,
    sent,
  }
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
