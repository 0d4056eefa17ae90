import { Duration } from 'aws-cdk-lib/core'

/** Minutes between two measurements: as often as something new can be there, and a minute at least. */
export function everyMinutes(interval: Duration): number {
  return Math.max(1, Math.round(interval.toSeconds() / 60))
}

/**
 * How old the newest event may be: three intervals. It may always be one interval and the minute between two canaries old, and
 * with a minute more for commit and measurement that is the least.
 */
export function freshnessThreshold(interval: Duration): Duration {
  return Duration.seconds(Math.max(3 * interval.toSeconds(), interval.toSeconds() + 120))
}
