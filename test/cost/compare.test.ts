import { describe, expect, it } from '@jest/globals'
import { compareSolutions } from '../../src/cost/index.js'
import { exampleSpec } from './example-spec.js'

describe('compareSolutions', () => {
  it('sizes and prices both solutions for the same load', () => {
    // GIVEN 12,000 events/s of 1 KB at the peak, tasks said to be many times too large
    const spec = exampleSpec()
    spec.collector.load.peakEventsPerSecond = 12_000
    spec.collector.tasks = { ...spec.collector.tasks, cpu: 4096, memoryMiB: 8192, min: 10, max: 100 }

    // WHEN
    const costs = compareSolutions(spec)

    // THEN per vCPU at 50 % CPU 2976.2 events/s with Lua, 1000 with Vector:
    // Lua needs 4.03 vCPU at the peak, Vector 12; min for the average of 4000/s, max for 18,000/s
    const size = { cpu: 1024, memoryMiB: 2048, architecture: 'arm64', spot: false }
    expect(costs.map(({ solution, tasks }) => ({ solution, tasks }))).toEqual([
      { solution: 'nginx-lua', tasks: { ...size, min: 2, max: 7 } },
      { solution: 'nginx-vector', tasks: { ...size, min: 4, max: 18 } },
    ])
    // 7/3 and 18/3 tasks × 0.0395 × 730; NLB 25.2 GB/h × 0.006 × 730, ALB 800/s ÷ 25 = 32 LCU × 0.008 × 730
    const usd = (what: string) => costs.map(({ estimate }) => estimate.lines.find((line) => line.what === what)?.usd)
    expect({
      tasks: usd('Fargate tasks'),
      nlb: usd('NLB (TLS) capacity units'),
      alb: usd('ALB capacity units'),
      iceberg: usd('S3 storage, iceberg clickstream.app_logs'),
    }).toEqual({
      tasks: [67.28, 173.01],
      nlb: [110.38, undefined],
      alb: [undefined, 186.88],
      iceberg: [60.44, 60.44],
    })
  })

  it('leaves the spec as it was', () => {
    // GIVEN
    const spec = exampleSpec()

    // WHEN
    compareSolutions(spec)

    // THEN
    expect(spec).toEqual(exampleSpec())
  })
})
