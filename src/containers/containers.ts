import { ClickstreamError } from '../errors.js'
import { DRAIN_SECONDS, SHIPPER_GRACE_SECONDS } from '../spec/container-facts.js'
import { collectorRules } from '../spec/rules/collector.js'
import type { Solution, Spec } from '../spec/schema.js'
import { peakBytesPerTask, spillBytesFor } from '../spec/sizing.js'
import { template, templateFiles } from './templates.js'

/** Folders of `templates/` that a solution consists of. */
const FOLDERS: Readonly<Record<Solution, readonly string[]>> = {
  'nginx-lua': ['nginx-lua', 'fluent-bit'],
  'nginx-vector': ['nginx-vector'],
}

/** Files of one folder that are written into another too. */
const SHARED: Readonly<Record<Solution, Readonly<Record<string, string>>>> = {
  'nginx-lua': { 'fluent-bit/health.sh': 'nginx-lua/health.sh' },
  'nginx-vector': {
    'nginx-vector/nginx/listen.sh': 'nginx-lua/listen.sh',
    'nginx-vector/nginx/health.sh': 'nginx-lua/health.sh',
    'nginx-vector/vector/health.sh': 'nginx-lua/health.sh',
  },
}

/**
 * What the images start from. The real runs of `vector.yaml` use Vector 0.58.0, which has no image yet, and those of
 * `fluent-bit.yaml` Fluent Bit 5.1.1.
 */
const IMAGES = {
  debian: { registry: 'public.ecr.aws', name: 'docker/library/debian:trixie-slim' },
  fluentBit: { registry: 'public.ecr.aws', name: 'aws-observability/aws-for-fluent-bit:3.4.16' },
  vector: { registry: 'docker.io', name: 'timberio/vector:0.57.0-debian' },
}

const image = (spec: Spec, { registry, name }: { registry: string; name: string }): string =>
  `${spec.platform.imageMirror ?? registry}/${name}`

/** A client's place in X-Forwarded-For behind an ALB, which appends one address itself: the (trusted hops + 1)-th from the right. */
const forwardedPattern = (trustedHops: number): string =>
  `(?:^|,)\\s*(?<forwarded>[0-9A-Fa-f.:]{2,45})\\s*(?:,[^,]*){${trustedHops}}$`

/** Disk for refused bodies until they are shipped: a thousand of the largest (64 KiB in the stream). */
const REJECTED_BYTES = 64 * 1024 * 1024

/** Around an event in a line of the spill: frame, topic, key, address, and 2 KiB of query and 512 bytes of user agent with JSON's escapes. */
const LINE_KIB = 16

/** Longest line that the shipper has to read: an event, or a refused body (64 KiB in base64); at least Fluent Bit's step of 512 KB. */
const longestLineBytes = (maxBodyKiB: number): number => (Math.max(512, maxBodyKiB) + LINE_KIB) * 1024

/** `header:<name>` or `json:<path>` as the collector uses it: nginx has header names in lower case, a path is a list of members. */
const routingKey = (key: string): { kind: string; name: string | readonly string[] } => {
  const [kind = 'none', name = ''] = key.split(':')
  return { kind, name: kind === 'json' ? name.split('.') : name.toLowerCase() }
}

/** What may be known at deployment only; the containers then get it as an environment variable. */
export type LateContainerFact = 'AWS_REGION' | 'CLICKSTREAM_BACKUP_BUCKET'

const view = (spec: Spec, late: readonly LateContainerFact[]): object => {
  const unless = (fact: LateContainerFact, value: string): string => (late.includes(fact) ? `\${${fact}}` : value)
  const { auth } = spec.kafka
  const { collector } = spec
  const workers = Math.max(1, Math.floor(collector.tasks.cpu / 1024))
  const key = routingKey(collector.routing.key)
  return {
    acknowledged: collector.durability === 'acknowledged',
    address: collector.meta.ip,
    auth,
    backupBucket: unless('CLICKSTREAM_BACKUP_BUCKET', spec.backup.bucket),
    backupPrefix: spec.backup.prefix,
    baseImage: image(spec, IMAGES.debian),
    // Events that wait for Vector's producer, beside those that wait in it.
    bufferBytes: Math.floor((spec.collector.tasks.memoryMiB * 1024 * 1024) / 8),
    // nginx-vector only: the Lua collector knows its own headers.
    corsHeaders: `Content-Type, ${collector.routing.header}`,
    corsOrigins: collector.corsOrigins,
    defaultTopic: collector.routing.default,
    drainSeconds: DRAIN_SECONDS,
    durability: collector.durability,
    fluentBitImage: image(spec, IMAGES.fluentBit),
    forwardedPattern: forwardedPattern(collector.trustedHops),
    graceSeconds: SHIPPER_GRACE_SECONDS,
    keepQuery: collector.meta.query,
    keepUserAgent: collector.meta.userAgent,
    keepsAddress: collector.meta.ip !== 'none',
    limitPerAddress: collector.limits.perAddressPerSecond,
    limitPerProject: collector.limits.perProjectPerSecond,
    longestLineBytes: longestLineBytes(collector.maxBodyKiB),
    maxBodyBytes: collector.maxBodyKiB * 1024,
    maxBodyKiB: collector.maxBodyKiB,
    maxMessageBytes: String(collector.maxBodyKiB * 1024 + 4096),
    paths: collector.paths,
    peakBytesPerSecond: peakBytesPerTask(collector.load, collector.tasks),
    projectHeader: collector.routing.header,
    // A quarter of the task's memory waits for the broker at most; a producer a worker (nginx-lua), or one in all (Vector).
    queueKiB: quarterOfMemoryKiB(spec, collector.solution === 'nginx-lua' ? workers : 1),
    knowsRegion: !late.includes('AWS_REGION'),
    region: unless('AWS_REGION', spec.region),
    rejectedBytes: REJECTED_BYTES,
    routingKeyKind: key.kind,
    routingKeyName: key.name,
    scram: auth === 'scram',
    service: spec.name,
    spillBytes: spillBytesFor(collector),
    tls: auth === 'tls' || auth === 'scram',
    topics: [...new Set([collector.routing.default, ...collector.routing.topics])],
    truncatesAddress: collector.meta.ip === 'truncated',
    trustedHops: collector.trustedHops,
    vectorImage: image(spec, IMAGES.vector),
    workers,
  }
}

const quarterOfMemoryKiB = (spec: Spec, producers: number): number | string => {
  const share = Math.floor((spec.collector.tasks.memoryMiB * 1024) / 4 / producers)
  return spec.collector.solution === 'nginx-lua' ? share : String(share)
}

const refuse = (spec: Spec): void => {
  const [reserved] = collectorRules(spec)
  if (reserved !== undefined) throw new ClickstreamError(reserved.message, { ...reserved, exitCode: 3 })
  if (spec.collector.solution === 'nginx-vector' && spec.kafka.auth === 'iam') {
    throw new ClickstreamError('kafka.auth is iam, which Vector does not speak', {
      code: 'VectorWithoutIam',
      path: 'kafka.auth',
      hint: 'Use scram or tls with nginx-vector, or nginx-lua with iam.',
      exitCode: 3,
    })
  }
}

/**
 * Renders the container folders of the spec's solution: file texts by path below `containers/`, such as
 * `nginx-lua/Dockerfile`. Throws `ReservedPath`, `VectorWithoutIam` or `UnrenderableValue`.
 */
export const renderContainers = (spec: Spec, late: readonly LateContainerFact[] = []): Map<string, string> => {
  refuse(spec)
  const { solution } = spec.collector
  const sources = [
    ...FOLDERS[solution].flatMap(templateFiles).map((source) => [source.replace(/\.hbs$/, ''), source] as const),
    ...Object.entries(SHARED[solution]),
  ]
  const values = view(spec, late)
  const files = new Map<string, string>()
  for (const [target, source] of sources.sort(([left], [right]) => (left < right ? -1 : 1))) {
    files.set(target, template(source)(values))
  }
  return files
}
