import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  connectorCapacityFor,
  eventsPerVcpu,
  isFargatePair,
  outageDiskGiBFor,
  partitionsFor,
  peakFor,
  requestsPerTask,
  retentionHoursFor,
  tasksFor,
} from '../../src/spec/index.js'
import { peakBytesPerTask, spillBytesFor, taskDiskGiB } from '../../src/spec/sizing.js'

const LOAD = { peakEventsPerSecond: 20_000, averageEventBytes: 1300 }
const values = (sized: Record<string, { value: unknown }>) =>
  Object.fromEntries(Object.entries(sized).map(([key, { value }]) => [key, value]))

describe('sizing', () => {
  test('events per vCPU follow the published figures at 50 % CPU', () => {
    // GIVEN 50,000 events/s on 12 vCPU at 70 % CPU, and 2000 requests/s per vCPU
    // THEN half of what full CPU would take
    expect(Math.round(eventsPerVcpu(LOAD, 'nginx-lua'))).toBe(2976)
    expect(eventsPerVcpu(LOAD, 'nginx-vector')).toBe(1000)
    expect(eventsPerVcpu({ ...LOAD, averageEventBytes: 2600 }, 'nginx-vector')).toBe(500)
    expect(eventsPerVcpu({ ...LOAD, averageEventBytes: 100 }, 'nginx-vector')).toBe(1000)
  })

  test.each([
    ['nginx-lua' as const, 100, { cpu: 512, memoryMiB: 1024, min: 2, max: 4 }],
    ['nginx-lua' as const, 20_000, { cpu: 1024, memoryMiB: 2048, min: 3, max: 11 }],
    ['nginx-lua' as const, 50_000, { cpu: 2048, memoryMiB: 4096, min: 3, max: 13 }],
    ['nginx-vector' as const, 20_000, { cpu: 2048, memoryMiB: 4096, min: 4, max: 15 }],
    ['nginx-vector' as const, 100_000, { cpu: 4096, memoryMiB: 8192, min: 9, max: 38 }],
  ])('tasks of %s at %i events/s', (solution, peakEventsPerSecond, expected) => {
    expect(values(tasksFor({ ...LOAD, peakEventsPerSecond }, solution))).toEqual(expected)
  })

  test('what was said of the tasks stays, and the rest is worked out around it', () => {
    expect(values(tasksFor(LOAD, 'nginx-lua', { cpu: 4096 }))).toEqual({ cpu: 4096, memoryMiB: 8192, min: 2, max: 4 })
    expect(values(tasksFor(LOAD, 'nginx-lua', { memoryMiB: 16_384 }))).toEqual({
      cpu: 2048,
      memoryMiB: 16_384,
      min: 2,
      max: 6,
    })
    expect(values(tasksFor(LOAD, 'nginx-lua', { max: 2 }))).toEqual({ cpu: 1024, memoryMiB: 2048, min: 2, max: 2 })
    expect(values(tasksFor(LOAD, 'nginx-lua', { min: 30 }))).toEqual({ cpu: 1024, memoryMiB: 2048, min: 30, max: 60 })
  })

  test('the least tasks carry five minutes of the stated growth at full CPU', () => {
    // GIVEN 6,667 events/s on average, 5,952 a task at full CPU: three tasks at the target carry twice the average
    const grown = (growthPercentPerMinute: number) => tasksFor({ ...LOAD, growthPercentPerMinute }, 'nginx-lua').min
    // THEN growth of 20 % a minute needs no more, and 100 % six times the average
    expect([grown(20).value, grown(100).value]).toEqual([3, 7])
    expect(grown(100).formula).toMatch(/, and 40,000 events\/s after 5 min of 100 % a minute ÷ 5,952 at full CPU$/)
  })

  test('a task is at its CPU target with 60 s of one event a request', () => {
    expect(requestsPerTask(LOAD, 'nginx-vector', 1024)).toBe(60_000)
    expect(requestsPerTask(LOAD, 'nginx-lua', 512)).toBe(89_285)
  })

  test('partitions: 12 for 20,000 events/s of 1300 bytes', () => {
    expect(partitionsFor(LOAD)).toEqual({
      value: 12,
      formula:
        '26.0 MB/s at the peak ÷ 2.5 MB/s per partition, at least 3 for the connector tasks, rounded up to a multiple of 3',
    })
    expect(partitionsFor({ ...LOAD, peakEventsPerSecond: 10 }).value).toBe(3)
    expect(partitionsFor({ ...LOAD, peakEventsPerSecond: 10 }, 7).value).toBe(9)
  })

  test('retention: three days, fewer where the copies would outgrow 13 TB', () => {
    expect(retentionHoursFor(LOAD, 3).value).toBe(72)
    expect(retentionHoursFor({ ...LOAD, peakEventsPerSecond: 50_000 }, 3).value).toBe(24)
    expect(retentionHoursFor({ ...LOAD, peakEventsPerSecond: 40_000 }, 3).value).toBe(48)
  })

  test('connectors: 8333 events/s per MCU', () => {
    expect(values(connectorCapacityFor(LOAD))).toEqual({ mcu: 1, minWorkers: 1, maxWorkers: 4 })
    expect(values(connectorCapacityFor({ ...LOAD, peakEventsPerSecond: 200_000 }))).toEqual({
      mcu: 4,
      minWorkers: 2,
      maxWorkers: 9,
    })
    expect(values(connectorCapacityFor(LOAD, { maxWorkers: 1 }))).toEqual({ mcu: 4, minWorkers: 1, maxWorkers: 1 })
  })

  test('the disk holds what a task takes during an outage', () => {
    // 5952 events/s at full CPU × 1700 bytes × 1800 s = 17 GiB, plus 6 GiB
    expect(outageDiskGiBFor(LOAD, 'nginx-lua', { cpu: 1024, min: 2 }, 30).value).toBe(23)
    expect(outageDiskGiBFor({ ...LOAD, peakEventsPerSecond: 10 }, 'nginx-lua', { cpu: 1024, min: 2 }, 30).value).toBe(
      20,
    )
  })

  test("the collector may fill a task's disk but for 6 GiB, and no more than Fargate has", () => {
    const need = { load: LOAD, solution: 'nginx-lua' as const, tasks: { cpu: 1024, min: 2 }, outageMinutes: 30 }
    expect([taskDiskGiB(need), spillBytesFor(need) / 1024 ** 3]).toEqual([23, 17])
    expect(taskDiskGiB({ ...need, outageMinutes: 1440 })).toBe(200)
    // 20,000 events/s on two tasks, 1300 bytes and 400 of meta
    expect(peakBytesPerTask(LOAD, { min: 2 })).toBe(17_000_000)
  })

  test.each([
    [{ count: 2_000_000_000, seconds: 86_400 }, undefined, 69_445],
    [{ count: 1_000_000_000, seconds: 86_400 }, undefined, 34_723],
    [{ count: 86_400_000, seconds: 86_400 }, 4, 4000],
    [{ count: 1, seconds: 86_400 }, undefined, 1],
  ])('the peak of %o with factor %s is %i', (average, factor, expected) => {
    expect(peakFor(average, factor).value).toBe(expected)
  })

  test('whatever the load: sizes that Fargate, Kafka and MSK Connect accept', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 1_048_576 }),
        fc.constantFrom('nginx-lua' as const, 'nginx-vector' as const),
        (peak, bytes, solution) => {
          const load = { peakEventsPerSecond: peak, averageEventBytes: bytes }
          const tasks = tasksFor(load, solution)
          const capacity = connectorCapacityFor(load)
          const partitions = partitionsFor(load).value
          expect(isFargatePair(tasks.cpu.value, tasks.memoryMiB.value)).toBe(true)
          expect(tasks.min.value).toBeGreaterThanOrEqual(2)
          expect(tasks.max.value).toBeGreaterThanOrEqual(tasks.min.value)
          expect(tasks.max.value).toBeLessThanOrEqual(5000)
          expect(capacity.maxWorkers.value).toBeGreaterThanOrEqual(capacity.minWorkers.value)
          expect(capacity.maxWorkers.value).toBeLessThanOrEqual(10)
          expect(partitions % 3).toBe(0)
          expect([24, 48, 72]).toContain(retentionHoursFor(load, 3).value)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
