import { setTimeout as pause } from 'node:timers/promises'
import type { Spec } from '../../spec/schema.js'
import { inSink, type Arrivals } from './arrivals.js'
import { eventually, metricOf, type OutageSite } from './outage-site.js'
import type { Answers, SteadyLoad } from './steady-load.js'

/** What happens in the short story, as it happens. */
export type Happening =
  | { readonly what: 'traffic'; readonly rate: number }
  | { readonly what: 'kafka killed'; readonly calm: Answers }
  | { readonly what: 'still answering'; readonly answers: Answers; readonly spilled: number }
  | { readonly what: 'collector killed' }
  | { readonly what: 'collector back'; readonly seconds: number; readonly adopted: number }
  | { readonly what: 'kafka back'; readonly awaySeconds: number }
  | { readonly what: 'disk empty'; readonly seconds: number }
  | { readonly what: 'traffic over'; readonly sent: number; readonly accepted: number }
  | { readonly what: 'all there'; readonly place: string }

export interface ShortOutageOptions {
  readonly spec: Spec
  readonly load: SteadyLoad
  readonly rate: number
  readonly tell: (happening: Happening) => void
}

const PATIENCE_MS = 60_000

/** In milliseconds: traffic with Kafka, until the collector is killed, and until Kafka returns. */
const [CALM_MS, AWAY_MS, AFTER_MS] = [8000, 5000, 2000]

/** The first time in which the collector finds out that Kafka is gone. */
const OPEN_MS = 1500

/**
 * The point of it all in half a minute: Kafka is killed under traffic, the collector is killed while Kafka is away, both come back, and
 * the rows of the Iceberg table (of the first sink, where there is none) are counted by their ids.
 *
 * @throws `FaultNotMended`
 */
export async function shortOutage(
  site: OutageSite,
  { spec, load, rate, tell }: ShortOutageOptions,
): Promise<Arrivals | undefined> {
  const { faults } = site
  tell({ what: 'traffic', rate })
  const began = performance.now()
  load.start()
  await pause(CALM_MS)
  const gone = performance.now()
  await faults.kill('kafka')
  tell({ what: 'kafka killed', calm: load.between(began, gone) })
  await pause(AWAY_MS)
  const spilled = (await metricOf(site, 'clickstream_spilled_total')) || 0
  tell({ what: 'still answering', answers: load.between(gone + OPEN_MS), spilled })
  const killed = performance.now()
  await faults.kill('collector')
  tell({ what: 'collector killed' })
  await faults.start('collector')
  const seconds = (performance.now() - killed) / 1000
  let adopted = 0
  // It publishes once a second what it found.
  await eventually('a full disk', async () => (adopted = await metricOf(site, 'clickstream_spill_bytes')) > 0, 10_000)
  tell({ what: 'collector back', seconds, adopted })
  await pause(AFTER_MS)
  await faults.start('kafka')
  const returned = performance.now()
  tell({ what: 'kafka back', awaySeconds: (returned - gone) / 1000 })
  const empty = async (): Promise<boolean> => (await metricOf(site, 'clickstream_spill_bytes')) === 0
  await eventually('an empty disk', empty, PATIENCE_MS)
  tell({ what: 'disk empty', seconds: (performance.now() - returned) / 1000 })
  await load.stop()
  tell({ what: 'traffic over', sent: load.sent, accepted: load.accepted })
  const sink = spec.sinks.find(({ type }) => type === 'iceberg') ?? spec.sinks[0]
  if (sink === undefined) return undefined
  const counted = { found: await inSink(load.ids, site.lake, sink) }
  const all = async (): Promise<boolean> => (counted.found = await inSink(load.ids, site.lake, sink)).lost === 0
  await eventually('every event in the last sink', all, PATIENCE_MS).catch(() => undefined) // the account says what is lost
  if (counted.found.lost === 0) tell({ what: 'all there', place: counted.found.place })
  return counted.found
}
