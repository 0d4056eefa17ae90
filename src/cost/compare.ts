import type { Solution, Spec } from '../spec/schema.js'
import { type Load, tasksFor } from '../spec/sizing.js'
import { type ClusterFacts, type CostEstimate, estimateMonthlyCost } from './estimate.js'

/** What one solution costs for a load, with the tasks that it needs. */
export interface SolutionCost {
  readonly solution: Solution
  readonly tasks: Spec['collector']['tasks']
  readonly estimate: CostEstimate
}

/** Estimates both solutions for a spec's load: tasks sized anew for each, everything else as the spec has it. */
export function compareSolutions(spec: Spec, lock?: ClusterFacts): readonly SolutionCost[] {
  return (['nginx-lua', 'nginx-vector'] as const).map((solution) => {
    const tasks = { ...spec.collector.tasks, ...sized(spec.collector.load, solution) }
    return {
      solution,
      tasks,
      estimate: estimateMonthlyCost({ ...spec, collector: { ...spec.collector, solution, tasks } }, lock),
    }
  })
}

function sized(load: Load, solution: Solution): Pick<Spec['collector']['tasks'], 'cpu' | 'memoryMiB' | 'min' | 'max'> {
  const { cpu, memoryMiB, min, max } = tasksFor(load, solution)
  return { cpu: cpu.value, memoryMiB: memoryMiB.value, min: min.value, max: max.value }
}
