import { setTimeout as pause } from 'node:timers/promises'

/** Times that a request is repeated while the collector asks to come back later. */
const ATTEMPTS = 10

/** Longest wait between two of them, in milliseconds. */
const WAIT_MS = 5000

/** A request to the collector's endpoint. */
export interface Again {
  readonly url: string
  /** The header that names the topic, and the topic. @default - the collector's own choice */
  readonly routing: readonly [header: string, topic: string] | undefined
  readonly id: string
  readonly body: Buffer
}

/**
 * Sends a refused request again; returns the status, or the code of the error that it ends with. Anonymous: neither the address nor
 * the user agent of this machine is the client's.
 */
export async function sendAgain({ url, routing, id, body }: Again): Promise<string> {
  const headers = new Headers({ 'content-type': 'application/json', 'x-event-id': id, 'x-anonymous': '1' })
  if (routing !== undefined) headers.set(...routing)
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) })
    if (answer.ok) {
      await answer.arrayBuffer()
      return '200'
    }
    const text = await answer.text()
    if ((answer.status !== 429 && answer.status !== 503) || attempt === ATTEMPTS) return codeIn(text, answer.status)
    await pause(Math.min(WAIT_MS, Number(answer.headers.get('retry-after') ?? 1) * 1000))
  }
}

/** The collector's own word for what is wrong. */
function codeIn(text: string, status: number): string {
  const name = /"error":"([A-Za-z]+)"/.exec(text)?.[1]
  return name ?? String(status)
}
