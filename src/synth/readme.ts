import { estimateMonthlyCost } from '../cost/index.js'
import type { EnvironmentLock } from '../spec/lock.js'
import { CONTAINERS, DRAIN_SECONDS } from '../spec/container-facts.js'
import { readPluginLock } from '../plugins/plugin-lock.js'
import { leavesOf } from '../spec/paths.js'
import { openPromises } from '../spec/promises.js'
import type { Provenance, ProvenanceMap } from '../spec/provenance.js'
import { REGIONS } from '../spec/regions.js'
import type { SinkSpec, Spec } from '../spec/schema.js'
import { spillBytesFor, taskDiskGiB } from '../spec/sizing.js'
import { topicPlan } from '../spec/topic-plan.js'
import { composition } from './composition.js'
import type { ComposedStack } from './composition.js'
import { connectorFacts } from './connector-facts.js'
import { deployCommand } from './deploy-command.js'
import { deploymentParameters } from './deployment-parameters.js'
import { template } from '../containers/templates.js'

export interface ReadmeInput {
  readonly spec: Spec
  readonly provenance: ProvenanceMap
  readonly lock?: EnvironmentLock
  /** Version of this library. */
  readonly version: string
  /** Whether the project carries the packed library. */
  readonly vendored: boolean
}

/** What operators ask about first; the rest is in `clickstream.yaml`. */
const SIZES =
  /^(?:collector\.(?:load|tasks)\.|topics\.\d+\.(?:partitions|retentionHours)$|sinks\.\d+\.(?:capacity\.|flushSeconds$|commitSeconds$))/

/** The project's README, for those who operate it. */
export function renderReadme({ spec, provenance, lock, version, vendored }: ReadmeInput): string {
  const parameters = deploymentParameters(spec, lock)
  const cost = estimateMonthlyCost(spec, lock)
  const facts = connectorFacts(spec, lock)
  return template('project/README.md.hbs')({
    name: spec.name,
    version,
    vendored,
    hasSinks: spec.sinks.length > 0,
    canRehearse: spec.sinks.length > 0 && spec.collector.solution === 'nginx-lua',
    pluginMegabytes: pluginMegabytes(spec),
    jsonSinks: spec.sinks.filter(({ type }) => type === 's3-json').map(jsonFolder),
    solution:
      spec.collector.solution === 'nginx-lua'
        ? 'nginx + Lua on Fargate behind an NLB'
        : 'nginx + Vector on Fargate behind an ALB',
    place: placeOf(spec),
    stacks: composition(spec).map((stack) => ({
      stack: `${spec.name}-${stack.suffix}`,
      what: contentsOf(stack, spec),
    })),
    bootstrap: bootstrapCommand(spec),
    parameters: parameters.length > 0,
    parameterHelp: [...new Map(parameters.map((parameter) => [parameter.name, parameter])).values()].map(
      (parameter) => ({
        ...parameter,
        find: parameter.find.replaceAll('|', '\\|'),
      }),
    ),
    deployCommand: deployCommand(spec, lock),
    manageRules: spec.kafka.manageSecurityGroupRules,
    toolTopics: spec.topicManagement === 'tool',
    topics: topicPlan(spec).map((topic) => ({ ...topic, reason: cell(topic.reason) })),
    sizes: leavesOf(spec)
      .filter(([path]) => SIZES.test(path))
      .map(([path, value]) => ({ path, value: cell(String(value)), reason: reasonOf(provenance[path]) })),
    cost: {
      ...cost,
      total: dollars(cost.total),
      lines: cost.lines.map(({ what, usd, basis }) => ({ what: cell(what), usd: dollars(usd), basis: cell(basis) })),
      notes: cost.notes.map(cell),
    },
    ...storage(spec),
    promises: openPromises(spec).map(cell),
    placeholders: Object.values(facts).some((fact) => String(fact).startsWith('${')),
  })
}

/** The plugin of each kind of sink, by the name of its lock. */
const PLUGINS = { 's3-json': 's3-json-sink', iceberg: 'iceberg-sink' } as const

function pluginMegabytes({ sinks }: Spec): number {
  const locks = [...new Set(sinks.map(({ type }) => PLUGINS[type]))].map((name) => readPluginLock(name))
  const bytes = locks.flatMap(({ artifacts }) => artifacts).reduce((sum, artifact) => sum + artifact.bytes, 0)
  return Math.ceil(bytes / 1e6)
}

/** Days after which S3 gives up an upload that nobody ended: long enough for any outage that the topics survive. */
const UPLOAD_DAYS = 7

/** What the owner of the bucket has to know about the files of a JSON sink. */
function jsonFolder({ bucket, prefix = '' }: SinkSpec): object {
  const rule = {
    ID: `unfinished-uploads-${prefix.replaceAll(/[^\w-]/g, '-')}`,
    Status: 'Enabled',
    Filter: { Prefix: `${prefix}/` },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: UPLOAD_DAYS },
  }
  return { bucket, prefix, rules: JSON.stringify({ Rules: [rule] }) }
}

/** Where events are while Kafka is away, for the solution that keeps them. */
function storage({ collector, backup, kafka }: Spec): object {
  const stops = CONTAINERS[collector.solution].map(({ name, stopTimeoutSeconds: seconds }) => ({ name, seconds }))
  return {
    spills: collector.solution === 'nginx-lua',
    scram: kafka.auth === 'scram',
    namesKey: kafka.secretKeyArn !== undefined,
    acknowledged: collector.durability === 'acknowledged',
    spillGiB: spillBytesFor(collector) / 1024 ** 3,
    diskGiB: taskDiskGiB(collector),
    outageMinutes: collector.outageMinutes,
    backupBucket: backup.bucket,
    backupPrefix: backup.prefix,
    drainSeconds: DRAIN_SECONDS,
    stopSeconds: stops.reduce((sum, { seconds }) => sum + seconds, 0),
    stopSequence: stops.map(({ name, seconds }) => `${seconds} s for \`${name}\``).join(', then '),
  }
}

function placeOf({ region }: Spec): string {
  const place = REGIONS.find(({ code }) => code === region)?.place
  return place === undefined ? region : `${region} (${place})`
}

function contentsOf({ part }: ComposedStack, spec: Spec): string {
  if (part === 'topics') return `the ${topicPlan(spec).length} Kafka topics`
  if (part === 'connectors') {
    return spec.sinks
      .map((sink) =>
        sink.type === 's3-json'
          ? `JSON files in \`s3://${sink.bucket}/${sink.prefix}/\``
          : `Iceberg table \`${sink.database}.${sink.table}\``,
      )
      .join(', ')
  }
  const { min, max, cpu, memoryMiB } = spec.collector.tasks
  return `${min} to ${max} collector tasks (${cpu / 1024} vCPU, ${memoryMiB} MiB), the load balancer, alarms`
}

function bootstrapCommand({ account, region, platform }: Spec): string {
  const qualifier = platform.bootstrapQualifier === undefined ? '' : ` --qualifier ${platform.bootstrapQualifier}`
  return `aws://${account ?? '<account>'}/${region}${qualifier}`
}

function reasonOf(provenance: Provenance | undefined): string {
  if (provenance?.formula !== undefined) return cell(provenance.formula)
  if (provenance?.origin === 'said' && provenance.quote !== undefined) return `said: “${cell(provenance.quote)}”`
  if (provenance?.origin === 'looked-up')
    return `looked up${provenance.call === undefined ? '' : `: ${cell(provenance.call)}`}`
  return provenance?.origin === 'file' ? 'set in `clickstream.yaml`' : 'default'
}

function dollars(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** Text for one cell of a table: one line, and nothing in it that Markdown or HTML would read as more than text. */
function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\|<>[\]]/g, (character) => `\\${character}`)
}
