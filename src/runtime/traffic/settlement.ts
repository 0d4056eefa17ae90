import { DistinctIds } from './distinct-ids.js'
import { Histogram, type Quantiles } from './histogram.js'
import type { Ledger } from './ledger.js'
import { numberIn } from './marked-event.js'
import { PerSecond } from './per-second.js'

/** What became of the accepted events in one place. */
export interface Account {
  /** Events that are due here, each as often as it was accepted. */
  readonly due: number
  /** The same events, each once. */
  readonly dueIds: number
  /** Records that arrived, of this run. */
  readonly arrived: number
  /** Accepted events that are not there. */
  readonly lost: number
  /** Records beyond the times that their event was accepted. */
  readonly duplicated: number
  /** Records whose event has another text than was sent, or whose id is not the one that the client gave. */
  readonly altered: number
  /** Records of events that were never accepted, or not for a topic that is read here. */
  readonly unexpected: number
  /** Different `meta.id`s: a client's own retries have one. */
  readonly distinctIds: number
  /** The first numbers of what is wrong, for a look. */
  readonly examples: readonly number[]
}

/** How long events took from their answer until they could be read, in milliseconds. */
export interface Visibility extends Quantiles {
  /** From the last answer of the run to the last event. */
  readonly last: number
  /** Events that became readable in each second of the run. */
  readonly perSecond: readonly number[]
}

/** Numbers that are named. */
const EXAMPLES = 5

/** The account of one place, record after record; it keeps a byte an event, and the ids. */
export class Settlement {
  private readonly seen: Uint8Array
  private readonly ids = new DistinctIds()
  private readonly examples = new Set<number>()
  private readonly waits = new Histogram()
  private readonly seconds = new PerSecond()
  private readonly isRead: ReadonlySet<string>
  private readonly due: number
  private readonly dueIds: number
  private missed: number
  private lastSeen = 0
  private arrived = 0
  private altered = 0

  constructor(
    private readonly ledger: Ledger,
    topics: readonly string[],
  ) {
    const { events } = ledger.plan
    this.seen = new Uint8Array(events)
    this.isRead = new Set(topics)
    let [due, dueIds] = [0, 0]
    for (let n = 0; n < events; n++) {
      const times = this.dueTimes(n)
      due += times
      dueIds += Number(times > 0)
    }
    this.due = this.missed = due
    this.dueIds = dueIds
  }

  /** Events that are due and were not seen yet, each as often as it is due. */
  get missing(): number {
    return this.missed
  }

  get total(): number {
    return this.due
  }

  /** Takes a record: its event's exact text, its `meta.id`, and when it could be read, where that is known (run's milliseconds). */
  add(text: string, id: string, readableAt?: number): void {
    const { plan } = this.ledger
    const n = numberIn(text, plan.run)
    if (n === undefined || n >= plan.events) return
    const before = this.seen[n] ?? 0
    this.arrived++
    this.seen[n] = before + 1
    if (before < this.dueTimes(n)) this.missed--
    this.ids.add(id)
    if (text !== plan.text(n) || id !== (plan.idOf(n) ?? id)) {
      this.altered++
      this.note(n)
    }
    if (readableAt === undefined) return
    this.waits.add(Math.max(0, readableAt - this.ledger.answeredAt(n)))
    this.seconds.add(readableAt, 1)
    this.lastSeen = Math.max(this.lastSeen, readableAt)
  }

  account(): Account {
    let [lost, duplicated, unexpected] = [0, 0, 0]
    for (const [n, found] of this.seen.entries()) {
      const due = this.dueTimes(n)
      if (found === due) continue
      if (found < due) lost += due - found
      else if (due === 0) unexpected += found
      else duplicated += found - due
      this.note(n)
    }
    const { due, dueIds, arrived, altered, ids, examples } = this
    return {
      due,
      dueIds,
      arrived,
      lost,
      duplicated,
      altered,
      unexpected,
      distinctIds: ids.size,
      examples: [...examples],
    }
  }

  visibility(): Visibility {
    return {
      ...this.waits.summary(),
      last: Math.max(0, Math.round(this.lastSeen - this.ledger.lastAnsweredAt)),
      perSecond: this.seconds.toArray(),
    }
  }

  private dueTimes(n: number): number {
    const times = this.ledger.accepted(n)
    return times > 0 && this.isRead.has(this.ledger.plan.topicOf(n)) ? times : 0
  }

  private note(n: number): void {
    if (this.examples.size < EXAMPLES) this.examples.add(n)
  }
}

/** Whether a place has exactly what is due. */
export function isExact({ lost, duplicated, altered, unexpected, distinctIds, dueIds }: Account): boolean {
  return lost + duplicated + altered + unexpected === 0 && distinctIds === dueIds
}
