import { setTimeout as pause } from 'node:timers/promises'
import { endOffsets } from '../../site/kafka/record-reader.js'
import { RecordWriter } from '../../site/kafka/record-writer.js'
import { backupObjects } from './backup-objects.js'
import { forgetCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.js'
import { eventMeta, idInBatch, idOf } from './event-meta.js'
import { IdSet, type Id } from './id-set.js'
import { lookedForFrom, MARK, markKnown, needRetention } from './known-ids.js'
import { topicNotInSpec } from './replay-errors.js'
import type { ReplayJob } from './replay-job.js'
import { readRejectedLine, type RejectedLine } from './rejected-line.js'
import { checkpointOf, resume } from './resume.js'
import { sendAgain } from './send-again.js'

/** Requests of one reason. */
export interface ReasonResult {
  readonly reason: string
  readonly requests: number
  /** Whose event is in Kafka already: an earlier replay was accepted. */
  readonly inKafka: number
  /** That cannot be sent: the body was cut when it was kept, it is empty, or its topic is unknown. */
  readonly unusable: number
  readonly sent: number
  /** That were refused once more, by the collector's words. */
  readonly refusedAgain: Readonly<Record<string, number>>
}

export interface RejectedResult {
  readonly from: string
  readonly to: string
  readonly dryRun: boolean
  readonly resumed: boolean
  readonly objects: number
  readonly reasons: readonly ReasonResult[]
  readonly damaged: number
}

/** Requests that are under way at a time. */
const AT_A_TIME = 16

type Counts = { -readonly [Key in keyof ReasonResult]: ReasonResult[Key] } & { refusedAgain: Record<string, number> }

/**
 * Sends refused requests of the backup through the endpoint again, after what refused them was mended; events that Kafka refused after
 * their 200 go to their topic as they are. Each has an id that follows from its line, so that one that Kafka has is left out.
 *
 * @throws `TopicNotInSpec`, `RetentionPassed`, `TopicUnreadable`, `RecordsNotAcknowledged`
 */
export async function replayRejected(asked: ReplayJob): Promise<RejectedResult> {
  const { site, spec, reporter, force, dryRun, now = Date.now } = asked
  const { job, resumed } = resume(asked)
  const keys = await backupObjects(site.lake, spec.backup, 'rejected', job.from)
  const reasons = new Map<string, Counts>()
  const topics = new Map<string, number>()
  const ids = new IdSet()
  let damaged = 0
  for await (const line of lines(job, keys, () => damaged++)) {
    const counts = countsOf(reasons, line.reason)
    counts.requests++
    if (line.unusable !== undefined) counts.unusable++
    else {
      for (const id of idsOf(line)) ids.set(id, MARK.missing)
      topics.set(topicOf(job, line), (topics.get(topicOf(job, line)) ?? 0) + 1)
    }
  }
  const known = spec.topics.map(({ name }) => name)
  const unknown = [...topics].filter(([topic]) => !known.includes(topic))
  if (unknown.length > 0) throw topicNotInSpec(new Map(unknown), known)
  const names = [...topics.keys()].sort()
  if (!force) await needRetention(site.brokers, names, job.from, now())
  const ends = resumed?.began ?? Object.fromEntries(await endOffsets(site.brokers, names))
  for (const topic of force && resumed === undefined ? [] : names) {
    const began = ends[topic] ?? []
    const from = lookedForFrom(job, began)
    await reporter.task(`ids of ${topic} in Kafka read`, () =>
      markKnown(ids, { brokers: site.brokers, topic, from, began, wanted: Infinity }),
    )
  }
  const checkpoint = checkpointOf(job, ends, resumed)
  if (!dryRun) writeCheckpoint(job.checkpoint, checkpoint)
  await reporter.task(dryRun ? 'refused events counted' : 'refused events sent again', () =>
    sendAll(job, { keys, ids, reasons, checkpoint }),
  )
  if (!dryRun) forgetCheckpoint(job.checkpoint)
  return {
    from: new Date(job.from).toISOString(),
    to: new Date(job.to).toISOString(),
    dryRun,
    resumed: resumed !== undefined,
    objects: keys.length,
    reasons: [...reasons.values()].sort((a, b) => a.reason.localeCompare(b.reason)),
    damaged,
  }
}

interface Work {
  readonly keys: readonly string[]
  readonly ids: IdSet
  readonly reasons: Map<string, Counts>
  readonly checkpoint: Checkpoint
}

async function sendAll(job: ReplayJob, { keys, ids, reasons, checkpoint }: Work): Promise<void> {
  const { site, dryRun, rate = Infinity } = job
  const writer = new RecordWriter(site.brokers)
  const began = performance.now()
  const open = new Set<Promise<void>>()
  let started = 0
  try {
    for (const key of keys) {
      for await (const line of lines(job, [key], () => undefined)) {
        if (line.unusable !== undefined) continue
        const counts = countsOf(reasons, line.reason)
        const marks = idsOf(line).map((id) => ids.get(id))
        for (const id of idsOf(line)) ids.set(id, MARK.sent)
        if (marks.some((mark) => mark === MARK.inKafka || mark === MARK.sentBefore)) counts.inKafka++
        if (dryRun || marks.some((mark) => mark !== MARK.missing)) continue
        const early = (started++ / rate) * 1000 - (performance.now() - began)
        if (early > 1) await pause(early)
        if (open.size >= AT_A_TIME) await Promise.race(open)
        const one = send(job, writer, line, counts).finally(() => open.delete(one))
        open.add(one)
        one.catch(() => undefined) // awaited below
      }
      await Promise.all(open)
      if (!dryRun) writeCheckpoint(job.checkpoint, { ...checkpoint, done: key })
    }
  } finally {
    await writer.close()
  }
}

async function send(job: ReplayJob, writer: RecordWriter, line: RejectedLine, counts: Counts): Promise<void> {
  const { site, spec } = job
  const topic = topicOf(job, line)
  if (line.isRecord) {
    await writer.send([{ topic, value: line.body, timestamp: eventMeta(line.body)?.ctime ?? line.time }])
    counts.sent++
    return
  }
  const { header } = spec.collector.routing
  const status = await sendAgain({ url: site.endpoint.url, routing: [header, topic], id: line.id, body: line.body })
  if (status === '200') counts.sent++
  else counts.refusedAgain[status] = (counts.refusedAgain[status] ?? 0) + 1
}

async function* lines(job: ReplayJob, keys: readonly string[], damaged: () => void): AsyncGenerator<RejectedLine> {
  const { site, spec, from, to, topics } = job
  for await (const text of site.lake.lines(spec.backup.bucket, keys)) {
    const line = readRejectedLine(text)
    if (line === undefined) damaged()
    else if (line.time >= from && line.time < to && topics?.includes(topicOf(job, line)) !== false) yield line
  }
}

/** Where an event went that named no topic. */
function topicOf({ spec }: ReplayJob, { project }: RejectedLine): string {
  return project ?? spec.collector.routing.default
}

/** What the event, or the first of the request's events, has as its id once it is in Kafka. */
function idsOf({ id, isRecord, body }: RejectedLine): Id[] {
  const own = isRecord ? eventMeta(body)?.id : undefined
  return own === undefined ? [idOf(id), idOf(idInBatch(id, 0))] : [own]
}

function countsOf(reasons: Map<string, Counts>, reason: string): Counts {
  const counts = reasons.get(reason) ?? { reason, requests: 0, inKafka: 0, unusable: 0, sent: 0, refusedAgain: {} }
  reasons.set(reason, counts)
  return counts
}
