import type { MaybeProblem } from '../platform/check-props.js'

/** A record of the largest body that the spec allows (10 MiB) and its `meta`: dead letters are as large as events. */
const LARGEST_REQUEST_BYTES = (10_240 + 64) * 1024

/**
 * A task without records is called once in this time, and the Iceberg sink answers its coordinator in such calls only: with Kafka
 * Connect's 60 s a quiet topic's commits time out after 30 s, and nothing is stored for minutes (measured on a worker 3.7.2).
 */
const OFFSET_FLUSH_MS = 1000

/** Converters are mandatory here and set again by each connector. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'key.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
  'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
  'offset.flush.interval.ms': String(OFFSET_FLUSH_MS),
  'producer.max.request.size': String(LARGEST_REQUEST_BYTES),
}

// Source of the three lists: MSK developer guide, "Supported worker configuration properties", read 2026-11.
const REFUSED_BEGINNINGS =
  /^(?:access\.control|admin|client|connect|inter\.worker|internal|listeners\.https|metrics|rest|sasl|security|socket|ssl|topic\.tracking|worker)\./
const REFUSED = [
  'bootstrap.servers',
  'config.storage.topic',
  'connections.max.idle.ms',
  'connector.client.config.override.policy',
  'group.id',
  'listeners',
  'metric.reporters',
  'plugin.path',
  'receive.buffer.bytes',
  'response.http.headers.config',
  'scheduled.rebalance.max.delay.ms',
  'send.buffer.bytes',
  'status.storage.topic',
]
const CLIENTS = {
  producer:
    'acks batch.size buffer.memory compression.type enable.idempotence key.serializer linger.ms max.request.size metadata.max.age.ms metadata.max.idle.ms partitioner.class reconnect.backoff.max.ms reconnect.backoff.ms request.timeout.ms retry.backoff.ms value.serializer',
  consumer:
    'allow.auto.create.topics auto.offset.reset check.crcs fetch.max.bytes fetch.max.wait.ms fetch.min.bytes heartbeat.interval.ms key.deserializer max.partition.fetch.bytes max.poll.interval.ms max.poll.records metadata.max.age.ms partition.assignment.strategy reconnect.backoff.max.ms reconnect.backoff.ms request.timeout.ms retry.backoff.ms session.timeout.ms value.deserializer',
}

/** The text of a worker configuration. */
export function workerProperties(own: Readonly<Record<string, string>> = {}): string {
  return Object.entries({ ...DEFAULTS, ...own })
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')
}

/** What MSK Connect would refuse when the worker configuration is made. */
export function workerPropertyProblems(own: Readonly<Record<string, string>> = {}): MaybeProblem[] {
  return Object.entries(own).map(([key, value]) => {
    if (typeof value !== 'string' || /[\r\n]/.test(`${key}${value}`)) {
      return {
        code: 'WorkerPropertyInvalid',
        message: `the worker property ${JSON.stringify(key)} is ${JSON.stringify(value)}, which is no line of text`,
        hint: 'write key and value as text without line breaks',
      }
    }
    const reason = refusal(key)
    return (
      reason !== undefined && {
        code: 'WorkerPropertyRefused',
        message: `MSK Connect refuses the worker property ${key}=${value}`,
        hint: reason,
      }
    )
  })
}

function refusal(key: string): string | undefined {
  if (key === 'connector.client.config.override.policy') {
    return 'leave it out: workers of 3.7.x allow a connector its own consumer group without it; for 2.7.1 see docs/replace-a-connector.md'
  }
  if (key === 'group.id')
    return "leave it out: it is the workers' own group; a sink's group is consumer.override.group.id"
  if (REFUSED.includes(key) || REFUSED_BEGINNINGS.test(key)) return 'leave it out: MSK Connect sets it itself'
  const [, client, rest] = /^(producer|consumer)\.(.+)$/.exec(key) ?? []
  if (client === undefined || CLIENTS[client as keyof typeof CLIENTS].split(' ').includes(rest ?? '')) return undefined
  return `give it to the connector, as ${client}.override.${rest}`
}
