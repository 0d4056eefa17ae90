import type { KafkaCluster } from './kafka-cluster.js'
import type { Load } from './load.js'

/** Where copies of events are: records of Kafka, or the same records in lines of the spill or of the backup. */
export interface Found {
  /** Records a number, by event number. */
  readonly copies: ReadonlyMap<number, number>
  /** Ids a number; an event keeps its id, whichever way it went. */
  readonly ids: ReadonlyMap<number, ReadonlySet<string>>
}

/** The sum of what became of a load. `lost` and `idChanged` are numbers of events, ten at most. */
export interface Account {
  readonly sent: number
  readonly accepted: number
  readonly refused: number
  readonly unanswered: number
  readonly stored: number
  readonly duplicates: number
  readonly lost: readonly number[]
  readonly idChanged: readonly number[]
}

const ID = /"id":"([0-9a-f-]{36})"/
const NUMBER = /"n":(\d+)/

/** Finds a load's events in texts that hold one record each. */
export const find = (texts: Iterable<string>, run: string): Found => {
  const copies = new Map<number, number>()
  const ids = new Map<number, Set<string>>()
  const marker = `"run":"${run}"`
  for (const text of texts) {
    if (!text.includes(marker)) continue
    const number = Number(NUMBER.exec(text)?.[1])
    const id = ID.exec(text)?.[1] ?? 'none'
    copies.set(number, (copies.get(number) ?? 0) + 1)
    const known = ids.get(number)
    if (known === undefined) ids.set(number, new Set([id]))
    else known.add(id)
  }
  return { copies, ids }
}

/** What became of a load, by what lies in the topics and, where given, in other texts such as the spill's lines. */
export const account = async (
  load: Pick<Load, 'run' | 'requests'>,
  kafka: KafkaCluster,
  topics: readonly string[],
  others: Iterable<string> = [],
): Promise<Account> => {
  const texts: string[] = []
  for (const topic of topics) for (const value of await kafka.read(topic)) texts.push(value)
  const stored = find(texts, load.run)
  const elsewhere = find(others, load.run)
  const lost: number[] = []
  let sent = 0
  const events = { accepted: 0, refused: 0, unanswered: 0 }
  for (const { first, events: count, status } of load.requests) {
    sent += count
    events[status === 200 ? 'accepted' : status === 0 ? 'unanswered' : 'refused'] += count
    if (status !== 200) continue
    for (let n = first; n < first + count; n++) {
      if (!stored.copies.has(n) && !elsewhere.copies.has(n)) lost.push(n)
    }
  }
  const records = [...stored.copies.values()].reduce((sum, count) => sum + count, 0)
  const idChanged = [...stored.ids].filter(([, ids]) => ids.size > 1 || ids.has('none')).map(([number]) => number)
  return {
    sent,
    ...events,
    stored: stored.copies.size,
    duplicates: records - stored.copies.size,
    lost: lost.slice(0, 10),
    idChanged: idChanged.slice(0, 10),
  }
}

/** Part of what was sent that is there more than once, in percent. */
export const duplicatePercent = ({ duplicates, stored }: Account): number => (100 * duplicates) / Math.max(1, stored)

/** The latency that this part of the requests (0.99 for p99) does not exceed, in milliseconds. */
export const percentile = (requests: Load['requests'], part: number): number => {
  const sorted = requests.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}

/** Requests that were due between these moments, in epoch milliseconds. */
export const between = (requests: Load['requests'], from: number, to = Infinity): Load['requests'] =>
  requests.filter(({ at }) => at >= from && at < to)

/** How many requests got each status. */
export const statuses = (requests: Load['requests']): Readonly<Record<number, number>> => {
  const counts: Record<number, number> = {}
  for (const { status } of requests) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
