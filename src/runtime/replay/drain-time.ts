import type { Spec } from '../../spec/schema.js'

/** What librdkafka's own attempts take before an event is sent again from the disk. Source: kafka_config.lua, `message.timeout.ms`. */
const LIBRDKAFKA_SECONDS = 30

/**
 * Seconds after which an event has left its collector's disk, if its disk lives: the longest outage that the disk is made for, as long
 * again to send it all (a collector sends what it spilled at least as fast as it came: 60 s of outage at full rate are sent in less,
 * contract test `outage`), and what the client library tries by itself.
 */
export function drainSeconds({ collector }: Pick<Spec, 'collector'>): number {
  return 2 * collector.outageMinutes * 60 + LIBRDKAFKA_SECONDS
}

/** Clocks of collectors and brokers may differ by this much. */
export const CLOCK_SKEW_MS = 5 * 60_000
