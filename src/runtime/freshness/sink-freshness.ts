import { endOffsets, readRecords } from '../../site/kafka/record-reader.js'
import type { Fact, Lake } from '../../site/site.js'
import type { SinkSpec } from '../../spec/schema.js'
import { deadLetters } from '../connectors/dead-letters.js'
import { readableOffsets } from './readable-offsets.js'

/** A sink to be looked at. */
export interface WatchedSink {
  /** For people, such as `Iceberg clickstream.app_logs`. */
  readonly name: string
  readonly sink: SinkSpec
  readonly deadLetterTopic: string
  /** Longest time between two flushes or commits. */
  readonly storeSeconds: number
}

/** The event that waits longest to be readable. */
export interface WaitingEvent {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Since Kafka got it. */
  readonly seconds: number
}

/** How fresh a sink is, in plain data. */
export interface SinkFreshness {
  readonly sink: string
  /** Seconds that an event may wait: three intervals. */
  readonly limitSeconds: number
  /** @default - every event in Kafka can be read, or was put aside */
  readonly waiting?: WaitingEvent
  readonly fact: Fact
}

/** Dead letters that are looked at: a sink that puts more aside at its head has another problem. */
const DEAD_LETTERS = 10_000

/**
 * Looks for the oldest event in Kafka that cannot be read in a sink. States, offsets and metrics of a connector are not asked:
 * a frozen sink may run and commit offsets.
 *
 * @throws `TopicUnreadable`, and what the lake throws
 */
export async function sinkFreshness(
  lake: Lake,
  brokers: readonly string[],
  watched: WatchedSink,
  now: () => number = Date.now,
): Promise<SinkFreshness> {
  const { name, sink, storeSeconds } = watched
  const limitSeconds = 3 * storeSeconds
  // The ends first: what is written while the lake is read is no concern of this look.
  const ends = await endOffsets(brokers, sink.topics)
  const readable = await readableOffsets(lake, sink)
  const aside = new PutAside(brokers, watched.deadLetterTopic)
  let waiting: WaitingEvent | undefined
  for (const [topic, offsets] of ends) {
    for (const [partition, end] of offsets.entries()) {
      const from = readable.get(`${topic}/${partition}`) ?? 0
      if (from >= end) continue
      const range = { topic, from: new Map([[partition, from]]), to: new Map([[partition, end]]) }
      for await (const { offset, timestamp, value } of readRecords(brokers, range)) {
        // A tombstone is no event.
        if (value === undefined) continue
        const seconds = (now() - timestamp) / 1000
        if (seconds > limitSeconds && (await aside.has(`${topic}/${partition}/${offset}`))) continue
        if (waiting === undefined || seconds > waiting.seconds) waiting = { topic, partition, offset, seconds }
        break
      }
    }
  }
  return {
    sink: name,
    limitSeconds,
    ...(waiting !== undefined && { waiting }),
    fact: { what: `freshness of ${name}`, ...found(waiting, limitSeconds) },
  }
}

function found(waiting: WaitingEvent | undefined, limitSeconds: number): Pick<Fact, 'found' | 'ok'> {
  if (waiting === undefined) return { found: 'every event can be read', ok: true }
  const { topic, partition, offset } = waiting
  const seconds = Math.round(waiting.seconds)
  const ok = waiting.seconds <= limitSeconds
  return {
    ok,
    found: ok
      ? `no event waits longer than ${seconds} s (at most ${limitSeconds} s)`
      : `the event at ${topic}/${partition} offset ${offset} cannot be read after ${seconds} s (at most ${limitSeconds} s)`,
  }
}

/** Records that a connector put aside; asked for only where one is overdue. */
class PutAside {
  private letters: Promise<Set<string>> | undefined

  constructor(
    private readonly brokers: readonly string[],
    private readonly topic: string,
  ) {}

  async has(place: string): Promise<boolean> {
    this.letters ??= deadLetters(this.brokers, this.topic, DEAD_LETTERS).then(
      (letters) => new Set(letters.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`)),
    )
    return (await this.letters).has(place)
  }
}
