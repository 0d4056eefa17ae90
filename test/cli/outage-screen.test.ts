import { expect, test } from '@jest/globals'
import { outageScreen, type OutageView } from '../../src/cli/outage-screen.js'
import { displayWidth } from '../../src/report/text.js'
import { styleOf } from '../../src/report/style.js'

const SENTENCE =
  'I want to deploy a clickstream solution with: MSK cluster: my-cluster · S3 bucket: my-data-bucket · Region: us-east-1'
const VIEW: OutageView = {
  sentence: SENTENCE,
  plan: '3 stacks, 76 resources, about $287.11 a month; its own templates run here',
  counts: { sent: 1234, accepted: 1230, kafka: 1000, json: 900, iceberg: 800, spillBytes: 3_200_000 },
  answers: { answered: 800, accepted: 800, p50: 4.2, p99: 17.9 },
  kafkaAway: 10_000,
}
const style = styleOf({ isTTY: false }, {})
const drawn = (view: OutageView, log: readonly string[]): string[] =>
  outageScreen(view, log, { now: 16_000, seconds: 34, busy: 'Kafka Connect answers', style })

test('GIVEN traffic and a killed Kafka WHEN drawn THEN counts stand below their places, and the parts say what they do', () => {
  const lines = drawn(VIEW, ['   12 s  something happened'])
  const names = lines.findIndex((line) => line.includes('client'))
  for (const [name, count] of [
    ['200', '1,230'],
    ['Kafka', '1,000'],
    ['Iceberg', '800'],
  ] as const) {
    const end = (lines[names]?.indexOf(name) ?? 0) + name.length
    expect(lines[names + 1]?.slice(0, end).trimEnd().endsWith(count)).toBe(true)
  }
  expect(lines.join('\n')).toMatch(/collector {3}● answers {3}400 × 200 a second {3}p50 4\.2 ms {3}p99 17\.9 ms/)
  expect(lines.join('\n')).toMatch(/Kafka {7}✘ killed 6 s ago/)
  expect(lines.join('\n')).toMatch(/disk {8}█+ 3\.2 MB wait for Kafka/)
  expect(lines.at(-1)).toContain('Kafka Connect answers')
})

test('GIVEN more than a screen holds WHEN drawn THEN it is 100 columns by 30 rows with the newest of the log', () => {
  const log = Array.from({ length: 90 }, (_, n) => `${n} ${'wide 中 '.repeat(40)}`)
  const lines = drawn(VIEW, log)
  expect(lines.length).toBeLessThanOrEqual(30)
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(100)
  expect(lines.at(-2)).toMatch(/^89 /)
  expect(drawn({ sentence: SENTENCE }, [])[0]).toMatch(/34 s$/)
})
