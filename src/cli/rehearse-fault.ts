import { join } from 'node:path'
import { differencesText } from './differences-text.js'
import { endOnSignal } from './end-on-signal.js'
import type { Context } from './context.js'
import type { Style } from '../report/style.js'
import { table } from '../report/text.js'
import { kafkaOutage } from '../runtime/faults/kafka-outage.js'
import type { OutageResult } from '../runtime/faults/outage-result.js'
import { endAll, openAssembly, runFolder, type LocalState } from '../site/index.js'
import { withLocalSite } from '../workflow/local-run.js'

/** `clickstream rehearse --fault kafka-outage`: an outage under load, and what becomes of every event; exits with 1 where one is lost or doubled. */
export async function rehearseFault(
  { reporter, env }: Context,
  project: string,
  options: { readonly rate: number; readonly keep?: boolean },
): Promise<number> {
  const folder = runFolder(openAssembly(project))
  const { state, result } = await endOnSignal(folder, async () => {
    try {
      return await withLocalSite(project, { reporter, env }, async (site, { assembly, state }) => {
        const checkpoint = join(folder, 'replay.json')
        const { spec } = assembly
        return { state, result: await kafkaOutage(site, { spec, rate: options.rate, checkpoint, reporter }) }
      })
    } finally {
      if (options.keep !== true) await endAll(folder)
    }
  })
  reporter.document({ ...result, differences: state.differences }, (style) => text(result, state, style))
  return result.passed ? 0 : 1
}

function text(result: OutageResult, { differences }: LocalState, style: Style): string {
  const { rate, sent, accepted, refused, calm, outage, settled, spilled, drainedAfterSeconds, lostDisk, arrivals } =
    result
  const said = Object.entries(refused).map(([status, count]) => `${count} with ${status}`)
  const head = ['place', 'accepted', 'distinct ids', 'lost', 'duplicated']
  const rows = arrivals.map((one) => [one.place, ...[accepted, one.distinct, one.lost, one.duplicated].map(String)])
  return [
    ...(lostDisk === undefined
      ? [
          style.yellow(
            'left out: a lost disk. This machine has no Fluent Bit, so nothing copies a collector’s disk to the backup bucket',
          ),
          '',
        ]
      : []),
    result.passed
      ? style.green('Kafka was away under load: every event was accepted, and is in every place once')
      : style.red('not every event that was sent is in every place once'),
    '',
    `  ${sent} events at ${rate} a second, ${accepted} times 200${said.length === 0 ? '' : `, refused: ${said.join(', ')}`}`,
    `  answers after ${ms(calm.p50)} (p50) and ${ms(calm.p99)} (p99) with Kafka; ${ms(outage.p50)} and ${ms(outage.p99)} in ${outage.seconds.toFixed(0)} s without it, ${outage.accepted} of ${outage.answered} with 200; after its first 3 s ${ms(settled.p99)} (p99)`,
    `  ${spilled} events went to the disk, which was empty ${drainedAfterSeconds.toFixed(1)} s after Kafka’s return`,
    ...(lostDisk === undefined
      ? []
      : [
          `  then ${lostDisk.parts.join(' and ')} died with their disk: ${lostDisk.replayed} events were in the backup bucket alone and were replayed; Kafka had ${lostDisk.inKafka} of the range`,
        ]),
    '',
    ...table([head, ...rows]).map((line) => `  ${line}`),
    '',
    ...differencesText(differences, style),
  ].join('\n')
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`
}
