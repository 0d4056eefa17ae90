import type { KafkaCluster } from './kafka-cluster.js'
import { until } from './programs.js'

/** Topics of `containerSpec`: the default, and the one that the header `project` names. */
export const TOPICS = ['app_logs', 'web_logs'] as const
export type Topic = (typeof TOPICS)[number]

export interface Sent {
  readonly text: string
  readonly topic: Topic
  readonly status: number
  readonly retryAfter: string | null
  readonly milliseconds: number
}

/** Sends a numbered event, in turn by path, by topic and as base64 or as it is. */
export const send = async (url: string, number: number): Promise<Sent> => {
  const topic: Topic = number % 2 === 0 ? 'app_logs' : 'web_logs'
  const text = `{"n": ${number}, "text":"ü 漢字 \\u0041",\t"list":[1.50,null,{}]}`
  const path = number % 4 < 2 ? '/collect' : '/data/v1'
  const begin = performance.now()
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: topic === 'app_logs' ? {} : { project: topic },
    body: number % 8 < 4 ? Buffer.from(text).toString('base64') : text,
  })
  await response.arrayBuffer()
  const milliseconds = performance.now() - begin
  return { text, topic, status: response.status, retryAfter: response.headers.get('retry-after'), milliseconds }
}

/** Sends events of these numbers, `width` at a time. */
export const sendAll = async (url: string, from: number, to: number, width = 50): Promise<Sent[]> => {
  const sent: Sent[] = []
  let next = from
  const worker = async (): Promise<void> => {
    while (next < to) sent.push(await send(url, next++))
  }
  await Promise.all(Array.from({ length: width }, worker))
  return sent
}

/** Traffic that goes on until it is ended; `end` resolves to everything that was sent, each with its answer. */
export const traffic = async (url: string, from: number): Promise<{ end(): Promise<readonly Sent[]> }> => {
  let ended = false
  let next = from
  const sent: Sent[] = []
  const workers = Array.from({ length: 20 }, async () => {
    while (!ended) sent.push(await send(url, next++))
  })
  await until('traffic', async () => sent.length > 100)
  return {
    end: async () => {
      ended = true
      await Promise.all(workers)
      return sent
    },
  }
}

/** Source texts of the events in a topic, taken from the records as text: they must not have been touched. */
export const storedTexts = async (kafka: KafkaCluster, topic: Topic): Promise<string[]> =>
  (await kafka.read(topic)).map((record) => /"data":(.*)\}$/s.exec(record)?.[1] ?? record)

/** Which of these events are in Kafka, word for word. */
export const stored = async (kafka: KafkaCluster, sent: readonly Sent[]): Promise<ReadonlySet<Sent>> => {
  const texts = new Map<Topic, ReadonlySet<string>>()
  for (const topic of TOPICS) texts.set(topic, new Set(await storedTexts(kafka, topic)))
  return new Set(sent.filter(({ topic, text }) => texts.get(topic)?.has(text)))
}

export interface StoredRecord {
  readonly meta: { readonly ctime: number; readonly id: string; readonly ip?: string }
  readonly data: Readonly<Record<string, unknown>>
}

/** Status and error name of a request that is refused. */
export const refusal = async (url: string, init: RequestInit): Promise<[number, string]> => {
  const response = await fetch(url, init)
  return [response.status, ((await response.json()) as { error: string }).error]
}

/** Status and CORS headers of the answer to a browser's preflight request. */
export const preflight = async (url: string, origin: string): Promise<(string | null)[]> => {
  const { status, headers } = await fetch(`${url}/collect`, { method: 'OPTIONS', headers: { origin } })
  const names = ['allow-origin', 'allow-credentials', 'allow-methods', 'allow-headers', 'max-age']
  return [String(status), ...names.map((name) => headers.get(`access-control-${name}`))]
}
