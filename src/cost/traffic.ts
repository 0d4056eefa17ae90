import type { SinkSpec, Spec } from '../spec/schema.js'
import { PEAK_FACTOR } from '../spec/sizing.js'
import { GB, REQUEST_OVERHEAD_BYTES, RESPONSE_BYTES, SECONDS } from './assumptions.js'

/** What passes through in a month of average load. */
export interface Traffic {
  /** Average events a second: the peak divided by three. */
  readonly eventsPerSecond: number
  readonly eventsPerMonth: number
  /** GB of events a month, before compression. */
  readonly eventGb: number
  /** GB a month in and out of the load balancer, with requests' and responses' overhead. */
  readonly requestGb: number
  /** GB of responses a month. */
  readonly responseGb: number
}

/** The month of average load that a spec's peak stands for. */
export function trafficOf(load: Spec['collector']['load']): Traffic {
  const eventsPerSecond = load.peakEventsPerSecond / PEAK_FACTOR
  const eventsPerMonth = eventsPerSecond * SECONDS
  const gb = (bytes: number): number => (eventsPerMonth * bytes) / GB
  return {
    eventsPerSecond,
    eventsPerMonth,
    eventGb: gb(load.averageEventBytes),
    requestGb: gb(load.averageEventBytes + REQUEST_OVERHEAD_BYTES + RESPONSE_BYTES),
    responseGb: gb(RESPONSE_BYTES),
  }
}

/** Partitions of the topics that a sink reads. */
export function partitionsOf(spec: Spec, sink: SinkSpec): number {
  return partitions(spec.topics.filter((topic) => sink.topics.includes(topic.name)))
}

/** The share of all events that a sink reads, from 0 to 1: topics share the load in proportion to their partitions. */
export function shareOf(spec: Spec, sink: SinkSpec): number {
  return partitionsOf(spec, sink) / partitions(spec.topics)
}

const partitions = (topics: Spec['topics']): number => topics.reduce((sum, topic) => sum + topic.partitions, 0)

/** How many of a scaled group run on average: a third of the most, as the load is, and never below the least. */
export function averageCount(min: number, max: number): number {
  return Math.max(min, max / PEAK_FACTOR)
}
