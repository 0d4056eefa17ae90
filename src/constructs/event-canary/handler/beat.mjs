// One minute's work: send an event to each topic, and see how old the newest one is that can be read from each sink.
import { randomUUID } from 'node:crypto'
import { metricsLine } from './emf.mjs'
import { icebergAge } from './iceberg.mjs'
import { jsonFilesAge } from './json-files.mjs'

const AGES = { iceberg: icebergAge, 's3-json': jsonFilesAge }

/** What is sent. Whoever reads the lake tells it by its beginning, `{"clickstream_canary":`. */
export const canaryEvent = (id, now) => JSON.stringify({ clickstream_canary: id, sent_at: now.toISOString() })

/** Whether a sink is measured in this minute. */
export const isDue = ({ everyMinutes }, scheduled) => Math.floor(scheduled.getTime() / 60_000) % everyMinutes === 0

const send = async ({ header, topics }, { post }, now) =>
  Promise.all(
    topics.map(async (topic) => {
      const id = randomUUID()
      const headers = { [header]: topic, 'x-event-id': id, 'content-type': 'application/json' }
      const begin = performance.now()
      try {
        const status = await post(canaryEvent(id, now), headers)
        return {
          topic,
          milliseconds: performance.now() - begin,
          ...(status !== 200 && { failure: `answered ${status}` }),
        }
      } catch (error) {
        return { topic, failure: reasonOf(error) }
      }
    }),
  )

const measure = async (sink, parts, now) => {
  try {
    return { sink: sink.name, seconds: Math.max(0, await AGES[sink.type](sink, parts, now)) }
  } catch (error) {
    return { sink: sink.name, failure: reasonOf(error) }
  }
}

const reasonOf = (error) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error))

/** Does it all and prints the metrics; throws nothing, because a Lambda function that fails is called again. */
export const beat = async (config, parts, scheduled, now = new Date()) => {
  const sent = await send(config, parts, now)
  const due = config.sinks.filter((sink) => isDue(sink, scheduled))
  const measured = await Promise.all(due.map((sink) => measure({ topics: config.topics, ...sink }, parts, now)))
  const line = (dimensions, values, more) => parts.print(metricsLine(now, dimensions, values, more))
  const failed = sent.filter(({ failure }) => failure !== undefined)
  const latencies = sent.map(({ milliseconds }) => milliseconds).filter((value) => value !== undefined)
  line(
    { service: config.service },
    {
      CanaryFailures: [failed.length, 'Count'],
      ...(latencies.length > 0 && { CanaryLatency: [Math.max(...latencies), 'Milliseconds'] }),
    },
    { failed },
  )
  for (const { sink, seconds, failure } of measured) {
    line(
      { service: config.service, sink },
      {
        MeasurementFailures: [failure === undefined ? 0 : 1, 'Count'],
        ...(seconds !== undefined && { FreshnessSeconds: [seconds, 'Seconds'] }),
      },
      failure === undefined ? {} : { failure },
    )
  }
  return { sent, measured }
}
