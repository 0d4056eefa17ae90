import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { CONTAINERS } from '../../spec/container-facts.js'
import { eventsPerVcpu, outageDiskGiBFor } from '../../spec/index.js'
import type { ProvenanceMap, Spec } from '../../spec/index.js'
import { TARGET_CPU_PERCENT } from '../../spec/sizing.js'
import { reason } from '../reason.js'
import type { LocalProject } from '../local-project/local-project.js'
import { stepTool } from '../local-project/step-tool.js'
import { workspaceTool } from '../workspace-tool.js'

export interface ServiceSize {
  readonly solution: Spec['collector']['solution']
  readonly tasks: Spec['collector']['tasks']
  /** How each number of `tasks` came about. */
  readonly because: Readonly<Record<string, string>>
  readonly peakEventsPerSecond: number
  /** Events a second at the CPU that scaling aims at. */
  readonly takes: { readonly atMin: number; readonly atMax: number }
  readonly scaleAtCpuPercent: number
  /** What `outageMinutes` of events take on a task's disk, and whether the solution keeps them there. */
  readonly spill: { readonly kept: boolean; readonly minutes: number; readonly gib: number; readonly formula: string }
  /** Seconds that each container has between the stop signal and the kill, in the order in which they stop. */
  readonly stop: readonly { readonly container: string; readonly seconds: number }[]
}

export function serviceTools(local?: LocalProject): Tool[] {
  return [
    workspaceTool({
      role: 'ecs-deployment',
      name: 'size_service',
      description:
        'Size and number of tasks, what they take, scaling, spill and stop timeout, each number with its formula.',
      inputSchema: z.object({}),
      run: (workspace) => serviceSize(workspace.spec(), workspace.result().provenance),
    }),
    ...(local === undefined
      ? []
      : [
          stepTool(local, {
            role: 'ecs-deployment',
            name: 'start_collectors',
            step: 'ecs',
            description: 'Starts the containers of one collector task as programs, and waits until they answer.',
          }),
        ]),
  ]
}

export function serviceSize(spec: Spec, provenance: ProvenanceMap): ServiceSize {
  const { solution, load, tasks, outageMinutes } = spec.collector
  const perTask = (eventsPerVcpu(load, solution) * tasks.cpu) / 1024
  const spill = outageDiskGiBFor(load, solution, tasks, outageMinutes)
  return {
    solution,
    tasks,
    because: Object.fromEntries(Object.keys(tasks).map((key) => [key, reason(provenance, `collector.tasks.${key}`)])),
    peakEventsPerSecond: load.peakEventsPerSecond,
    takes: { atMin: Math.floor(perTask * tasks.min), atMax: Math.floor(perTask * tasks.max) },
    scaleAtCpuPercent: TARGET_CPU_PERCENT,
    spill: { kept: solution === 'nginx-lua', minutes: outageMinutes, gib: spill.value, formula: spill.formula },
    stop: CONTAINERS[solution].map(({ name, stopTimeoutSeconds }) => ({
      container: name,
      seconds: stopTimeoutSeconds,
    })),
  }
}
