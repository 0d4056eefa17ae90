import { describe, expect, it } from '@jest/globals'
import { oldestDate, pricesFor } from '../../src/cost/prices.js'

describe('prices', () => {
  it('dates and sources every figure', () => {
    // GIVEN every object with a price in the table
    const figures: object[] = []
    JSON.stringify(pricesFor('us-east-1').prices, (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null && 'usd' in value) {
        figures.push(value)
      }
      return value
    })

    // WHEN / THEN
    expect(figures).toHaveLength(21)
    for (const figure of figures) {
      expect(figure).toEqual({
        usd: expect.any(Number),
        unit: expect.stringMatching(/\S/),
        asOf: expect.stringMatching(/^2026-\d\d-\d\d$/),
        source: expect.stringMatching(/\S/),
      })
    }
  })

  it('tells the oldest date and whether a region has prices of its own', () => {
    // GIVEN / WHEN
    const tokyo = pricesFor('ap-northeast-1')

    // THEN
    expect([oldestDate(tokyo.prices), tokyo.own, pricesFor('us-east-1').own]).toEqual(['2026-04-01', false, true])
    expect(tokyo.prices).toBe(pricesFor('us-east-1').prices)
  })
})
