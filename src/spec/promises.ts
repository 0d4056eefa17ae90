import type { Spec } from './schema.js'

const LUA = [
  'What only the backup bucket has (a task died with its disk while Kafka was away) comes back by hand: there is no `clickstream replay` yet.',
  'The shipper was tried with Fluent Bit 5.1.1, built from source, against a local S3 server; the image aws-for-fluent-bit 3.4.16 has not been run yet.',
  'A task whose Fluent Bit ends twice within a minute goes on without it (ECS starts it again only after it ran for a minute): events are stored, but not backed up, and no alarm tells.',
]

const VECTOR = [
  'While Kafka is away events are refused with 503 and Retry-After: there is no spill to disk yet, so collector.outageMinutes and backup have no effect on the collectors.',
  'One request holds one event: batches (JSON arrays, NDJSON), compressed bodies, text/plain beacons as batches and GET ?data= are refused.',
  'Refused events are not kept: there is no rejected stream in the backup bucket yet.',
  'A client cannot name the id of an event (x-event-id): a request that is sent again gets a new meta.id.',
  'At the stop signal the listener closes at once: a load balancer that still sends new connections to a stopping task sees them refused.',
  'Vector keeps events in memory only until Kafka acknowledges them: there is no disk buffer yet.',
  'An event that Kafka refuses for good (larger than the topic takes, unknown topic) is answered with 503 like any other that was not stored: a client that sends it again hears 503 again.',
  'An event that was answered with 503 may still reach Kafka when the broker returns within 5 s; sent again, it has another meta.id.',
  "Vector's memory has no firm limit while Kafka is away: 200 clients that send 700 KB each at once took it to 510 MB in a task of 512 MiB.",
  "There are no metrics beyond Vector's own health check, which does not notice a Kafka client that can never deliver again.",
  'Vector refuses numbers beyond the range of a double (1e400) and more than 127 levels of nesting with 400; nginx-lua takes such numbers.',
  'What ran against Kafka is Vector 0.58.0, built from source; the image starts from 0.57.0, the newest release then.',
]

const VECTOR_LOGIN: Readonly<Record<Spec['kafka']['auth'], readonly string[]>> = {
  iam: [],
  scram: ['No Vector of this version has been tried against a cluster with SCRAM yet.'],
  tls: ['No Vector of this version has been tried against a cluster with TLS yet.'],
  none: [],
}

const CONNECTORS =
  'The connectors ran on Kafka Connect workers of their own, with an S3 server on the same machine; MSK Connect itself has not run them yet.'

const COMMANDS =
  'Planning and generating work; deploying, building images, making topics over the Kafka protocol and the traffic test have no command yet.'

/** What the design promises for this spec and this version does not do yet, in full sentences, most important first. */
export function openPromises(spec: Spec): readonly string[] {
  return [
    ...(spec.collector.solution === 'nginx-lua'
      ? LUA
      : [...VECTOR, ...VECTOR_LOGIN[spec.kafka.auth], ...unmetByVector(spec)]),
    ...(spec.sinks.length === 0 ? [] : [CONNECTORS]),
    COMMANDS,
  ]
}

function unmetByVector({ collector: { routing, meta, limits, durability } }: Spec): string[] {
  return [
    ...(routing.key === 'none' ? [] : ['collector.routing.key has no effect yet: records are written without a key.']),
    ...(meta.query || meta.userAgent ? ['meta.query and meta.ua are not recorded yet.'] : []),
    ...(limits.perAddressPerSecond + limits.perProjectPerSecond === 0
      ? []
      : ['collector.limits has no effect yet: no request is answered with 429.']),
    ...(durability === 'acknowledged'
      ? []
      : ['With durability buffered, an event whose delivery fails after its 200 is lost.']),
  ]
}
