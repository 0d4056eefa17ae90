import type { Spec } from '../spec/schema.js'
import { PEAK_FACTOR } from '../spec/sizing.js'
import { ALARM_METRICS, IN_KAFKA_SHARE, LOG_GB_PER_PROCESS, ZONES } from './assumptions.js'
import { internetLines, loadBalancerLines, taskLine } from './collector-lines.js'
import { cents, type CostLine, figure, line } from './line.js'
import { oldestDate, pricesFor, type PriceTable } from './prices.js'
import { sinkLines } from './sink-lines.js'
import { averageCount, shareOf, type Traffic, trafficOf } from './traffic.js'

/** What a deployment costs in a month of 730 hours, line by line; `total` is the sum of the lines. */
export interface CostEstimate {
  readonly currency: 'USD'
  readonly region: string
  readonly total: number
  readonly lines: readonly CostLine[]
  /** Day of the oldest price used, as YYYY-MM-DD. */
  readonly pricesAsOf: string
  readonly notes: readonly string[]
}

/** The part of the environment lock that an estimate reads: a cluster has one subnet in each of its zones. */
export interface ClusterFacts {
  readonly cluster?: { readonly subnetIds?: readonly string[] | undefined } | undefined
}

/** Estimates the monthly bill of what a spec adds to an account, on demand and without free tiers, at the average load (a third of the peak). */
export function estimateMonthlyCost(spec: Spec, lock?: ClusterFacts): CostEstimate {
  const { prices, own } = pricesFor(spec.region)
  const traffic = trafficOf(spec.collector.load)
  const lines = [
    taskLine(spec.collector, prices),
    ...loadBalancerLines(spec, traffic, prices),
    ...internetLines(spec, traffic, prices),
    ...spec.sinks.flatMap((sink) => sinkLines(spec, sink, traffic, prices)),
    crossZoneLine(spec, traffic, prices, lock),
    ...observabilityLines(spec, prices),
  ]
  return {
    currency: 'USD',
    region: spec.region,
    total: cents(lines.reduce((sum, { usd }) => sum + usd, 0)),
    lines,
    pricesAsOf: oldestDate(prices),
    notes: notes(spec, traffic, own),
  }
}

/** Kafka traffic between zones: producers and consumers talk to partition leaders, which are elsewhere for all zones but one. */
function crossZoneLine(spec: Spec, traffic: Traffic, prices: PriceTable, lock: ClusterFacts | undefined): CostLine {
  const known = lock?.cluster?.subnetIds?.length
  const zones = known ?? ZONES
  const reads = spec.sinks.reduce((sum, sink) => sum + shareOf(spec, sink), 0)
  const gb = traffic.eventGb * IN_KAFKA_SHARE * (1 + reads) * ((zones - 1) / zones)
  return line(
    'Data between zones, Kafka',
    gb * prices.crossZoneGb.usd,
    `${figure(gb)} GB at both ends: events written once and read ${figure(reads, 2)} times, compressed to ${IN_KAFKA_SHARE * 100} %, ` +
      `${zones - 1} of ${zones} zones away${known === undefined ? ' (three zones taken)' : ''}`,
  )
}

function observabilityLines(spec: Spec, prices: PriceTable): CostLine[] {
  const { tasks } = spec.collector
  const processes =
    averageCount(tasks.min, tasks.max) +
    spec.sinks.reduce((sum, { capacity }) => sum + averageCount(capacity.minWorkers, capacity.maxWorkers), 0)
  const gb = processes * LOG_GB_PER_PROCESS
  const days = spec.observability.logRetentionDays
  const [ofCollectors, ofSinks] = alarmMetrics(spec)
  return [
    line(
      'CloudWatch logs',
      gb * prices.logsIngestedGb.usd + gb * (days / 30) * prices.logsStoredGbMonth.usd,
      `${figure(gb, 2)} GB: ${LOG_GB_PER_PROCESS} GB for each task and worker, kept ${days} days`,
    ),
    line(
      'CloudWatch alarms',
      (ofCollectors + ofSinks) * prices.alarmMonth.usd,
      `${ofCollectors + ofSinks} metrics: ${ofCollectors} of collectors and endpoint, ${ofSinks} of sinks`,
    ),
    ...(spec.observability.dashboard
      ? [line('CloudWatch dashboards', prices.dashboardMonth.usd, 'one, from the load balancer to the lake')]
      : []),
  ]
}

/** Metrics that the alarms of collectors and endpoint look at, and those of the sinks. */
function alarmMetrics({ collector, sinks, observability }: Spec): [number, number] {
  const canary = observability.canary !== false
  const { service, events, deadLetters, sink, sinkWithCanary } = ALARM_METRICS
  const perSink = canary ? sinkWithCanary : sink
  return [
    service + (collector.solution === 'nginx-lua' ? events : 0) + (canary ? ALARM_METRICS.canary : 0),
    sinks.length === 0 ? 0 : deadLetters + sinks.reduce((sum, { topics }) => sum + perSink + topics.length, 0),
  ]
}

function notes(spec: Spec, traffic: Traffic, ownPrices: boolean): string[] {
  const { peakEventsPerSecond: peak, averageEventBytes: bytes } = spec.collector.load
  return [
    `the average load is taken as a third of the peak: ${figure(peak / PEAK_FACTOR)} of ${figure(peak)} events/s of ${figure(bytes)} bytes, ` +
      `${figure(traffic.eventsPerMonth / 1e6)} million events a month`,
    ...(ownPrices
      ? []
      : [`no price table for ${spec.region}: prices of us-east-1 are used; those of ${spec.region} differ`]),
    ...(spec.region.startsWith('cn-') ? ['the China regions bill in CNY, by a price list of their own'] : []),
    'not included: the Kafka cluster itself, which exists already (its storage grows with the retention of the topics)',
    'not included: NAT gateways and VPC endpoints, DNS, KMS, secrets, container registry, metrics of Container Insights, access logs, taxes, support; free tiers and discounts are left out too',
    'storage is that of one month of events, kept for one month: it adds up with every month that is kept',
    'the backup bucket is filled only while Kafka does not answer, so nothing is counted for it',
  ]
}
