import { setTimeout as pause } from 'node:timers/promises'
import type { Reporter } from '../../report/reporter.js'
import type { Spec } from '../../spec/schema.js'
import { backupEvents } from '../replay/backup-events.js'
import { backupObjects } from '../replay/backup-objects.js'
import { IdSet } from '../replay/id-set.js'
import { replay } from '../replay/replay.js'
import type { ReplayJob } from '../replay/replay-job.js'
import { inKafka, inSink, type Arrivals } from './arrivals.js'
import { eventually, metricOf, type OutageSite } from './outage-site.js'
import type { LostDisk, OutagePhase, OutageResult } from './outage-result.js'
import { SteadyLoad } from './steady-load.js'

export interface OutageOptions {
  readonly spec: Spec
  /** Events a second. */
  readonly rate: number
  /** Seconds of the first outage. @default 12 */
  readonly outageSeconds?: number
  /** Seconds of the second one, in which a collector's disk is lost. @default 6 */
  readonly lostDiskSeconds?: number
  /** Where the replay writes down how far it is. */
  readonly checkpoint: string
  readonly reporter: Reporter
  /** Is told of each phase as it begins, with the traffic. */
  readonly follow?: (phase: OutagePhase, load: SteadyLoad) => void
}

const CALM_SECONDS = 4

/** Traffic of the second outage, whose events can be nowhere but on the disk, and what comes after it. */
const [SECOND, THIRD] = [2, 3]

const PATIENCE_MS = 90_000

/** Until when requests may wait for the broker in vain: 0.3 s for each partition until its breaker is open. Source: cluster.lua. */
const OPEN_MS = 3000

/**
 * An outage of Kafka under steady traffic, from the first refused batch to the last row: Kafka is killed and comes back, the disk
 * drains; then Kafka is killed again, a collector and its disk are lost, and what only the backup bucket has is replayed. Every event is
 * counted by its id in Kafka and in each sink.
 *
 * @throws `FaultNotMended`, and what `replay` throws
 */
export async function kafkaOutage(site: OutageSite, options: OutageOptions): Promise<OutageResult> {
  const { spec, rate, reporter, outageSeconds = 12, follow = () => undefined } = options
  const { faults, brokers } = site
  const { header, default: topic } = spec.collector.routing
  const load = new SteadyLoad({ endpoint: site.endpoint.url, routing: [header, topic], rate })
  const phase = (name: OutagePhase): void => follow(name, load)
  try {
    phase('calm')
    const began = performance.now()
    load.start()
    await reporter.task(`${rate} events a second`, () => pause(CALM_SECONDS * 1000))
    const gone = performance.now()
    await reporter.task(`Kafka is killed, and away for ${outageSeconds} s`, async () => {
      await faults.kill('kafka')
      phase('kafka away')
      await pause(outageSeconds * 1000)
    })
    const back = performance.now()
    const spilled = await metricOf(site, 'clickstream_spilled_total')
    await reporter.task('Kafka is back on its data', () => faults.start('kafka'))
    phase('kafka back')
    const returned = performance.now()
    await reporter.task('the disk drains under load', () => drained(site))
    const drainedAfterSeconds = (performance.now() - returned) / 1000
    phase('drained')
    const lostDisk = faults.has('fluent-bit') ? await loseDisk(site, load, options) : undefined
    await load.stop()
    phase('counting')
    const arrivals = [await inKafka(load.ids, brokers, topic), ...(await everySink(site, load, options))]
    phase('done')
    const whole = load.sent === load.accepted && arrivals.every(({ lost, duplicated }) => lost + duplicated === 0)
    return {
      rate,
      sent: load.sent,
      accepted: load.accepted,
      refused: load.refused,
      calm: load.between(began, gone),
      outage: { ...load.between(gone, back), seconds: (back - gone) / 1000 },
      settled: load.between(gone + OPEN_MS, back),
      spilled,
      drainedAfterSeconds,
      ...(lostDisk !== undefined && { lostDisk }),
      arrivals,
      passed: whole,
    }
  } finally {
    load.close()
  }
}

function drained(site: OutageSite): Promise<void> {
  return eventually('an empty disk', async () => (await metricOf(site, 'clickstream_spill_bytes')) === 0, PATIENCE_MS)
}

async function loseDisk(site: OutageSite, load: SteadyLoad, options: OutageOptions): Promise<LostDisk> {
  const { spec, lostDiskSeconds = 6, reporter, follow = () => undefined } = options
  const { faults } = site
  // What was on its way when Kafka was killed is on the disk, too.
  const from = Date.now() - 2000
  await reporter.task(`Kafka is killed again, and away for ${lostDiskSeconds} s`, async () => {
    await faults.kill('kafka')
    load.era = SECOND
    follow('kafka away again', load)
    await pause(lostDiskSeconds * 1000)
    await load.stop()
  })
  const job: ReplayJob = {
    site,
    spec,
    words: 'kafka-outage',
    from,
    to: Date.now(),
    dryRun: false,
    force: false,
    checkpoint: options.checkpoint,
    reporter,
  }
  const onDisk = load.acceptedIn(SECOND)
  await reporter.task('the shipper has copied the disk to the backup bucket', () =>
    eventually('a copy of every event in the backup', async () => (await backedUp(job, load)) === onDisk, PATIENCE_MS),
  )
  const parts = await reporter.task('a collector is killed and its disk is gone', async () => {
    const killed = await faults.loseDisk('collector')
    follow('disk lost', load)
    return killed
  })
  await reporter.task('Kafka and an empty collector come back', async () => {
    await faults.start('kafka')
    for (const part of parts) await faults.start(part)
    await drained(site)
  })
  load.era = THIRD
  load.start()
  const { topics } = await replay(job)
  follow('replayed', load)
  await pause(2000)
  const sum = (of: 'inKafka' | 'sent'): number => topics.reduce((total, one) => total + one[of], 0)
  return { parts, onDisk, inKafka: sum('inKafka'), replayed: sum('sent') }
}

/** How many events of the second outage the backup has. */
async function backedUp(job: ReplayJob, load: SteadyLoad): Promise<number> {
  const found = new IdSet()
  const keys = await backupObjects(job.site.lake, job.spec.backup, 'spill', job.from)
  for await (const { id } of backupEvents(job, keys, () => undefined)) if (load.ids.get(id) === SECOND) found.set(id, 1)
  return found.size
}

async function everySink(site: OutageSite, load: SteadyLoad, { spec, reporter }: OutageOptions): Promise<Arrivals[]> {
  const arrivals: Arrivals[] = []
  for (const sink of spec.sinks) {
    if (!sink.topics.includes(spec.collector.routing.default)) continue
    let found = await inSink(load.ids, site.lake, sink)
    await reporter.task(`${found.place}: every event counted`, async (show) => {
      let since = performance.now()
      while (found.distinct < load.accepted && performance.now() - since < PATIENCE_MS) {
        await pause(1000)
        const next = await inSink(load.ids, site.lake, sink)
        if (next.distinct > found.distinct) since = performance.now()
        found = next
        show(found.distinct / load.accepted, `${found.distinct} of ${load.accepted}`)
      }
    })
    arrivals.push(found)
  }
  return arrivals
}
