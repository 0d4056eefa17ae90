import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { idOf } from '../replay/event-meta.js'
import { IdSet } from '../replay/id-set.js'

export interface LoadOptions {
  /** Where events go, such as `http://127.0.0.1:8802/collect`. */
  readonly endpoint: string
  /** Header that names the topic, and the topic. */
  readonly routing: readonly [header: string, topic: string]
  /** Events a second. */
  readonly rate: number
  /** Whether an event that had no 200 is sent again with the same id, as SDKs do. @default false */
  readonly retry?: boolean
}

/** What answers came to in some time. */
export interface Answers {
  readonly answered: number
  readonly accepted: number
  /** Milliseconds from a request to its 200. */
  readonly p50: number
  readonly p99: number
}

/** Keep-alive connections. */
const CONNECTIONS = 64

/** Milliseconds between two looks at what is due. */
const TICK_MS = 10

/** Milliseconds until an event is sent again, and how often at most. */
const [AGAIN_MS, MOST] = [250, 100]

/** Sends one event a request at a steady rate, each with an id of its own, and notes every answer. */
export class SteadyLoad {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  private readonly open = new Set<Promise<void>>()
  /** Of every answer, in their order: when it came, and how long it took, in milliseconds. */
  private readonly at: number[] = []
  private readonly took: number[] = []
  private timer: NodeJS.Timeout | undefined
  private since = 0
  private due = 0
  /** Ids of the events that were answered 200. */
  readonly ids = new IdSet()
  readonly refused: Record<string, number> = {}
  sent = 0
  /** What `ids` says of events that are sent from now on, 1 to 255. */
  era = 1
  private readonly byEra: number[] = []

  constructor(private readonly options: LoadOptions) {}

  get accepted(): number {
    return this.ids.size
  }

  /** Accepted events that were sent in an era. */
  acceptedIn(era: number): number {
    return this.byEra[era] ?? 0
  }

  start(): void {
    this.since = performance.now()
    this.due = 0
    this.timer = setInterval(() => {
      const due = ((performance.now() - this.since) / 1000) * this.options.rate
      for (; this.due < due; this.due++) this.send()
    }, TICK_MS)
  }

  /** Sends nothing more, and waits for the answers that are due. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    await Promise.all(this.open)
  }

  close(): void {
    clearInterval(this.timer)
    this.agent.destroy()
  }

  /** Answers that came between two times of `performance.now`. */
  between(from: number, to: number = performance.now()): Answers {
    const took = this.took.filter((_, index) => (this.at[index] ?? 0) >= from && (this.at[index] ?? 0) < to)
    const sorted = took.filter((milliseconds) => milliseconds >= 0).sort((a, b) => a - b)
    const quantile = (q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
    return {
      answered: took.length,
      accepted: sorted.length,
      p50: quantile(0.5),
      p99: quantile(0.99),
    }
  }

  private send(): void {
    const id = randomUUID()
    const n = this.sent++
    const one = this.ask(id, n).finally(() => this.open.delete(one))
    this.open.add(one)
  }

  private async ask(id: string, n: number): Promise<void> {
    const { era } = this
    const body = JSON.stringify({ n, event_type: 'page_view', page: `/p/${n % 100}`, price: 19.99, name: 'ä 中' })
    for (let attempt = 1; attempt <= MOST; attempt++) {
      const began = performance.now()
      const status = await this.post(id, body)
      const now = performance.now()
      this.at.push(now)
      // A negative time is that of an answer that was not a 200.
      this.took.push(status === '200' ? now - began : began - now)
      if (status === '200') {
        this.ids.set(idOf(id), era)
        this.byEra[era] = this.acceptedIn(era) + 1
        return
      }
      this.refused[status] = (this.refused[status] ?? 0) + 1
      if (this.options.retry !== true) return
      await pause(AGAIN_MS)
    }
  }

  private async post(id: string, body: string): Promise<string> {
    const { endpoint, routing } = this.options
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-event-id': id }
    try {
      const asked = request(endpoint, {
        agent: this.agent,
        method: 'POST',
        headers: { ...headers, [routing[0]]: routing[1] },
      })
      asked.end(body)
      const [answer] = (await once(asked, 'response')) as [IncomingMessage]
      for await (const chunk of answer) void chunk
      return String(answer.statusCode)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? 'failed'
    }
  }
}
