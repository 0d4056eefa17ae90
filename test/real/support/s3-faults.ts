import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pause } from './programs.js'

/** How a request can fail. */
type Fault = 'pass' | 'unavailable' | 'slow' | 'hang' | 'cut' | 'answer-lost'

export interface FaultRates {
  /** 503 SlowDown; the server never sees the request. */
  readonly unavailable?: number
  /** The answer comes up to a second late. */
  readonly slow?: number
  /** The client gets no answer, and the server gets the request up to 12 s later. */
  readonly hang?: number
  /** The connection breaks before the server sees the request. */
  readonly cut?: number
  /** The server does as it is asked, and the connection breaks before the answer. */
  readonly 'answer-lost'?: number
}

/** A proxy before an S3 server that lets requests fail, each in a way chosen by chance. */
export class S3Faults {
  /** How often each fault happened. */
  readonly counts: Record<Fault, number> = { pass: 0, unavailable: 0, slow: 0, hang: 0, cut: 0, 'answer-lost': 0 }
  /** Access key that signed the newest request for a path. */
  readonly signers = new Map<string, string>()
  /** What the newest PUT of a path said about its body's signature. */
  readonly payloads = new Map<string, string>()
  private rates: FaultRates = {}
  private late = 0

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  static async start(target: string): Promise<S3Faults> {
    const server = createServer()
    const faults = new S3Faults(server, target)
    server.on('request', (asked, answer) => void faults.handle(asked, answer).catch(() => answer.destroy()))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return faults
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Sets how probable each fault is, from 0 to 1; without any, everything passes. */
  set(rates: FaultRates = {}): void {
    this.rates = rates
  }

  /** Waits until the requests have arrived that were held up. */
  async quiet(): Promise<void> {
    while (this.late > 0) await pause(0.1)
  }

  async remove(): Promise<void> {
    this.server.closeAllConnections()
    await once(this.server.close(), 'close')
  }

  private choose(): Fault {
    let luck = Math.random()
    for (const [fault, rate] of Object.entries(this.rates) as [Fault, number][]) {
      if (luck < rate) return fault
      luck -= rate
    }
    return 'pass'
  }

  private async handle(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const fault = this.choose()
    this.counts[fault]++
    const signer = /Credential=([^/]+)\//.exec(asked.headers.authorization ?? '')?.[1] ?? ''
    const path = (asked.url ?? '').split('?')[0] ?? ''
    this.signers.set(path, signer)
    if (asked.method === 'PUT') this.payloads.set(path, String(asked.headers['x-amz-content-sha256']))
    const body = Buffer.concat(await asked.toArray())
    if (fault === 'cut') return void answer.destroy()
    if (fault === 'unavailable') return slowDown(answer)
    if (fault === 'hang') return this.arriveLate(asked, body)
    const { status, headers, bytes } = await this.forward(asked, body)
    if (fault === 'answer-lost') return void answer.destroy()
    if (fault === 'slow') await pause(Math.random())
    answer.writeHead(status, headers).end(bytes)
  }

  private async arriveLate(asked: IncomingMessage, body: Buffer): Promise<void> {
    this.late++
    await pause(Math.random() * 12)
    await this.forward(asked, body).catch(() => {})
    this.late--
  }

  private async forward(asked: IncomingMessage, body: Buffer) {
    const { method, headers } = asked
    const sent = request(`${this.target}${asked.url ?? ''}`, { method, headers: { ...headers, connection: 'close' } })
    sent.end(body)
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    return { status: answer.statusCode ?? 500, headers: answer.headers, bytes: Buffer.concat(await answer.toArray()) }
  }
}

const slowDown = (answer: ServerResponse): void => {
  const text =
    '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>'
  answer.writeHead(503, { 'content-type': 'application/xml' }).end(text)
}
