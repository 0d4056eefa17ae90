import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Ledger } from './ledger.js'
import { EVENTS_IN, eventText, type Form } from './marked-event.js'

export interface SendOptions {
  /** Where events go, such as `http://127.0.0.1:8802/collect`. */
  readonly endpoint: string
  /** Header that names the topic. */
  readonly header: string
  /** Events a second. */
  readonly rate: number
  /** Keep-alive connections. */
  readonly connections: number
  readonly progress: (sent: number) => void
}

/** What sending came to. */
export interface Sent {
  readonly requests: number
  readonly refused: Readonly<Record<string, number>>
  /** Milliseconds from a request to its answer, sorted. */
  readonly latencies: Float64Array
  readonly seconds: number
}

/** Which form request number `index` has: mostly single events, now and then a batch, a compressed one, a retry of the same id. */
const FORMS: readonly Form[] = ['json', 'json', 'base64', 'json', 'batch', 'json', 'retried', 'json', 'gzip', 'json']

/** Sends all events of a ledger at a rate and notes each that was answered 200. */
export async function send(ledger: Ledger, options: SendOptions): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  const refused: Record<string, number> = {}
  const latencies: number[] = []
  const started = performance.now()
  const open = new Set<Promise<void>>()
  let [from, index, requests] = [0, 0, 0]
  while (from < ledger.events) {
    const form = FORMS[index++ % FORMS.length] ?? 'json'
    const count = Math.min(EVENTS_IN[form], ledger.events - from)
    const due = started + (from / options.rate) * 1000
    const early = due - performance.now()
    if (early > 1) await pause(early)
    if (open.size >= options.connections) await Promise.race(open)
    const first = from
    const topic = index % ledger.topics.length
    for (let n = first; n < first + count; n++) ledger.sendTo(n, topic)
    const one = (async () => {
      const id = randomUUID()
      for (let time = form === 'retried' ? 2 : 1; time > 0; time--) {
        requests++
        const began = performance.now()
        const status = await ask(agent, options, ledger, { form, first, count, id, topic })
        latencies.push(performance.now() - began)
        if (status === '200') for (let n = first; n < first + count; n++) ledger.accept(n)
        else refused[status] = (refused[status] ?? 0) + count
      }
    })().finally(() => open.delete(one))
    open.add(one)
    from += count
    options.progress(from)
  }
  await Promise.all(open)
  agent.destroy()
  return {
    requests,
    refused,
    latencies: Float64Array.from(latencies).sort(),
    seconds: (performance.now() - started) / 1000,
  }
}

/** The status of one request, or the code of what went wrong with the connection. */
async function ask(
  agent: Agent,
  { endpoint, header }: SendOptions,
  { run, topics }: Ledger,
  { form, first, count, id, topic }: { form: Form; first: number; count: number; id: string; topic: number },
): Promise<string> {
  const texts = Array.from({ length: count }, (_, offset) => eventText(run, first + offset))
  const text = count === 1 ? (texts[0] ?? '') : `[${texts.join(',')}]`
  const body = form === 'gzip' ? gzipSync(text) : Buffer.from(form === 'base64' ? btoaUtf8(text) : text)
  const asked = request(endpoint, {
    agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      [header]: topics[topic],
      ...(form === 'gzip' && { 'content-encoding': 'gzip' }),
      ...(form === 'retried' && { 'x-event-id': id }),
    },
  })
  try {
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    for await (const chunk of answer) void chunk
    return String(answer.statusCode)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'failed'
  }
}

function btoaUtf8(text: string): string {
  return Buffer.from(text).toString('base64')
}

/** A quantile of sorted values; 0 where there are none. */
export function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}
