import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Reporter } from '../../report/reporter.js'
import type { SinkSpec, Spec } from '../../spec/schema.js'
import { LOCAL_STORE_SECONDS, type Difference, type Lake, type Site } from '../../site/index.js'
import { Ledger, type Account } from './ledger.js'
import { quantile, send, type Sent } from './send.js'

export interface RehearseOptions {
  readonly reporter: Reporter
  readonly events: number
  /** Events a second. */
  readonly rate: number
}

/** What arrived in one sink. */
export interface SinkResult extends Account {
  readonly sink: string
  readonly type: SinkSpec['type']
  /** Events that were due here, each as often as it was accepted. */
  readonly due: number
  /** Seconds from the last answer to the last event that can be read. */
  readonly visibleAfterSeconds: number
}

/** What a rehearsal proved. */
export interface RehearsalResult {
  readonly name: string
  readonly sent: number
  readonly accepted: number
  readonly refused: Readonly<Record<string, number>>
  readonly seconds: number
  /** Milliseconds from a request to its answer. */
  readonly latencyMs: { readonly p50: number; readonly p90: number; readonly p99: number }
  readonly sinks: readonly SinkResult[]
  readonly differences: readonly Difference[]
  /** Nothing refused, lost, duplicated, altered or unexpected. */
  readonly passed: boolean
}

/** Keep-alive connections of the traffic. */
const CONNECTIONS = 64

/** Sends marked events and accounts for each in every sink. */
export async function runTraffic(
  site: Pick<Site, 'endpoint' | 'lake' | 'differences'>,
  spec: Spec,
  { reporter, events, rate }: RehearseOptions,
): Promise<RehearsalResult> {
  const { topics, header } = spec.collector.routing
  const ledger = new Ledger(randomUUID(), events, topics)
  const sent = await reporter.task(`${events} events sent at up to ${rate} a second`, (show) =>
    send(ledger, {
      endpoint: site.endpoint.url,
      header,
      rate,
      connections: CONNECTIONS,
      progress: (count) => show(count / events, `${count} of ${events}`),
    }),
  )
  const answered = performance.now()
  const sinks: SinkResult[] = []
  for (const [index, sink] of spec.sinks.entries()) {
    sinks.push(await settle(sink, sinkName(spec, index), { ledger, reader: site.lake, answered, reporter }))
  }
  return result(spec, site.differences, ledger, sent, sinks)
}

interface Settling {
  readonly ledger: Ledger
  readonly reader: Lake
  readonly answered: number
  readonly reporter: Reporter
}

/** Milliseconds without a new event after which the rest is taken for lost, beyond two intervals of the sink. */
const PATIENCE_MS = 60_000

async function settle(sink: SinkSpec, name: string, settling: Settling): Promise<SinkResult> {
  const { ledger, reader, answered, reporter } = settling
  const due = ledger.accepted.reduce((sum, _, n) => sum + ledger.due(n, sink.topics), 0)
  const stored = sink.type === 's3-json' ? sink.flushSeconds : sink.commitSeconds
  const interval = Math.min(stored, LOCAL_STORE_SECONDS) * 1000
  const texts = sink.type === 's3-json' ? () => jsonTexts(reader, sink) : () => icebergTexts(reader, sink)
  return reporter.task(`${name}: every event accounted for`, async (show) => {
    let [best, since] = [-1, performance.now()]
    const counted = new Map<string, number>()
    for (;;) {
      const found = await count(reader, sink, counted)
      if (found > best) [best, since] = [found, performance.now()]
      show(due === 0 ? 1 : Math.min(1, found / due), `${found} of ${due} can be read`)
      if (found >= due || performance.now() - since > 2 * interval + PATIENCE_MS) break
      await pause(1000)
    }
    const visibleAfterSeconds = Math.max(0, (since - answered) / 1000)
    return {
      sink: name,
      type: sink.type,
      due,
      visibleAfterSeconds,
      ...(await ledger.settle(await texts(), sink.topics)),
    }
  })
}

/** How many events can be read; `counted` keeps the lines of each object, which never changes once it is there. */
async function count(reader: Lake, sink: SinkSpec, counted: Map<string, number>): Promise<number> {
  if (sink.type === 'iceberg') return reader.icebergCount(sink.database, sink.table)
  for (const key of await jsonObjects(reader, sink)) {
    if (counted.has(key)) continue
    let lines = 0
    for await (const line of reader.lines(sink.bucket, [key])) lines += Number(line !== '')
    counted.set(key, lines)
  }
  return [...counted.values()].reduce((sum, lines) => sum + lines, 0)
}

type JsonSink = Extract<SinkSpec, { type: 's3-json' }>

async function jsonObjects(reader: Lake, { bucket, prefix, topics }: JsonSink): Promise<string[]> {
  return (await Promise.all(topics.map((topic) => reader.objects(bucket, `${prefix}/${topic}/`)))).flat()
}

/** The text behind `"data":` of each line, which the sink passes on as it came. */
async function jsonTexts(reader: Lake, sink: JsonSink): Promise<AsyncIterable<string>> {
  return dataOf(reader.lines(sink.bucket, await jsonObjects(reader, sink)))
}

async function* dataOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) {
    const at = line.indexOf('"data":')
    yield line.slice(at + '"data":'.length, -1)
  }
}

function icebergTexts(reader: Lake, { database, table }: Extract<SinkSpec, { type: 'iceberg' }>): Promise<string[]> {
  return reader.icebergColumn(database, table, 'data')
}

function sinkName(spec: Spec, index: number): string {
  const sink = spec.sinks[index]
  if (sink?.type === 'iceberg') return `Iceberg ${sink.database}.${sink.table}`
  return `S3 JSON s3://${sink?.bucket}/${sink?.prefix}`
}

function result(
  spec: Spec,
  differences: readonly Difference[],
  ledger: Ledger,
  { refused, latencies, seconds }: Sent,
  sinks: readonly SinkResult[],
): RehearsalResult {
  const wrong = ({ lost, duplicated, altered, unexpected }: Account): boolean =>
    lost + duplicated + altered + unexpected > 0
  return {
    name: spec.name,
    sent: ledger.events,
    accepted: ledger.acceptances,
    refused,
    seconds,
    latencyMs: { p50: quantile(latencies, 0.5), p90: quantile(latencies, 0.9), p99: quantile(latencies, 0.99) },
    sinks,
    differences,
    passed: Object.keys(refused).length === 0 && !sinks.some(wrong),
  }
}
