import { compareSolutions } from '../../cost/index.js'
import { AUTH_MODES } from '../../spec/index.js'
import type { EnvironmentLock, Solution, Spec } from '../../spec/index.js'
import { count, many, usd } from '../text.js'
import { FIGURES } from './figures.js'

export interface ComparisonRow {
  readonly aspect: string
  readonly 'nginx-lua': string
  readonly 'nginx-vector': string
  readonly source?: string
}

export interface Comparison {
  readonly load: Spec['collector']['load']
  /** False where nobody said a load and the default one is compared. */
  readonly loadIsKnown: boolean
  readonly rows: readonly ComparisonRow[]
  readonly monthlyUsd: Readonly<Record<Solution, number>>
  readonly pricesAsOf: string
}

/** Both solutions for one load, aspect by aspect. */
export function compareFor(spec: Spec, loadIsKnown: boolean, lock?: EnvironmentLock): Comparison {
  const costs = compareSolutions(spec, lock)
  const of = (solution: Solution): (typeof costs)[number] | undefined =>
    costs.find((cost) => cost.solution === solution)
  const both = (text: (solution: Solution) => string): Pick<ComparisonRow, Solution> => ({
    'nginx-lua': text('nginx-lua'),
    'nginx-vector': text('nginx-vector'),
  })
  const figure = (solution: Solution, what: string): string => {
    const found = FIGURES[solution].find((entry) => entry.what === what)
    return found === undefined ? 'not known' : `${found.value} (${found.source})`
  }
  const monthly = (solution: Solution): number => of(solution)?.estimate.total ?? 0
  return {
    load: spec.collector.load,
    loadIsKnown,
    rows: [
      { aspect: 'latency', ...both((solution) => figure(solution, 'latency')) },
      { aspect: 'throughput', ...both((solution) => figure(solution, 'throughput')) },
      {
        aspect: 'durability',
        ...both((solution) => `200 only after Kafka's acknowledgement, 503 otherwise; ${figure(solution, 'losses')}`),
      },
      {
        aspect: 'authentication to Kafka',
        ...both((solution) => AUTH_MODES[solution].join(', ')),
        source: "Vector's Kafka client cannot sign MSK's IAM tokens (vectordotdev/vector#1516)",
      },
      {
        aspect: 'features',
        'nginx-lua': 'routes by a header to the topics that you allow, passes events on unchanged',
        'nginx-vector': "the same, and can filter, enrich and transform events in Vector's remap language before Kafka",
      },
      {
        aspect: 'load balancer',
        'nginx-lua': 'NLB, layer 4',
        'nginx-vector': 'ALB, routes by path, answers 404 itself',
      },
      {
        aspect: 'operation',
        'nginx-lua': 'one container in a task',
        'nginx-vector': 'two containers in a task, two configurations',
      },
      { aspect: 'tasks for this load', ...both((solution) => taskText(of(solution)?.tasks)) },
      {
        aspect: 'cost a month',
        ...both((solution) => `about ${usd(monthly(solution))}`),
        source: `list prices of ${of('nginx-lua')?.estimate.pricesAsOf ?? ''}, without the Kafka cluster`,
      },
    ],
    monthlyUsd: { 'nginx-lua': monthly('nginx-lua'), 'nginx-vector': monthly('nginx-vector') },
    pricesAsOf: of('nginx-lua')?.estimate.pricesAsOf ?? '',
  }
}

function taskText(tasks: Spec['collector']['tasks'] | undefined): string {
  return tasks === undefined
    ? 'not known'
    : `${tasks.min} to ${many(tasks.max, 'task')} of ${tasks.cpu / 1024} vCPU and ${count(tasks.memoryMiB)} MiB`
}
