import { setTimeout as pause } from 'node:timers/promises'
import type { Spec } from '../../spec/schema.js'
import { Connection } from './connection.js'

/** Something that a collector must refuse, and what it did. */
export interface Refusal {
  readonly what: string
  readonly due: number
  /** The answer's status; 0: no answer. */
  readonly found: number
  readonly ok: boolean
}

interface Probe {
  readonly what: string
  readonly due: number
  readonly path: string
  readonly topic: string
  readonly body: string
}

/** How often a probe is sent again where the collector takes nothing at the moment. */
const MOST_AGAIN = 4

/** Sends a few events that have to be refused, one after the other, and reads what each is told. */
export async function refusals(endpoint: string, { collector }: Spec, spacingMs: number): Promise<Refusal[]> {
  const url = new URL(endpoint)
  const found: Refusal[] = []
  for (const { what, due, path, topic, body } of probes(url, collector)) {
    const head = [
      `POST ${path} HTTP/1.1`,
      `host: ${url.host}`,
      'content-type: application/json',
      `${collector.routing.header}: ${topic}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ]
    let status = 0
    for (let attempt = 0; attempt <= MOST_AGAIN; attempt++) {
      const connection = new Connection(url)
      const reply = await connection.ask(`${head.join('\r\n')}\r\n\r\n${body}`)
      connection.close()
      status = reply.status
      if (status !== 0 && status !== 429 && status !== 503) break
      await pause(spacingMs)
    }
    found.push({ what, due, found: status, ok: status === due })
    await pause(spacingMs)
  }
  return found
}

function probes(url: URL, { maxBodyKiB, routing }: Spec['collector']): Probe[] {
  const path = url.pathname + url.search
  const topic = routing.default
  const event = '{"event_type":"rehearsal","refused":true}'
  return [
    { what: 'a text that is not JSON', due: 400, path, topic, body: '{"event_type": rehearsal' },
    {
      what: `a body of ${maxBodyKiB + 1} KiB`,
      due: 413,
      path,
      topic,
      body: `{"value":"${'x'.repeat((maxBodyKiB + 1) * 1024 - 12)}"}`,
    },
    { what: 'a topic that is not on the list', due: 400, path, topic: unlisted(routing.topics), body: event },
    { what: 'a path that takes no events', due: 404, path: `${url.pathname}-elsewhere`, topic, body: event },
  ]
}

function unlisted(topics: readonly string[]): string {
  let name = 'not_on_the_list'
  while (topics.includes(name)) name += '_'
  return name
}
