import { expect, test } from '@jest/globals'
import { duration, shortened } from '../../../src/workflow/page/numbers.js'
import { logarithmic, logTicks, ticks } from '../../../src/workflow/page/scale.js'

test('GIVEN a largest value WHEN an axis is divided THEN its marks are round and reach beyond it', () => {
  expect(ticks(10_357, 4)).toEqual([0, 5000, 10_000, 15_000])
  expect(ticks(10_000, 5)).toEqual([0, 2000, 4000, 6000, 8000, 10_000])
  expect(ticks(1, 4)).toEqual([0, 0.5, 1])
})

test('GIVEN values over decades WHEN an axis is divided THEN marks are 1, 2, 5, or the decades where there would be many', () => {
  expect(logTicks(1.5, 60, 10)).toEqual([2, 5, 10, 20, 50])
  expect(logTicks(0.09, 2000, 6)).toEqual([0.1, 1, 10, 100, 1000])
  expect(logarithmic(1, 100, 0, 200)(10)).toBeCloseTo(100)
})

test('GIVEN durations WHEN written THEN with as many digits as one reads', () => {
  expect([0, 0.5, 2.345, 27.5, 999, 1000, 9870, 44_012, 130_000].map(duration)).toEqual([
    '0 ms',
    '0.5 ms',
    '2.3 ms',
    '28 ms',
    '999 ms',
    '1 s',
    '9.9 s',
    '44 s',
    '2.2 min',
  ])
})

test('GIVEN a long name WHEN shortened THEN its end is still there', () => {
  expect([shortened('app_logs', 8), shortened('a_very_long_name_of_a_table', 12)]).toEqual(['app_logs', 'a_very_…able'])
})
