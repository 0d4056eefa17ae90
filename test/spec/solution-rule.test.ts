import { describe, expect, test } from '@jest/globals'
import { recommendSolution, type SolutionWishes } from '../../src/spec/index.js'

describe('recommendSolution', () => {
  test.each<[SolutionWishes, string, RegExp]>([
    [{}, 'nginx-lua', /simpler and faster/],
    [{ needs: ['latency'] }, 'nginx-lua', /latency was asked for/],
    [{ needs: ['throughput'] }, 'nginx-lua', /throughput was asked for/],
    [
      { needs: ['filtering', 'enrichment', 'transformation'] },
      'nginx-vector',
      /filtering, enrichment and transformation happens/,
    ],
    [{ needs: ['latency', 'filtering'] }, 'nginx-vector', /filtering happens/],
    [{ needs: ['filtering'], auth: 'iam' }, 'nginx-lua', /IAM/],
    [{ needs: ['enrichment'], auth: 'scram' }, 'nginx-vector', /enrichment/],
    [{ load: { peakEventsPerSecond: 80_000, averageEventBytes: 1300 } }, 'nginx-lua', /80000 events/],
  ])('%o gives %s', (wishes, solution, reason) => {
    const advice = recommendSolution(wishes)
    expect(advice.solution).toBe(solution)
    expect(advice.reasons[0]).toMatch(reason)
  })

  test('a conflict of wishes is named', () => {
    expect(recommendSolution({ needs: ['latency', 'filtering'] }).reasons).toHaveLength(2)
    expect(recommendSolution({ needs: ['filtering'], auth: 'iam' }).reasons[1]).toMatch(
      /filtering would need nginx-vector/,
    )
  })
})
