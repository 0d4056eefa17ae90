import type { Problem } from '../../errors.js'
import { isFargatePair, memoryOf } from '../fargate-sizes.js'
import type { Spec } from '../schema.js'
import { eventsPerVcpu, FARGATE_DISK_GIB, outageDiskGiBFor, TARGET_CPU_PERCENT } from '../sizing.js'

/** Sizes of tasks and workers that Fargate and MSK Connect accept, and that can carry the load at all. */
export function loadRules(spec: Spec): Problem[] {
  const { tasks } = spec.collector
  const problems: Problem[] = []
  if (!isFargatePair(tasks.cpu, tasks.memoryMiB)) {
    problems.push({
      code: 'FargateSize',
      path: 'collector.tasks.memoryMiB',
      message: `Fargate has no task with ${tasks.cpu} CPU units and ${tasks.memoryMiB} MiB`,
      hint: `with ${tasks.cpu} CPU units write ${memoryOf(tasks.cpu)}`,
    })
  }
  if (tasks.min > tasks.max) problems.push(minAboveMax('collector.tasks', 'min', tasks.min, 'max', tasks.max))
  spec.sinks.forEach(({ capacity }, index) => {
    if (capacity.minWorkers <= capacity.maxWorkers) return
    problems.push(
      minAboveMax(`sinks.${index}.capacity`, 'minWorkers', capacity.minWorkers, 'maxWorkers', capacity.maxWorkers),
    )
  })
  return [...problems, ...bodyRules(spec), ...capacityRules(spec)]
}

function minAboveMax(at: string, min: string, least: number, max: string, most: number): Problem {
  return {
    code: 'MinAboveMax',
    path: `${at}.${min}`,
    message: `${at}.${min} is ${least}, more than ${max}, which is ${most}`,
    hint: `raise ${max} or lower ${min}`,
  }
}

function bodyRules({ collector }: Spec): Problem[] {
  const { averageEventBytes } = collector.load
  if (averageEventBytes <= collector.maxBodyKiB * 1024) return []
  return [
    {
      code: 'EventAboveBody',
      path: 'collector.maxBodyKiB',
      message: `an average event has ${averageEventBytes} bytes, but a body of more than ${collector.maxBodyKiB} KiB is refused`,
      hint: `write at least collector.maxBodyKiB: ${Math.ceil(averageEventBytes / 1024)}`,
    },
  ]
}

function capacityRules({ collector }: Spec): Problem[] {
  const { load, solution, tasks, outageMinutes, durability } = collector
  const vcpu = load.peakEventsPerSecond / (eventsPerVcpu(load, solution) * (100 / TARGET_CPU_PERCENT))
  if (vcpu > 5000 * 16) {
    return [
      {
        code: 'LoadTooLarge',
        path: 'collector.load.peakEventsPerSecond',
        message: `${load.peakEventsPerSecond} events/s of ${load.averageEventBytes} bytes need ${Math.ceil(vcpu)} vCPU, more than 5000 tasks of 16 vCPU`,
        hint: 'check the two figures of collector.load',
      },
    ]
  }
  const disk = outageDiskGiBFor(load, solution, tasks, outageMinutes)
  if (durability === 'buffered' || disk.value <= FARGATE_DISK_GIB.most) return []
  return [
    {
      code: 'OutageDiskTooSmall',
      path: 'collector.outageMinutes',
      message: `collector.outageMinutes: ${outageMinutes} needs ${disk.value} GiB of disk per task, and Fargate has at most ${FARGATE_DISK_GIB.most} (${disk.formula})`,
      hint: 'write fewer minutes, or more and smaller tasks',
    },
  ]
}
