import { join } from 'node:path'
import { ClickstreamError } from '../errors.js'
import type { Style } from '../report/style.js'
import { table } from '../report/text.js'
import { forgetCheckpoint } from '../runtime/replay/checkpoint.js'
import { replayRejected, type RejectedResult } from '../runtime/replay/replay-rejected.js'
import { replay } from '../runtime/replay/replay.js'
import type { ReplayJob, ReplayResult } from '../runtime/replay/replay-job.js'
import { runFolder, type Assembly, type LocalSite } from '../site/index.js'
import type { Context } from './context.js'
import { pastTime } from './past-time.js'
import { withRunningSite } from './running-site.js'

export interface ReplayOptions {
  readonly from: string
  readonly to?: string
  readonly topic?: readonly string[]
  readonly rejected?: boolean
  readonly dryRun?: boolean
  readonly rate?: number
  readonly force?: boolean
  readonly new?: boolean
}

/** `clickstream replay`: events of the backup bucket back into Kafka; exits with 1 where refused events were refused again. */
export function replayBackup(context: Context, project: string, options: ReplayOptions): Promise<number> {
  return withRunningSite(context, project, (site, assembly) => replayInto(site, assembly, context, options))
}

async function replayInto(
  site: LocalSite,
  assembly: Assembly,
  { reporter }: Context,
  options: ReplayOptions,
): Promise<number> {
  const now = new Date()
  const { rejected = false, force = false, topic, from, to } = options
  const checkpoint = join(runFolder(assembly), 'replay.json')
  if (options.new === true) forgetCheckpoint(checkpoint)
  const job: ReplayJob = {
    site,
    spec: assembly.spec,
    words: JSON.stringify({ from, to, topic, rejected, force }),
    from: timeOf('--from', from, now),
    to: to === undefined ? now.getTime() : timeOf('--to', to, now),
    ...(topic !== undefined && { topics: topic }),
    dryRun: options.dryRun === true,
    ...(options.rate !== undefined && { rate: options.rate }),
    force,
    checkpoint,
    reporter,
  }
  if (job.from >= job.to) {
    throw new ClickstreamError(`--from ${from} is not before --to ${to ?? 'now'}`, {
      code: 'InvalidTime',
      hint: 'end the range later than it begins',
      exitCode: 2,
    })
  }
  if (rejected) {
    const result = await replayRejected(job)
    reporter.document(result, (style) => rejectedText(result, style))
    return result.reasons.some(({ refusedAgain }) => Object.keys(refusedAgain).length > 0) ? 1 : 0
  }
  const result = await replay(job)
  reporter.document(result, (style) => replayText(result, style))
  return 0
}

function timeOf(option: string, text: string, now: Date): number {
  const at = pastTime(text, now)
  if (at !== undefined) return at.getTime()
  throw new ClickstreamError(`${option} is ${JSON.stringify(text)}`, {
    code: 'InvalidTime',
    hint: 'write how long ago, such as 30m, 24h or 7d, or a time that is past, such as 2026-11-01T08:00 (UTC)',
    exitCode: 2,
  })
}

function replayText(result: ReplayResult, style: Style): string {
  const { topics, copies, damaged, comparedFrom, drainSeconds, dryRun, objects, from, to } = result
  const sum = (key: 'events' | 'sent' | 'missing' | 'inKafka' | 'sentBefore'): number =>
    topics.reduce((total, one) => total + one[key], 0)
  const head = ['topic', 'in the backup', 'in Kafka before', 'sent before', dryRun ? 'would be sent' : 'sent']
  const rows = topics.map((one) =>
    [one.topic, one.events, one.inKafka, one.sentBefore, dryRun ? one.missing : one.sent].map(String),
  )
  const hours = topics.flatMap(({ topic, hours: list }) =>
    list.map(({ hour, events }) => [topic, `${hour.slice(0, 13).replace('T', ' ')}:00`, String(events)]),
  )
  return [
    dryRun
      ? style.bold(`${sum('missing')} events would be sent, and nothing was`)
      : style.green(`${sum('sent')} events sent; ${sum('inKafka') + sum('sentBefore')} were in Kafka already`),
    ...(result.resumed ? ['  it went on where an earlier run was interrupted, with the range of that run'] : []),
    `  events taken from ${from} to ${to}, in ${objects} objects`,
    comparedFrom === undefined
      ? '  nothing was compared: copies of what Kafka had can be found by meta.id'
      : `  compared with every record since ${comparedFrom}: an event may lie ${Math.round(drainSeconds / 60)} min on a collector's disk before it comes`,
    ...(copies > 0 ? [`  ${copies} lines repeat an event, because the shipper delivers at least once: left out`] : []),
    ...(damaged > 0 ? [style.yellow(`  ${damaged} lines are cut off or altered: left out`)] : []),
    ...(topics.length === 0 ? [] : ['', ...table([head, ...rows]).map((line) => `  ${line}`)]),
    ...(hours.length === 0
      ? []
      : ['', ...table([['topic', 'hour (UTC)', 'events'], ...hours]).map((line) => `  ${line}`)]),
  ].join('\n')
}

function rejectedText({ reasons, damaged, dryRun, objects, from, to, resumed }: RejectedResult, style: Style): string {
  const head = ['refused for', 'requests', 'in Kafka before', 'cannot be sent', 'sent', 'refused again']
  const rows = reasons.map((one) => [
    one.reason,
    ...[one.requests, one.inKafka, one.unusable, one.sent].map(String),
    Object.entries(one.refusedAgain)
      .map(([code, count]) => `${count} ${code}`)
      .join(', '),
  ])
  const sent = reasons.reduce((sum, one) => sum + one.sent, 0)
  return [
    dryRun ? style.bold('nothing was sent') : style.green(`${sent} requests sent again`),
    ...(resumed ? ['  it went on where an earlier run was interrupted, with the range of that run'] : []),
    `  requests refused from ${from} to ${to}, in ${objects} objects`,
    ...(damaged > 0 ? [style.yellow(`  ${damaged} lines are cut off or altered: left out`)] : []),
    ...(rows.length === 0 ? [] : ['', ...table([head, ...rows]).map((line) => `  ${line}`)]),
  ].join('\n')
}
