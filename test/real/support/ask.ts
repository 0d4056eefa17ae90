import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { type CollectorUnderTest, drained } from './collector-under-test.js'
import type { KafkaCluster } from './kafka-cluster.js'

/** What a collector answered; `body` is its JSON, or its text where it is none. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export const ask = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const { status, headers, ...response } = await fetch(url, init).then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    text: await answer.text(),
  }))
  try {
    return { status, headers, body: JSON.parse(response.text) }
  } catch {
    return { status, headers, body: response.text }
  }
}

/** Status and error name of a request; 200 has no error. */
export const verdict = async (url: string, init: RequestInit = {}): Promise<readonly [number, string?]> => {
  const { status, body } = await ask(url, init)
  return status === 200 ? [200] : [status, (body as { error?: string }).error]
}

/** Posts a body to /collect. */
export const post = (
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly [number, string?]> => verdict(`${url}/collect`, { method: 'POST', body, headers })

/** A record as the collector writes it. */
export interface Stored {
  readonly meta: Readonly<Record<string, string | number>> & { readonly id: string; readonly ctime: number }
  readonly data: Readonly<Record<string, unknown>>
}

/** Texts of a topic's records that hold the marker, once nothing is on the collector's disk: there its first events go. */
export const textsWith = async (
  kafka: KafkaCluster,
  collector: CollectorUnderTest,
  topic: string,
  marker: string,
): Promise<string[]> => {
  await drained(collector)
  return (await kafka.read(topic)).filter((text) => text.includes(marker))
}

/** Records of a topic that hold the marker, as `textsWith`. */
export const recordsWith = async (...args: Parameters<typeof textsWith>): Promise<Stored[]> =>
  (await textsWith(...args)).map((text) => JSON.parse(text) as Stored)

/** The source text of the event in a record: it must not have been touched. */
export const dataText = (record: string): string => /"data":(.*)\}$/s.exec(record)?.[1] ?? record

/** The name-based UUID (version 5) of a name in a namespace. */
export const uuid5 = (namespace: string, name: string): string => {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n')

/** A PROXY protocol v2 header: of a TCP connection from an IPv4 or IPv6 address, or (no address) of the command LOCAL. */
export const proxyHeader = (source?: readonly number[]): Buffer => {
  if (source === undefined) return Buffer.concat([SIGNATURE, Buffer.from([0x20, 0, 0, 0])])
  const v6 = source.length === 16
  const destination = source.map(() => 10)
  const ports = [0x30, 0x39, 0x22, 0x62]
  const address = [...source, ...destination, ...ports]
  return Buffer.concat([SIGNATURE, Buffer.from([0x21, v6 ? 0x21 : 0x11, 0, address.length, ...address])])
}

/** Sends bytes over a connection of their own and gives what came back until it was closed, or until the patience ended. */
export const exchange = async (url: string, bytes: Buffer, patienceMs = 10_000): Promise<string> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const timer = setTimeout(() => socket.destroy(), patienceMs)
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString('latin1')))
  socket.on('error', () => {})
  socket.write(bytes)
  await new Promise((resolve) => socket.on('close', resolve))
  clearTimeout(timer)
  return text
}

/** A POST to /collect as bytes, on a connection that is closed after it. */
export const rawPost = (body: string, headers = ''): Buffer =>
  Buffer.from(
    `POST /collect HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
