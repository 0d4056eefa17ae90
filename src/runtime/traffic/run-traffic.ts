import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Reporter } from '../../report/reporter.js'
import { LOCAL_STORE_SECONDS } from '../../site/index.js'
import { endOffsets } from '../../site/kafka/record-reader.js'
import type { Endpoint, Lake } from '../../site/site.js'
import type { SinkSpec, Spec } from '../../spec/schema.js'
import { topicPlan } from '../../spec/topic-plan.js'
import { IcebergPlace } from './iceberg-place.js'
import { JsonPlace } from './json-place.js'
import { KafkaPlace } from './kafka-place.js'
import { Ledger } from './ledger.js'
import type { Place } from './place.js'
import { refusals } from './refusals.js'
import { send } from './send.js'
import { isExact, type Settlement } from './settlement.js'
import { TrafficPlan } from './traffic-plan.js'
import { hasPassed, type PlaceReport, type TrafficReport } from './traffic-report.js'

/** What of a site traffic needs. */
export interface TrafficSite {
  readonly kind: 'local' | 'aws'
  readonly endpoint: Pick<Endpoint, 'url'>
  readonly lake: Lake
  /** Brokers, `host:port` each. */
  readonly brokers: readonly string[]
}

export interface TrafficOptions {
  readonly events: number
  /** Events a second. */
  readonly rate: number
  readonly reporter: Reporter
}

/** Keep-alive connections of the traffic. */
const CONNECTIONS = 64
const LOOK_MS = 500
/** Time without a new record after which the rest is taken for lost, beyond two intervals of the place. */
const PATIENCE_MS = 60_000

/**
 * Sends marked events through the endpoint of a site and accounts for each in Kafka and in every sink. A kept site keeps what was
 * there: only what came since the run began is counted.
 */
export async function runTraffic(site: TrafficSite, spec: Spec, options: TrafficOptions): Promise<TrafficReport> {
  const { events, rate, reporter } = options
  const { routing, maxBodyKiB } = spec.collector
  const deadLetterTopics = topicPlan(spec).flatMap(({ role, name }) => (role === 'dead-letter' ? [name] : []))
  const places = await openPlaces(site, spec)
  const lettersBefore = await records(site.brokers, deadLetterTopics)
  const plan = new TrafficPlan(randomUUID(), events, routing.topics, maxBodyKiB)
  const ledger = new Ledger(plan)
  const started = new Date().toISOString()
  const began = performance.now()
  const watch = watching(places, began)
  const [sent, refused] = await reporter
    .task(`${events} events sent at up to ${rate} a second`, (show) =>
      Promise.all([
        send(ledger, {
          endpoint: site.endpoint.url,
          header: routing.header,
          rate,
          connections: CONNECTIONS,
          began,
          progress: (count) => show(count / events, `${count} of ${events}`),
        }),
        refusals(site.endpoint.url, spec, Math.min(2000, (events / rate) * 200)),
      ]),
    )
    .finally(watch.stop)

  const settled = await Promise.all(
    places.map(async (place) => ({ place, settlement: await settle(place, ledger, { began, reporter }) })),
  )
  // What a slower place was waited for may have brought a record too many to a faster one.
  for (const { place, settlement } of settled) {
    await place.look(performance.now() - began)
    await place.read(settlement)
  }
  const report = {
    run: plan.run,
    started,
    seconds: sent.seconds,
    sent: events,
    requests: sent.requests,
    again: sent.again,
    accepted: ledger.acceptances,
    acceptedEvents: ledger.acceptedEvents,
    refused: sent.refused,
    largestEventBytes: plan.largeBytes,
    refusals: refused,
    latency: ledger.latency,
    acceptedPerSecond: ledger.acceptedPerSecond,
    places: settled.map(({ place, settlement }) => placeReport(place, settlement)),
    deadLetters: (await records(site.brokers, deadLetterTopics)) - lettersBefore,
  }
  return { ...report, passed: hasPassed(report) }
}

async function openPlaces({ kind, lake, brokers }: TrafficSite, spec: Spec): Promise<Place[]> {
  const interval = (seconds: number): number =>
    1000 * (kind === 'local' ? Math.min(seconds, LOCAL_STORE_SECONDS) : seconds)
  const opened = (sink: SinkSpec): Promise<Place> =>
    sink.type === 's3-json'
      ? JsonPlace.open(lake, sink, interval(sink.flushSeconds))
      : IcebergPlace.open(lake, sink, interval(sink.commitSeconds))
  return Promise.all([KafkaPlace.open(brokers, spec.collector.routing.topics), ...spec.sinks.map(opened)])
}

/** Records that were ever written to the topics. */
async function records(brokers: readonly string[], topics: readonly string[]): Promise<number> {
  return [...(await endOffsets(brokers, topics)).values()].flat().reduce((sum, end) => sum + end, 0)
}

/** Looks at all places every half second until it is stopped. */
function watching(places: readonly Place[], began: number): { stop(): Promise<void> } {
  const controller = new AbortController()
  const { signal } = controller
  const done = (async () => {
    while (!signal.aborted) {
      // A look that fails is one that saw nothing: the reading afterwards decides.
      await Promise.allSettled(places.map((place) => place.look(performance.now() - began)))
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined)
    }
  })()
  return {
    stop: () => {
      controller.abort()
      return done
    },
  }
}

interface Settling {
  readonly began: number
  readonly reporter: Reporter
}

/** Reads a place until all that is due is there, or nothing new comes any more. */
async function settle(place: Place, ledger: Ledger, { began, reporter }: Settling): Promise<Settlement> {
  const settlement = ledger.settlement(place.topics)
  const { total } = settlement
  await reporter.task(`${place.name}: every event accounted for`, async (show) => {
    let [best, since] = [Infinity, performance.now()]
    for (;;) {
      await place.look(performance.now() - began)
      await place.read(settlement)
      const { missing } = settlement
      if (missing < best) [best, since] = [missing, performance.now()]
      show(total === 0 ? 1 : 1 - missing / total, `${total - missing} of ${total} can be read`)
      if (missing === 0 || performance.now() - since > 2 * place.intervalMs + PATIENCE_MS) return
      await pause(LOOK_MS)
    }
  })
  return settlement
}

function placeReport({ kind, name, topics }: Place, settlement: Settlement): PlaceReport {
  const account = settlement.account()
  return {
    kind,
    name,
    topics,
    ...account,
    ...(kind !== 'kafka' && { visibility: settlement.visibility() }),
    exact: isExact(account),
  }
}
