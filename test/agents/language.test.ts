import { expect, test } from '@jest/globals'
import { languageOf } from '../../src/agents/language.js'

test.each([
  [['Hello there'], 'en'],
  [['你好'], 'zh'],
  [['你好', 'orders-prod'], 'zh'],
  [['你好', 'please make it larger'], 'en'],
  [['I have a bucket', '桶改成 b2'], 'zh'],
  [['35k'], 'en'],
  [[], 'en'],
])('%j is answered in %s', (turns, language) => {
  expect(languageOf(turns)).toBe(language)
})

test('GIVEN one word of 200,000 letters WHEN its language is looked for THEN it takes no longer than reading it', () => {
  const start = process.cpuUsage()
  expect(languageOf(['x'.repeat(200_000)])).toBe('en')
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1000).toBeLessThan(200)
})
