import type { SinkSpec, Spec } from '../spec/schema.js'
import { HOURS, METADATA_FILES_PER_COMMIT, SECONDS, STORED_SHARE } from './assumptions.js'
import { type CostLine, figure, line } from './line.js'
import type { PriceTable } from './prices.js'
import { averageCount, partitionsOf, shareOf, type Traffic } from './traffic.js'

/** One sink: its connector's workers, the storage of one month of its events for one month, and the requests that write them. */
export function sinkLines(spec: Spec, sink: SinkSpec, traffic: Traffic, prices: PriceTable): CostLine[] {
  const name = sinkName(sink)
  const { mcu, minWorkers, maxWorkers } = sink.capacity
  const workers = averageCount(minWorkers, maxWorkers)
  const share = shareOf(spec, sink)
  const storedGb = traffic.eventGb * share * STORED_SHARE
  const { puts, basis } = requests(sink, partitionsOf(spec, sink))
  return [
    line(
      `MSK Connect, ${name}`,
      workers * mcu * prices.mcuHour.usd * HOURS,
      `${figure(workers, 2)} of ${minWorkers} to ${maxWorkers} workers on average (a third of the most, at least the least) of ${mcu} MCU, ${HOURS} h`,
    ),
    line(
      `S3 storage, ${name}`,
      storedGb * prices.s3GbMonth.usd,
      `${figure(storedGb)} GB: one month of ${figure(share * 100)} % of the events, compressed to ${STORED_SHARE * 100} %, kept for one month`,
    ),
    line(`S3 PUT requests, ${name}`, puts * prices.s3Put.usd, basis),
  ]
}

/** How an estimate calls a sink: `s3-json events` (its prefix), `iceberg clickstream.app_logs`. */
export function sinkName(sink: SinkSpec): string {
  return sink.type === 's3-json' ? `s3-json ${sink.prefix}` : `iceberg ${sink.database}.${sink.table}`
}

/** A JSON file for each partition and flush; a data file for each partition and commit to a table, and the commit's own files. */
function requests(sink: SinkSpec, partitions: number): { puts: number; basis: string } {
  if (sink.type === 's3-json') {
    const puts = (SECONDS / sink.flushSeconds) * partitions
    return {
      puts,
      basis: `${figure(puts, 0)}: one file for each of ${partitions} partitions every ${sink.flushSeconds} s`,
    }
  }
  const puts = (SECONDS / sink.commitSeconds) * (partitions + METADATA_FILES_PER_COMMIT)
  return {
    puts,
    basis: `${figure(puts, 0)}: every ${sink.commitSeconds} s at most one file for each of ${partitions} partitions, and ${METADATA_FILES_PER_COMMIT} of metadata`,
  }
}
