import { setTimeout as pause } from 'node:timers/promises'
import { Connection } from './connection.js'
import type { Ledger } from './ledger.js'
import { RequestWriter } from './request-bytes.js'
import type { PlannedRequest } from './traffic-plan.js'

export interface SendOptions {
  /** Where events go, such as `http://127.0.0.1:8802/collect`. */
  readonly endpoint: string
  /** Header that names the topic. */
  readonly header: string
  /** Events a second. @default Infinity */
  readonly rate?: number
  /** Keep-alive connections. */
  readonly connections: number
  /** When the run began, of `performance.now()`. */
  readonly began: number
  readonly progress: (sent: number) => void
}

/** What sending came to. */
export interface Sent {
  readonly requests: number
  /** Requests that were sent again with the same id, because the answer was 429, 503 or none. */
  readonly again: number
  /** Events that got no 200 in the end, by the last status (`none`: no answer). */
  readonly refused: Readonly<Record<string, number>>
  readonly seconds: number
}

/** How often a request that was not taken is sent again. */
const MOST_AGAIN = 4
const PAUSE_MS = 200
/** Longest pause, whatever Retry-After says. */
const MOST_PAUSE_MS = 5000
/** Requests between two words about the progress. */
const STEP = 64

/**
 * Sends all events of a plan at a rate and notes in the ledger each that was answered 200. The time of an answer counts from the
 * moment its request was due, so that a server which stalls cannot hide what it kept waiting.
 */
export async function send(ledger: Ledger, options: SendOptions): Promise<Sent> {
  const { rate = Infinity, began } = options
  const { plan } = ledger
  const url = new URL(options.endpoint)
  const writer = new RequestWriter(plan, url, options.header)
  const refused: Record<string, number> = {}
  const started = performance.now()
  let [next, requests, again] = [0, 0, 0]

  const deliver = async (connection: Connection, request: PlannedRequest, due: number): Promise<void> => {
    const bytes = writer.bytes(request)
    let since = due
    for (let attempt = 0; ; attempt++) {
      requests++
      const { status, retryAfter } = await connection.ask(bytes)
      const now = performance.now()
      ledger.answered(now - since)
      if (status === 200) return ledger.accept(request.first, request.count, now - began)
      const isLater = status === 0 || status === 429 || status === 503
      if (!isLater || attempt === MOST_AGAIN) {
        const name = status === 0 ? 'none' : String(status)
        refused[name] = (refused[name] ?? 0) + request.count
        return
      }
      again++
      await pause(Math.min(MOST_PAUSE_MS, retryAfter === undefined ? PAUSE_MS * 2 ** attempt : retryAfter * 1000))
      since = performance.now()
    }
  }

  const work = async (): Promise<void> => {
    const connection = new Connection(url)
    while (next < plan.requests) {
      const request = plan.request(next++)
      let due = started + (request.first / rate) * 1000
      const early = due - performance.now()
      if (early > 0) await pause(early)
      // A timer that is late is ours, not the server's; without a rate, a request is due when a connection is free.
      if (early > 0 || rate === Infinity) due = performance.now()
      await deliver(connection, request, due)
      if (request.form === 'retried') await deliver(connection, request, performance.now())
      if (request.index % STEP === 0) options.progress(request.first + request.count)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: options.connections }, work))
  return { requests, again, refused, seconds: (performance.now() - started) / 1000 }
}
