import { ClickstreamError } from '../errors.js'
import { collectorRules } from '../spec/rules/collector.js'
import type { Solution, Spec } from '../spec/schema.js'
import { template, templateFiles } from './render/templates.js'

/** Files of one solution that are written into a folder of the other too. */
const SHARED: Readonly<Record<Solution, Readonly<Record<string, string>>>> = {
  'nginx-lua': {},
  'nginx-vector': {
    'nginx-vector/nginx/listen.sh': 'nginx-lua/listen.sh',
    'nginx-vector/nginx/health.sh': 'nginx-lua/health.sh',
    'nginx-vector/vector/health.sh': 'nginx-lua/health.sh',
  },
}

/** What the images start from; the real runs of `vector.yaml` use Vector 0.58.0, which has no image yet. */
const IMAGES = {
  debian: { registry: 'public.ecr.aws', name: 'docker/library/debian:trixie-slim' },
  vector: { registry: 'docker.io', name: 'timberio/vector:0.57.0-debian' },
}

const image = (spec: Spec, { registry, name }: { registry: string; name: string }): string =>
  `${spec.platform.imageMirror ?? registry}/${name}`

/** A client's place in X-Forwarded-For behind an ALB, which appends one address itself: the (trusted hops + 1)-th from the right. */
const forwardedPattern = (trustedHops: number): string =>
  `(?:^|,)\\s*(?<forwarded>[0-9A-Fa-f.:]{2,45})\\s*(?:,[^,]*){${trustedHops}}$`

const view = (spec: Spec): object => {
  const { auth } = spec.kafka
  const { collector } = spec
  const workers = Math.max(1, Math.floor(collector.tasks.cpu / 1024))
  return {
    acknowledged: collector.durability === 'acknowledged',
    address: collector.meta.ip,
    auth,
    baseImage: image(spec, IMAGES.debian),
    // Events that wait for Vector's producer, beside those that wait in it.
    bufferBytes: Math.floor((spec.collector.tasks.memoryMiB * 1024 * 1024) / 8),
    corsHeaders: `Content-Type, ${collector.routing.header}`,
    corsOrigins: collector.corsOrigins,
    defaultTopic: collector.routing.default,
    durability: collector.durability,
    forwardedPattern: forwardedPattern(collector.trustedHops),
    keepsAddress: collector.meta.ip !== 'none',
    maxBodyBytes: collector.maxBodyKiB * 1024,
    maxBodyKiB: collector.maxBodyKiB,
    maxMessageBytes: String(collector.maxBodyKiB * 1024 + 4096),
    paths: collector.paths,
    projectHeader: collector.routing.header,
    // A quarter of the task's memory waits for the broker at most; a producer a worker (nginx-lua), or one in all (Vector).
    queueKiB: quarterOfMemoryKiB(spec, collector.solution === 'nginx-lua' ? workers : 1),
    region: spec.region,
    scram: auth === 'scram',
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
export const renderContainers = (spec: Spec): Map<string, string> => {
  refuse(spec)
  const { solution } = spec.collector
  const sources = [
    ...templateFiles(solution).map((source) => [source.replace(/\.hbs$/, ''), source] as const),
    ...Object.entries(SHARED[solution]),
  ]
  const values = view(spec)
  const files = new Map<string, string>()
  for (const [target, source] of sources.sort(([left], [right]) => (left < right ? -1 : 1))) {
    files.set(target, template(source)(values))
  }
  return files
}
