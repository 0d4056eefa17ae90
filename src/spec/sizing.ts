import type { Solution } from './schema.js'
import { cpuForMemory, leastMemory, type FargateCpu } from './fargate-sizes.js'

/** What the collectors have to take. */
export interface Load {
  readonly peakEventsPerSecond: number
  readonly averageEventBytes: number
  /** @default - a third of the peak */
  readonly averageEventsPerSecond?: number
  /** Percent of the average that the load may gain in a minute. @default - what the CPU target leaves: it doubles in five minutes */
  readonly growthPercentPerMinute?: number
}

/** A value with the formula that gave it, in words, with its source. */
export interface Sized<T> {
  readonly value: T
  readonly formula: string
}

/** Peak of a day divided by its average, where nobody said a factor (DESIGN section 5). */
export const PEAK_FACTOR = 3

/**
 * What is assumed where no load is said: 1000 events a second is the largest load in the cost table of the Clickstream Analytics
 * on AWS guide (plan-deployment/cost), 1300 bytes the size in the published figure of the system that this one follows.
 */
export const DEFAULT_LOAD = { peakEventsPerSecond: 1000, averageEventBytes: 1300 } as const

/** Event size of the published figures, in bytes. */
const MEASURED_BYTES = 1300
/** CPU that scaling aims at, in percent: one task of two may go, and a burst outruns scaling by some minutes. */
export const TARGET_CPU_PERCENT = 50

/**
 * Events of 1.3 KB a second and vCPU at full CPU.
 * nginx-lua: 50,000/s on 12 Fargate vCPU at 70 % CPU (published by the system that this one follows).
 * nginx-vector: the lower end of 2000 to 3000/s (Clickstream Analytics on AWS guide, "Configure ingestion endpoint").
 */
const EVENTS_PER_VCPU: Readonly<Record<Solution, { rate: number; source: string }>> = {
  'nginx-lua': {
    rate: 50_000 / 12 / 0.7,
    source: 'published: 50,000 events/s of 1.3 KB on 12 Fargate vCPU at 70 % CPU',
  },
  'nginx-vector': { rate: 2000, source: 'Clickstream Analytics on AWS guide: 2000 to 3000 requests/s per vCPU' },
}

/** Events of 1.3 KB a second and MSK Connect unit: 50,000/s on 6 MCU (published by the system that this one follows). */
const EVENTS_PER_MCU = 50_000 / 6
/** Bytes a second for which one partition is planned: a quarter of the usual 10 MB/s, because partitions cannot be lowered and keys move when they are raised. */
const BYTES_PER_PARTITION = 2_500_000
/** Replicated bytes that the topics may hold: a quarter of three brokers with the largest volume MSK Standard offers (16 TiB each). */
const RETAINED_BYTES = (3 * 16 * 1024 ** 4) / 4
/** Bytes of `meta` (project, times, address, id, user agent, query) around each event on disk and in Kafka. */
const META_BYTES = 400
/** Ephemeral storage of a Fargate task in GiB: 20 free, at most 200 (Amazon ECS Developer Guide, "Fargate task ephemeral storage"). */
export const FARGATE_DISK_GIB = { least: 20, most: 200 } as const
/** Image layers, logs and the container runtime, in GiB. */
const DISK_RESERVE_GIB = 6

const count = (value: number) => Math.round(value).toLocaleString('en-US')
/** Rounds up, but not because of floating-point noise. */
export const ceil = (value: number): number => Math.ceil(value - 1e-9)
const sizeFactor = (load: Load) => Math.max(1, load.averageEventBytes / MEASURED_BYTES)
const averageOf = (load: Load) => load.averageEventsPerSecond ?? load.peakEventsPerSecond / PEAK_FACTOR

/** Events a second that one vCPU takes at the target of 50 % CPU; larger events take proportionally more. */
export function eventsPerVcpu(load: Load, solution: Solution): number {
  return (EVENTS_PER_VCPU[solution].rate * TARGET_CPU_PERCENT) / 100 / sizeFactor(load)
}

/** Peak load of a day from an amount: `ceil(count ÷ seconds × factor)`, whole events a second. */
export function peakFor(average: { count: number; seconds: number }, factor = PEAK_FACTOR): Sized<number> {
  const value = Math.min(10_000_000, Math.max(1, ceil((average.count * factor) / average.seconds)))
  const rate = `${count(average.count)} events in ${count(average.seconds)} s`
  return {
    value,
    formula: `${rate} = ${(average.count / average.seconds).toFixed(1)}/s on average; peak = average × ${factor}, rounded up`,
  }
}

export interface TaskSizes {
  readonly cpu: FargateCpu
  readonly memoryMiB: number
  readonly min: number
  readonly max: number
}

/**
 * Minutes until a task that scaling asks for takes traffic: one of measuring, one to start, and about three in which a network load
 * balancer takes a target in (Elastic Load Balancing, "Target health status": registration takes some minutes).
 */
export const SCALING_MINUTES = 5

/** Requests, or connections, a minute with which a task is at its CPU target: each then brings one event, which is the least it can. */
export function requestsPerTask(load: Load, solution: Solution, cpu: number): number {
  return Math.floor(((eventsPerVcpu(load, solution) * cpu) / 1024) * 60)
}

/**
 * Fargate tasks: CPU by the vCPU needed at the peak (512 units up to 0.5 vCPU, 1024 up to 16, 2048 up to 64, then 4096), 2 GiB a vCPU,
 * `min` for the average load, and at full CPU for five minutes of the stated growth, but at least two, `max` for 1.5 times the peak (one of three zones lost) but at least twice `min`.
 * What was said stays as it is, and the rest is worked out around it.
 */
export function tasksFor(
  load: Load,
  solution: Solution,
  said: Partial<TaskSizes> = {},
): { [Key in keyof TaskSizes]: Sized<TaskSizes[Key]> } {
  const perVcpu = eventsPerVcpu(load, solution)
  const vcpu = load.peakEventsPerSecond / perVcpu
  const wanted: FargateCpu = vcpu <= 0.5 ? 512 : vcpu <= 16 ? 1024 : vcpu <= 64 ? 2048 : 4096
  const cpu = said.cpu ?? (said.memoryMiB === undefined ? wanted : (cpuForMemory(said.memoryMiB, wanted) ?? wanted))
  const perTask = (perVcpu * cpu) / 1024
  const whole = (value: number) => Math.min(5000, ceil(value))
  const { growthPercentPerMinute: growth } = load
  const grown = averageOf(load) * (1 + (SCALING_MINUTES * (growth ?? 0)) / 100)
  const atFullCpu = (perTask * 100) / TARGET_CPU_PERCENT
  const leastTasks = Math.min(1000, Math.max(2, whole(averageOf(load) / perTask), whole(grown / atFullCpu)))
  const min = said.min ?? Math.min(leastTasks, said.max ?? leastTasks)
  const max = said.max ?? Math.max(whole((1.5 * load.peakEventsPerSecond) / perTask), Math.min(5000, 2 * min))
  const rate = `${count(perTask)} events/s per task of ${cpu / 1024} vCPU at ${TARGET_CPU_PERCENT} % CPU (${EVENTS_PER_VCPU[solution].source})`
  return {
    cpu: {
      value: cpu,
      formula: `${vcpu.toFixed(1)} vCPU at the peak: ${count(perVcpu)} events/s per vCPU at ${TARGET_CPU_PERCENT} % CPU (${EVENTS_PER_VCPU[solution].source})`,
    },
    memoryMiB: {
      value: said.memoryMiB ?? leastMemory(cpu),
      formula: 'the least that Fargate offers with this CPU: 2 GiB per vCPU',
    },
    min: {
      value: min,
      formula:
        `average load ${count(averageOf(load))} events/s ÷ ${rate}, at least 2` +
        (growth === undefined
          ? ''
          : `, and ${count(grown)} events/s after ${SCALING_MINUTES} min of ${growth} % a minute ÷ ${count(atFullCpu)} at full CPU`),
    },
    max: {
      value: max,
      formula: `1.5 × peak ${count(load.peakEventsPerSecond)} events/s (one of three zones lost) ÷ ${rate}, at least twice the minimum`,
    },
  }
}

/** Partitions: bytes at the peak ÷ 2.5 MB/s, at least one per connector task and 3, rounded up to a multiple of 3 (brokers stand in 3 zones). */
export function partitionsFor(load: Load, connectorTasks = 3): Sized<number> {
  const bytes = load.peakEventsPerSecond * load.averageEventBytes
  const needed = Math.max(3, ceil(bytes / BYTES_PER_PARTITION), connectorTasks)
  const value = Math.min(9999, Math.ceil(needed / 3) * 3)
  const rate = `${(bytes / 1e6).toFixed(1)} MB/s at the peak ÷ 2.5 MB/s per partition`
  return {
    value,
    formula: `${rate}, at least ${connectorTasks} for the connector tasks, rounded up to a multiple of 3`,
  }
}

/** Retention: three days (a weekend and a day to repair a connector), fewer whole days where the copies would outgrow 13 TB. */
export function retentionHoursFor(load: Load, replicationFactor: number): Sized<number> {
  const bytesPerHour = averageOf(load) * (load.averageEventBytes + META_BYTES) * 3600 * replicationFactor
  const days = Math.min(3, Math.max(1, Math.floor(RETAINED_BYTES / bytesPerHour / 24)))
  const kept = `${count((bytesPerHour * days * 24) / 1e9)} GB in ${replicationFactor} copies at the average load`
  return {
    value: days * 24,
    formula: `3 days (a weekend and a day for repairs), fewer where the copies would exceed 13 TB; here ${kept}`,
  }
}

export interface ConnectorCapacity {
  readonly mcu: 1 | 2 | 4 | 8
  readonly minWorkers: number
  readonly maxWorkers: number
}

/**
 * MSK Connect capacity: `maxWorkers` writes 1.5 times the peak so that a backlog shrinks, `minWorkers` the average; the smallest worker
 * with which ten workers (the most that MSK Connect allows) are enough.
 */
export function connectorCapacityFor(
  load: Load,
  said: Partial<ConnectorCapacity> = {},
): { [Key in keyof ConnectorCapacity]: Sized<ConnectorCapacity[Key]> } {
  const perMcu = EVENTS_PER_MCU / sizeFactor(load)
  const most = (1.5 * load.peakEventsPerSecond) / perMcu
  const mcu = said.mcu ?? ([1, 2, 4, 8] as const).find((size) => ceil(most / size) <= (said.maxWorkers ?? 10)) ?? 8
  const workers = (units: number) => Math.min(10, Math.max(1, ceil(units / mcu)))
  const least = workers(averageOf(load) / perMcu)
  const minWorkers = said.minWorkers ?? Math.min(least, said.maxWorkers ?? least)
  const maxWorkers = said.maxWorkers ?? Math.max(2, workers(most), minWorkers)
  const rate = `${count(perMcu)} events/s per MCU (published: 50,000 events/s of 1.3 KB on 6 MCU)`
  return {
    mcu: {
      value: mcu,
      formula: `the smallest worker with which 10 workers write 1.5 × peak ${count(load.peakEventsPerSecond)} events/s ÷ ${rate}`,
    },
    minWorkers: {
      value: minWorkers,
      formula: `average load ${count(averageOf(load))} events/s ÷ ${rate} ÷ ${mcu} MCU per worker`,
    },
    maxWorkers: {
      value: maxWorkers,
      formula: `1.5 × peak ${count(load.peakEventsPerSecond)} events/s ÷ ${rate} ÷ ${mcu} MCU per worker, 2 to 10`,
    },
  }
}

/** Most tasks that a connector of this capacity runs: one for each MCU. */
export function connectorTasksFor(capacity: ConnectorCapacity): number {
  return capacity.mcu * capacity.maxWorkers
}

/** The part of a collector that says how much disk a task of it needs. */
export interface DiskNeed {
  readonly load: Load
  readonly solution: Solution
  readonly tasks: { readonly cpu: number; readonly min: number }
  readonly outageMinutes: number
}

/**
 * Ephemeral disk of a task in GiB (20 to 200): `outageMinutes` of what one task takes at most, that is its share of the peak while only
 * `min` tasks run, but no more than full CPU lets through; plus 6 GiB for the image and logs. Above 200 GiB the value is what would be needed.
 */
export function outageDiskGiBFor(
  load: Load,
  solution: Solution,
  tasks: { cpu: number; min: number },
  outageMinutes: number,
): Sized<number> {
  const fullCpu = (eventsPerVcpu(load, solution) * (100 / TARGET_CPU_PERCENT) * tasks.cpu) / 1024
  const rate = Math.min(load.peakEventsPerSecond / tasks.min, fullCpu)
  const gib = (rate * (load.averageEventBytes + META_BYTES) * outageMinutes * 60) / 1024 ** 3
  const value = Math.max(FARGATE_DISK_GIB.least, ceil(gib + DISK_RESERVE_GIB))
  const size = `${count(rate)} events/s per task × ${load.averageEventBytes + META_BYTES} bytes × ${outageMinutes} min`
  return {
    value,
    formula: `${size} = ${gib.toFixed(1)} GiB, plus ${DISK_RESERVE_GIB} GiB for image and logs, at least ${FARGATE_DISK_GIB.least}`,
  }
}

/** What a task of this spec gets, in GiB: `outageDiskGiBFor`, and at most what Fargate has. */
export function taskDiskGiB({ load, solution, tasks, outageMinutes }: DiskNeed): number {
  return Math.min(FARGATE_DISK_GIB.most, outageDiskGiBFor(load, solution, tasks, outageMinutes).value)
}

/** Bytes that the collector of a task may spill: its disk but for image, logs and the rest. */
export function spillBytesFor(need: DiskNeed): number {
  return (taskDiskGiB(need) - DISK_RESERVE_GIB) * 1024 ** 3
}

/** Bytes a second that one task's disk must take at the peak, with `meta`, while only `min` tasks run. */
export function peakBytesPerTask(load: Load, tasks: { min: number }): number {
  return ceil((load.peakEventsPerSecond * (load.averageEventBytes + META_BYTES)) / tasks.min)
}

/** Longest outage, in minutes (at most 30), for which 200 GiB of disk are enough. */
export function outageMinutesFor(load: Load, solution: Solution, tasks: { cpu: number; min: number }): Sized<number> {
  const fits = (minutes: number) => outageDiskGiBFor(load, solution, tasks, minutes).value <= FARGATE_DISK_GIB.most
  const value = [30, 20, 15, 10, 5].find(fits) ?? 1
  return {
    value,
    formula: `30 minutes, fewer where ${FARGATE_DISK_GIB.most} GiB of task disk would not hold the events`,
  }
}
