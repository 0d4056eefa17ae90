import { eventText, numberIn } from './marked-event.js'

/** What became of the accepted events in one place. */
export interface Account {
  /** Records that arrived, of this run. */
  readonly arrived: number
  /** Accepted events that are not there. */
  readonly lost: number
  /** Records beyond the times that their event was accepted. */
  readonly duplicated: number
  /** Records whose event has another text than was sent. */
  readonly altered: number
  /** Records of events that were never accepted. */
  readonly unexpected: number
  /** The first numbers of what is wrong, for a look. */
  readonly examples: readonly number[]
}

/** Numbers that are named. */
const EXAMPLES = 5

/** Counts each of a run's events: how often it was answered 200. Eight bits an event: a run of millions fits in memory. */
export class Ledger {
  readonly accepted: Uint8Array
  private readonly topic: Uint8Array

  /** `topics`: where events go, 256 at most. */
  constructor(
    readonly run: string,
    readonly events: number,
    readonly topics: readonly string[],
  ) {
    this.accepted = new Uint8Array(events)
    this.topic = new Uint8Array(events)
  }

  /** Notes to which topic, by its place among `topics`, an event is sent. */
  sendTo(n: number, topic: number): void {
    this.topic[n] = topic
  }

  accept(n: number): void {
    this.accepted[n] = (this.accepted[n] ?? 0) + 1
  }

  /** How often an event is due in a place that reads these topics. */
  due(n: number, topics: readonly string[]): number {
    return topics.includes(this.topics[this.topic[n] ?? 0] ?? '') ? (this.accepted[n] ?? 0) : 0
  }

  /** Events that were answered 200, each as often as that happened. */
  get acceptances(): number {
    return this.accepted.reduce((sum, count) => sum + count, 0)
  }

  /** Compares what arrived, the texts of all events in a place, with what was accepted for the topics that it reads. */
  async settle(texts: Iterable<string> | AsyncIterable<string>, topics: readonly string[]): Promise<Account> {
    const seen = new Uint8Array(this.events)
    const examples = new Set<number>()
    const note = (n: number): void => void (examples.size < EXAMPLES && examples.add(n))
    let arrived = 0
    let altered = 0
    for await (const text of texts) {
      const n = numberIn(text, this.run)
      if (n === undefined || n >= this.events) continue
      arrived++
      seen[n] = (seen[n] ?? 0) + 1
      if (text === eventText(this.run, n)) continue
      altered++
      note(n)
    }
    let [lost, duplicated, unexpected] = [0, 0, 0]
    for (let n = 0; n < this.events; n++) {
      const due = this.due(n, topics)
      const found = seen[n] ?? 0
      if (found === due) continue
      if (found < due) lost += due - found
      else if (due === 0) unexpected += found
      else duplicated += found - due
      note(n)
    }
    return { arrived, lost, duplicated, altered, unexpected, examples: [...examples] }
  }
}
