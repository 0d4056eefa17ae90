import type { Tool } from '@strands-agents/sdk'
import { z } from 'zod'
import { STOP_TIMEOUT_SECONDS } from '../../spec/container-facts.js'
import { eventsPerVcpu, outageDiskGiBFor } from '../../spec/index.js'
import type { ProvenanceMap, Spec } from '../../spec/index.js'
import { TARGET_CPU_PERCENT } from '../../spec/sizing.js'
import { reason } from '../reason.js'
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
  /** What `outageMinutes` of events would take on a task's disk. */
  readonly spill: { readonly minutes: number; readonly gib: number; readonly formula: string }
  readonly stopTimeoutSeconds: number
}

export function serviceTools(): Tool[] {
  return [
    workspaceTool({
      role: 'ecs-deployment',
      name: 'size_service',
      description:
        'Size and number of tasks, what they take, scaling, spill and stop timeout, each number with its formula.',
      inputSchema: z.object({}),
      run: (workspace) => serviceSize(workspace.spec(), workspace.result().provenance),
    }),
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
    spill: { minutes: outageMinutes, gib: spill.value, formula: spill.formula },
    stopTimeoutSeconds: STOP_TIMEOUT_SECONDS,
  }
}
