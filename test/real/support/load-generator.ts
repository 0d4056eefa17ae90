import { gzipSync } from 'node:zlib'
import { Connection } from '../../../src/runtime/traffic/connection.js'

/** What a generator sends, and for how long. */
export interface LoadOptions {
  readonly url: string
  /** Name of this load in each event, beside its number. */
  readonly run: string
  /** @default '/collect' */
  readonly path?: string
  /** Headers beside Host and Content-Length. */
  readonly headers?: Readonly<Record<string, string>>
  /** Number of the first event. @default 0 */
  readonly first?: number
  /** @default 32 */
  readonly connections?: number
  /** Requests a second, whether answered or not; 0: as fast as answers come. @default 0 */
  readonly rate?: number
  /** Longest time, in seconds. */
  readonly seconds: number
  /** Most requests. @default Infinity */
  readonly requests?: number
  /** @default 'raw' */
  readonly form?: 'raw' | 'base64' | 'array' | 'ndjson' | 'gzip'
  /** Events a request, for the forms that are batches. @default 1 */
  readonly batch?: number
  /** Bytes that each event is longer. @default 0 */
  readonly pad?: number
  /** Bytes before the first request of each connection, in base64. */
  readonly preamble?: string
}

/** A request: number of its first event, events, status, milliseconds, epoch milliseconds, flags (1 close, 2 Retry-After). */
export type LoadRow = readonly [number, number, number, number, number, number]

/** What a generator says: a few rows, or that there are no more. */
export type LoadMessage = { readonly rows: readonly LoadRow[]; readonly done: boolean }

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

class Generator {
  private readonly url: URL
  private readonly batch: number
  private readonly pad: string
  private readonly end: number
  private readonly begin = performance.now()
  private readonly headers: string
  private rows: LoadRow[] = []
  private sent = 0
  private ended = false

  constructor(private readonly options: LoadOptions) {
    this.url = new URL(options.url)
    this.batch = options.batch ?? 1
    this.pad = 'x'.repeat(options.pad ?? 0)
    this.end = this.begin + options.seconds * 1000
    const headers = Object.entries(options.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
    if (options.form === 'gzip') headers.push('Content-Encoding: gzip\r\n')
    this.headers = `POST ${options.path ?? '/collect'} HTTP/1.1\r\nHost: ${this.url.host}\r\n${headers.join('')}`
  }

  stop(): void {
    this.ended = true
  }

  async run(): Promise<void> {
    const timer = setInterval(() => this.report(false), 250)
    await Promise.all(Array.from({ length: this.options.connections ?? 32 }, () => this.work()))
    clearInterval(timer)
    this.report(true)
  }

  private async work(): Promise<void> {
    const preamble = Buffer.from(this.options.preamble ?? '', 'base64')
    const client = new Connection(this.url, preamble)
    const { rate = 0, requests = Infinity, first = 0 } = this.options
    while (!this.ended && this.sent < requests) {
      const index = this.sent++
      // With a rate, a request is due at its moment and late from then on, even if no connection was free to send it.
      const due = rate > 0 ? this.begin + (index * 1000) / rate : performance.now()
      if (due > this.end || performance.now() > this.end) break
      if (due > performance.now()) await pause(due - performance.now())
      if (this.ended) break
      const number = first + index * this.batch
      const { status, closes, retryAfter } = await client.ask(this.request(number))
      const milliseconds = performance.now() - due
      const flags = (closes && status > 0 ? 1 : 0) + (retryAfter === undefined ? 0 : 2)
      const at = Math.round(performance.timeOrigin + due)
      this.rows.push([number, this.batch, status, Math.round(milliseconds * 10) / 10, at, flags])
      if (status === 0) await pause(50)
    }
    client.close()
  }

  private request(number: number): Buffer {
    const body = this.body(number)
    return Buffer.concat([Buffer.from(`${this.headers}Content-Length: ${body.length}\r\n\r\n`), body])
  }

  private body(number: number): Buffer {
    const events = Array.from({ length: this.batch }, (_, index) => this.event(number + index))
    switch (this.options.form ?? 'raw') {
      case 'raw':
        return Buffer.from(events[0] ?? '')
      case 'base64':
        return Buffer.from(Buffer.from(events[0] ?? '').toString('base64'))
      case 'array':
        return Buffer.from(`[${events.join(',')}]`)
      case 'ndjson':
        return Buffer.from(events.join('\n'))
      case 'gzip':
        return gzipSync(`[${events.join(',')}]`)
    }
  }

  private event(number: number): string {
    return `{"run":"${this.options.run}","n":${number},"pad":"${this.pad}"}`
  }

  private report(done: boolean): void {
    process.send?.({ rows: this.rows, done } satisfies LoadMessage)
    this.rows = []
  }
}

process.once('message', (options) => {
  const generator = new Generator(options as LoadOptions)
  process.on('message', () => generator.stop())
  process.on('disconnect', () => process.exit(0))
  void generator.run().then(() => process.disconnect())
})
