import { gzipSync } from 'node:zlib'
import type { PlannedRequest, TrafficPlan } from './traffic-plan.js'

/** Writes the requests of a run as they go over the wire. */
export class RequestWriter {
  private readonly head: string

  /** `header`: the one that names the topic. */
  constructor(
    private readonly plan: TrafficPlan,
    url: URL,
    private readonly header: string,
  ) {
    this.head = `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n`
  }

  /** One request, whole. */
  bytes({ form, first, count, topic, id }: PlannedRequest): Buffer | string {
    const body = this.body(form, first, count)
    const size = typeof body === 'string' ? Buffer.byteLength(body) : body.length
    const encoding = form === 'gzip' ? 'content-encoding: gzip\r\n' : ''
    const head = `${this.head}${this.header}: ${topic}\r\nx-event-id: ${id}\r\n${encoding}content-length: ${size}\r\n\r\n`
    return typeof body === 'string' ? head + body : Buffer.concat([Buffer.from(head), body])
  }

  private body(form: PlannedRequest['form'], first: number, count: number): Buffer | string {
    let text = this.plan.text(first)
    if (form === 'batch' || form === 'gzip') {
      for (let n = first + 1; n < first + count; n++) text += `,${this.plan.text(n)}`
      text = `[${text}]`
    }
    if (form === 'base64') return Buffer.from(text).toString('base64')
    // Level 1 costs a third of the default and saves nearly as much on events, which resemble each other.
    return form === 'gzip' ? gzipSync(text, { level: 1 }) : text
  }
}
