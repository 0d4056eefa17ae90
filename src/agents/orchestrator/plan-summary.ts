import { estimateMonthlyCost } from '../../cost/index.js'
import { sinkId } from '../../spec/derived-names.js'
import { openPromises } from '../../spec/promises.js'
import { leavesOf } from '../../spec/index.js'
import type { Leaf, Provenance, Question, Solution, Spec } from '../../spec/index.js'
import type { Workspace } from '../workspace.js'

/** A plan in the few figures that a person decides by. */
export interface PlanSummary {
  readonly name: string
  readonly region: string
  readonly solution: Solution
  readonly auth: Spec['kafka']['auth']
  readonly cluster: string
  readonly load: Spec['collector']['load']
  readonly tasks: Spec['collector']['tasks']
  readonly exposure: Spec['network']['exposure']
  readonly tls: boolean
  readonly topics: readonly string[]
  readonly sinks: readonly { readonly id: string; readonly target: string; readonly withinSeconds: number }[]
  readonly monthlyUsd: number
  readonly pricesAsOf: string
  readonly dearest: readonly { readonly what: string; readonly usd: number }[]
  /** Defaults that a person should look at, because another value would change sizes or architecture. */
  readonly assumed: readonly { readonly path: string; readonly value: Leaf }[]
  readonly openPromises: readonly string[]
}

/** Defaults worth a second look. */
const WORTH_A_LOOK = [
  'name',
  'collector.solution',
  'collector.durability',
  'collector.load.peakEventsPerSecond',
  'collector.load.averageEventBytes',
  'network.exposure',
  'kafka.auth',
  'topics.0.name',
]

export type PlanAnswer =
  | { readonly ready: true; readonly plan: PlanSummary }
  | { readonly ready: false; readonly known: Readonly<Record<string, Leaf>>; readonly questions: readonly Question[] }

/** The plan once the spec is ready; until then what is known and what is open. */
export function planAnswer(workspace: Workspace): PlanAnswer {
  const { spec: known, provenance, questions, ready } = workspace.result()
  if (!ready) return { ready: false, known: Object.fromEntries(leavesOf(known)), questions }
  const spec = workspace.spec()
  const cost = estimateMonthlyCost(spec, workspace.lock)
  const leaves = new Map(leavesOf(spec))
  const nobodySaid = ({ origin }: Provenance): boolean => origin === 'default' || origin === 'derived'
  const plan: PlanSummary = {
    name: spec.name,
    region: spec.region,
    solution: spec.collector.solution,
    auth: spec.kafka.auth,
    cluster: spec.kafka.cluster,
    load: spec.collector.load,
    tasks: spec.collector.tasks,
    exposure: spec.network.exposure,
    tls: spec.network.certificateArn !== undefined,
    topics: spec.topics.map(({ name, partitions }) => `${name} (${partitions})`),
    sinks: spec.sinks.map((sink, index) => ({
      id: sinkId(spec, index),
      target: sink.type === 's3-json' ? `s3://${sink.bucket}/${sink.prefix}/` : `${sink.database}.${sink.table}`,
      withinSeconds: sink.type === 's3-json' ? sink.flushSeconds : sink.commitSeconds,
    })),
    monthlyUsd: cost.total,
    pricesAsOf: cost.pricesAsOf,
    dearest: [...cost.lines]
      .sort((a, b) => b.usd - a.usd)
      .slice(0, 3)
      .map(({ what, usd }) => ({ what, usd })),
    assumed: WORTH_A_LOOK.flatMap((path) => {
      const value = leaves.get(path)
      const entry = provenance[path]
      return value !== undefined && entry !== undefined && nobodySaid(entry) ? [{ path, value }] : []
    }),
    openPromises: openPromises(spec),
  }
  return { ready: true, plan }
}
