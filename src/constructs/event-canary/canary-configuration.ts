import type { MaybeProblem } from '../platform/check-props.js'
import type { CanarySink, EventCanaryProps } from './event-canary-props.js'
import { everyMinutes } from './freshness-threshold.js'

/** Environment variables of a function, names included. Source: Lambda quotas, 4 KB; some are left for a host name that is a token here. */
const MOST_CHARACTERS = 3_800

/** What the function reads from its environment; `handler/beat.mjs` says what for. */
export function canaryConfiguration(props: EventCanaryProps, workGroup: string | undefined): object {
  const { url, checkHostName = true, header = 'project', sinks = [] } = props
  return {
    service: props.name,
    endpoint: { url, checkName: checkHostName },
    header,
    topics: props.topics,
    ...(workGroup !== undefined && { workGroup }),
    sinks: sinks.map((sink) => ({
      name: sink.name,
      type: sink.type,
      // Topics are many and long; most sinks have all of them.
      ...(sink.topics.join() !== props.topics.join() && { topics: sink.topics }),
      intervalSeconds: sink.interval.toSeconds(),
      everyMinutes: everyMinutes(sink.interval),
      ...placeOf(sink),
    })),
  }
}

/** Whether it fits into a function's environment. */
export function configurationProblem(configuration: object): MaybeProblem {
  const { length } = JSON.stringify(configuration)
  return (
    length > MOST_CHARACTERS && {
      code: 'CanaryTooLarge',
      message: `the canary has ${length} characters of topics and sinks to know, and a function's environment takes ${MOST_CHARACTERS}`,
      hint: 'make two canaries, or watch fewer topics',
    }
  )
}

function placeOf(sink: CanarySink): object {
  return sink.type === 'iceberg'
    ? { database: sink.database, table: sink.table }
    : { bucket: sink.bucket.bucketName, prefix: sink.prefix }
}
