import { eventText, largeEventText } from './marked-event.js'

/** How events are sent: as websites and apps send them. */
export type Form = 'json' | 'base64' | 'batch' | 'gzip' | 'retried'

/** Forms of ten requests, over and over: mostly single events, now and then a batch, a compressed one, a retry of the same id. */
const FORMS: readonly Form[] = ['json', 'json', 'base64', 'json', 'batch', 'json', 'retried', 'json', 'gzip', 'json']

/** Events in a batch, where so many fit into a body. */
const BATCH = 10
/** More than any marked event has, but the large one. */
const MOST_EVENT_BYTES = 250
/** The large event stays below this: Kafka's own default for a record is 1 MiB with everything around it. */
const LARGE_KIB = 1024
/** How much smaller than the largest body the large event is. */
const LARGE_MARGIN_BYTES = 256

/** One request of a run. */
export interface PlannedRequest {
  readonly index: number
  readonly form: Form
  readonly topic: string
  /** Its events' numbers begin here. */
  readonly first: number
  readonly count: number
  /** What the client gives as `x-event-id`, again where it sends the request again. */
  readonly id: string
}

/** Which events are sent in which requests: all of it follows from the numbers, so that nothing has to be kept of a request. */
export class TrafficPlan {
  /** Requests, without those that are sent again. */
  readonly requests: number
  /** Bytes of the last event, which is nearly as large as a body may be. */
  readonly largeBytes: number
  private readonly sizes: readonly number[]
  private readonly offsets: readonly number[]
  private readonly cycle: number

  /** `run`: a UUID of its own. `topics`: where events go, in turn. */
  constructor(
    readonly run: string,
    readonly events: number,
    readonly topics: readonly string[],
    maxBodyKiB: number,
  ) {
    const batch = Math.max(1, Math.min(BATCH, Math.floor((maxBodyKiB * 1024) / MOST_EVENT_BYTES)))
    this.sizes = FORMS.map((form) => (form === 'batch' || form === 'gzip' ? batch : 1))
    this.offsets = this.sizes.map((_, index) => sum(this.sizes.slice(0, index)))
    this.cycle = sum(this.sizes)
    this.largeBytes = Math.min(maxBodyKiB, LARGE_KIB) * 1024 - LARGE_MARGIN_BYTES
    this.requests = events === 0 ? 0 : 1 + (events > 1 ? this.indexOf(events - 2) + 1 : 0)
  }

  request(index: number): PlannedRequest {
    const kind = index % FORMS.length
    const isLarge = index === this.requests - 1
    const start = Math.floor(index / FORMS.length) * this.cycle + (this.offsets[kind] ?? 0)
    const first = isLarge ? this.events - 1 : start
    const count = isLarge ? 1 : Math.min(this.sizes[kind] ?? 1, this.events - 1 - first)
    const form = isLarge ? 'json' : (FORMS[kind] ?? 'json')
    return { index, form, topic: this.topicAt(index), first, count, id: this.id(index) }
  }

  /** The exact text of an event. */
  text(n: number): string {
    return n === this.events - 1 ? largeEventText(this.run, n, this.largeBytes) : eventText(this.run, n)
  }

  topicOf(n: number): string {
    return this.topicAt(this.requestOf(n))
  }

  /** The id that an event's record must have; undefined in a batch, where the collector derives one for each. */
  idOf(n: number): string | undefined {
    const index = this.requestOf(n)
    return index === this.requests - 1 || (this.sizes[index % FORMS.length] ?? 1) === 1 ? this.id(index) : undefined
  }

  private requestOf(n: number): number {
    return n === this.events - 1 ? this.requests - 1 : this.indexOf(n)
  }

  private indexOf(n: number): number {
    const within = n % this.cycle
    let kind = FORMS.length - 1
    while ((this.offsets[kind] ?? 0) > within) kind--
    return Math.floor(n / this.cycle) * FORMS.length + kind
  }

  private topicAt(index: number): string {
    return this.topics[index % this.topics.length] ?? ''
  }

  private id(index: number): string {
    return `${this.run.slice(0, 24)}${index.toString(16).padStart(12, '0')}`
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
