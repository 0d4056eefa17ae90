import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DistinctIds } from '../../../src/runtime/traffic/distinct-ids.js'
import { Histogram } from '../../../src/runtime/traffic/histogram.js'
import { PerSecond } from '../../../src/runtime/traffic/per-second.js'

test('GIVEN any values WHEN their quantiles are asked THEN each is at most 2.5 % above the true one, and every value is in a bar', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 100_000, noNaN: true }), { minLength: 1 }), (values) => {
      const histogram = new Histogram()
      for (const value of values) histogram.add(value)
      const sorted = [...values].sort((a, b) => a - b)
      for (const share of [0.5, 0.9, 0.99, 1]) {
        const truth = sorted[Math.ceil(sorted.length * share) - 1] ?? 0
        const found = histogram.quantile(share)
        expect(found).toBeGreaterThanOrEqual(truth * 0.999)
        expect(found).toBeLessThanOrEqual(truth * 1.025)
      }
      const bars = histogram.summary(20).histogram
      expect(bars.length).toBeLessThanOrEqual(20)
      expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
    }),
  )
})

test('GIVEN no value WHEN summed up THEN all is 0 and there is no bar', () => {
  expect(new Histogram().summary()).toEqual({ p50: 0, p90: 0, p99: 0, max: 0, histogram: [] })
})

test('GIVEN ids of every version, each twice WHEN counted THEN as often as they differ', () => {
  const ids = new DistinctIds()
  const made = Array.from({ length: 20_000 }, (_, n) => [
    `0a1b2c3d-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
    globalThis.crypto.randomUUID(),
  ]).flat()
  for (const id of [...made, ...made]) ids.add(id)
  expect(ids.size).toBe(40_000)
})

test('GIVEN moments WHEN counted by second THEN seconds in which nothing happened are there', () => {
  const seconds = new PerSecond()
  seconds.add(10, 1)
  seconds.add(2999, 2)
  seconds.add(-5, 1)
  expect(seconds.toArray()).toEqual([2, 0, 2])
})
