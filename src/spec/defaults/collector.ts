import type { FargateCpu } from '../fargate-sizes.js'
import type { Known } from '../known.js'
import { capabilityOf } from '../region-capabilities.js'
import type { Solution, Spec } from '../schema.js'
import { recommendSolution } from '../solution-rule.js'
import { DEFAULT_LOAD, outageMinutesFor, peakFor, tasksFor, type Load, type TaskSizes } from '../sizing.js'

/** The load as said, from an average, or the documented default. */
export function fillLoad(known: Known): Load {
  const { average, peakFactor } = known.intent
  if (average !== undefined) {
    const peak = peakFor(average, peakFactor)
    const factor = peakFactor === undefined ? ' (3 unless a factor is said)' : ''
    known.derive('collector.load.peakEventsPerSecond', peak.value, peak.formula + factor)
  }
  known.byDefault(
    'collector.load.peakEventsPerSecond',
    DEFAULT_LOAD.peakEventsPerSecond,
    'no load was named; scaling grows from here',
  )
  known.byDefault(
    'collector.load.averageEventBytes',
    DEFAULT_LOAD.averageEventBytes,
    'the event size of the published figures',
  )
  const peakEventsPerSecond = known.value<number>('collector.load.peakEventsPerSecond') as number
  const growthPercentPerMinute = known.value<number>('collector.load.growthPercentPerMinute')
  const said = average === undefined ? undefined : average.count / average.seconds
  return {
    peakEventsPerSecond,
    averageEventBytes: known.value<number>('collector.load.averageEventBytes') as number,
    ...(growthPercentPerMinute !== undefined && { growthPercentPerMinute }),
    ...(said !== undefined && said < peakEventsPerSecond && { averageEventsPerSecond: said }),
  }
}

/** The solution by rule over what was said, where nobody chose one. */
export function fillSolution(known: Known, load: Load): Solution {
  const needs = known.intent.needs
  const auth = known.value<Spec['kafka']['auth']>('kafka.auth')
  const advice = recommendSolution({
    needs,
    load,
    ...(auth !== undefined && { auth }),
    durability: known.value<Spec['collector']['durability']>('collector.durability') ?? 'acknowledged',
  })
  const isDecided = needs.length > 0 || (auth === 'iam' && known.fact('kafka.auth')?.provenance.origin === 'said')
  if (isDecided) known.derive('collector.solution', advice.solution, advice.reasons[0] ?? '')
  else known.byDefault('collector.solution', advice.solution, advice.reasons[0])
  return known.value<Solution>('collector.solution') as Solution
}

/** Everything of the collectors but routing, which comes with the topics. */
export function fillCollector(known: Known, load: Load, solution: Solution): void {
  known.byDefault('collector.durability', 'acknowledged')
  known.byDefault('collector.paths', ['/collect', '/data/v1'])
  known.byDefault('collector.maxBodyKiB', 1024)
  known.byDefault('collector.corsOrigins', [])
  known.byDefault('collector.routing.header', 'project')
  known.byDefault('collector.routing.key', 'none')
  known.byDefault('collector.trustedHops', 0)
  known.byDefault('collector.meta.query', true)
  known.byDefault('collector.meta.userAgent', true)
  known.byDefault('collector.meta.ip', 'full')
  known.byDefault('collector.limits.perAddressPerSecond', 1000)
  known.byDefault('collector.limits.perProjectPerSecond', 0)
  fillTasks(known, load, solution)
}

function fillTasks(known: Known, load: Load, solution: Solution): void {
  const at = 'collector.tasks'
  const said: { -readonly [Key in keyof TaskSizes]?: number } = {}
  for (const key of ['cpu', 'memoryMiB', 'min', 'max'] as const) {
    const value = known.value<number>(`${at}.${key}`)
    if (value !== undefined) said[key] = value
  }
  const tasks = tasksFor(load, solution, said as Partial<TaskSizes>)
  for (const key of ['cpu', 'memoryMiB', 'min', 'max'] as const)
    known.derive(`${at}.${key}`, tasks[key].value, tasks[key].formula)
  const region = known.value<string>('region') ?? ''
  if (capabilityOf(region, 'fargate-arm64').state === 'no')
    known.derive(`${at}.architecture`, 'x86_64', `Fargate has no arm64 in ${region}`)
  known.byDefault(`${at}.architecture`, 'arm64', 'Graviton costs a fifth less per vCPU')
  known.byDefault(`${at}.spot`, false)
  const sizes = { cpu: tasks.cpu.value as FargateCpu, min: tasks.min.value }
  const outage = outageMinutesFor(load, solution, sizes)
  known.byDefault('collector.outageMinutes', outage.value, outage.formula)
}
