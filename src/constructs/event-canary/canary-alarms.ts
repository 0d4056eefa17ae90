import { Duration, Stack } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { largestOf } from '../observability/largest-of.js'
import type { CanarySink, EventCanaryProps } from './event-canary-props.js'
import type { EventCanary } from './event-canary.js'
import { everyMinutes, freshnessThreshold } from './freshness-threshold.js'

/** Half an hour: a first deployment makes the connectors after the canary, and MSK Connect takes some 10 minutes for one. */
const UNMEASURED_MINUTES = 30

/** One alarm for the endpoint, one for the freshness of each sink, and one for what cannot be measured. */
export function addCanaryAlarms(canary: EventCanary, props: EventCanaryProps): void {
  const { region } = Stack.of(canary)
  const tail = `aws logs tail ${canary.function.logGroup.logGroupName} --since 15m --region ${region}`
  props.alarms.add('EndpointRefusesCanary', {
    metric: canary.metricFailures(),
    threshold: 0,
    periods: 3,
    missing: cloudwatch.TreatMissingData.BREACHING,
    description: `For 3 minutes the endpoint has not taken the event that is sent each minute, or nobody sends it: name, certificate, load balancer or collectors. Status and reason: ${tail}`,
  })
  const sinks = props.sinks ?? []
  for (const sink of sinks) addFreshnessAlarm(canary, props, sink)
  const minutes = Math.max(1, ...sinks.map(({ interval }) => everyMinutes(interval)))
  for (const { end, metric } of largestOf(sinks.map(({ name }) => canary.metricUnmeasured(name)))) {
    props.alarms.add(`Unmeasured${end}`, {
      metric,
      threshold: 0,
      period: Duration.minutes(minutes),
      periods: Math.ceil(UNMEASURED_MINUTES / minutes),
      description: `For ${UNMEASURED_MINUTES} minutes or more nobody could see whether events arrive in the lake: nothing was ever stored, rights are missing, or the query fails. Why: ${tail}`,
    })
  }
}

function addFreshnessAlarm(canary: EventCanary, { alarms }: EventCanaryProps, sink: CanarySink): void {
  const { region } = Stack.of(canary)
  const threshold = freshnessThreshold(sink.interval)
  alarms.add(`${sink.name}-Freshness`, {
    metric: canary.metricFreshness(sink.name),
    threshold: threshold.toSeconds(),
    period: Duration.minutes(everyMinutes(sink.interval)),
    periods: 1,
    description: `The newest event that can be read from ${placeOf(sink)} is more than ${threshold.toSeconds()} s old, with one a minute and a ${sink.type === 'iceberg' ? 'commit' : 'flush'} every ${sink.interval.toSeconds()} s. A connector can be RUNNING and commit offsets all the while: look for commits that fail, rights on the bucket or table, or a stuck task. Start with: aws kafkaconnect list-connectors --region ${region} --query 'connectors[].[connectorName,connectorState]'`,
  })
}

function placeOf(sink: CanarySink): string {
  return sink.type === 'iceberg' ? `${sink.database}.${sink.table}` : `s3://${sink.bucket.bucketName}/${sink.prefix}`
}
