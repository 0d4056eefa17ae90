import { expect, test } from '@jest/globals'
import { renderPage, summaryOf } from '../../../src/workflow/page/index.js'
import { verdictOf } from '../../../src/workflow/page/verdict.js'
import { containerSpec } from '../../support/container-spec.js'
import { lossyRecord, passedRecord, stoppedRecord } from './records.js'

/** What a reader sees of the page, without its markup. */
const textOf = (html: string): string =>
  html
    .replace(/<style>[^]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

test('GIVEN records WHEN judged THEN the headline and its reasons follow from what was found', () => {
  expect(verdictOf(passedRecord)).toEqual({
    passed: true,
    headline: 'Every event that was accepted is in Kafka and in every sink, once and unaltered',
    reasons: [
      '10,000 events sent, 10,000 accepted, 0 lost, 0 duplicated, 0 altered in Kafka and 2 sinks; all of it in 44 s.',
    ],
  })
  const lossy = verdictOf(lossyRecord)
  expect([lossy.passed, lossy.headline]).toEqual([false, 'Not every event is where it belongs, once and unaltered'])
  expect(lossy.reasons).toEqual([
    expect.stringMatching(/^Iceberg .*: 12 lost, 9,988 different ids where 10,000 are due \(look at event 17, 4\)\.$/),
    '3 events got 503 in the end.',
    'The answer to a text that is not JSON was 200, not 400.',
  ])
  expect(verdictOf(stoppedRecord)).toEqual({
    passed: false,
    headline: 'Stopped at “Connectors”',
    reasons: ['compression of web-events-json: “gzap” is none of gzip, none'],
  })
})

test('GIVEN a run that ended before its events WHEN judged THEN nothing is proven, although no step failed', () => {
  const { traffic, ...rest } = passedRecord
  expect(traffic).toBeDefined()
  expect(verdictOf(rest)).toMatchObject({ passed: false, headline: 'Not finished, so nothing is proven' })
})

test('GIVEN a fault that was not survived WHEN judged THEN that decides', () => {
  const facts = [{ what: 'events of the outage', found: '3 lost', ok: false }]
  const record = { ...passedRecord, faults: [{ title: 'Kafka away for 20 s', seconds: 20, facts }] }
  expect(verdictOf(record)).toMatchObject({ passed: false, reasons: ['events of the outage: 3 lost'] })
  expect(textOf(renderPage(record))).toContain('Kafka away for 20 s 20 s ✗ events of the outage 3 lost')
})

test('GIVEN a passed run WHEN rendered THEN figures, steps and differences are text', () => {
  const text = textOf(renderPage(passedRecord))

  expect(text).toContain('Passed Every event that was accepted')
  expect(text).toContain('Iceberg clickstream.app_logs app_logs 10,357 10,357 0 0 0 0 10,000 of 10,000')
  expect(text).toContain('a body of 1025 KiB 413 413')
  expect(text).toContain('357 events came twice with the same id')
  expect(text).toContain('✓ 9. Connectors 1.2 s what connectors was going to do ✓ what connectors looked at as planned')
  expect(text).toContain('MSK: one broker without replication tests that restart three brokers')
})

test('GIVEN names that are markup WHEN rendered THEN they are text, and the page loads and runs nothing', () => {
  const html = renderPage(lossyRecord)

  expect(html).toContain('&lt;script&gt;alert(&quot;name&quot;)&lt;/script&gt;')
  expect(html).not.toMatch(/<script|<b>&table|<link(?! rel="icon" href="data:,")|@import|url\(|\son\w+=/)
  expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target)).toEqual(['data:,'])
})

test('GIVEN the page WHEN its pictures and tables are looked at THEN each has its words, and no id is there twice', () => {
  const html = renderPage(passedRecord)
  const pictures = [
    ...html.matchAll(/<svg(?! viewBox="0 0 22 8" aria-hidden)[^>]*>\n<title[^>]*>.+<\/title>\n<desc[^>]*>.+<\/desc>/g),
  ]
  expect(pictures.length).toBe(6)
  expect((html.match(/<svg/g) ?? []).length).toBe(6 + 3)
  expect((html.match(/<caption>/g) ?? []).length).toBe((html.match(/<table/g) ?? []).length)
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/)
})

test.each([
  ['one event', { sent: 1, acceptedPerSecond: [1], seconds: 0 }],
  ['no answer', { acceptedPerSecond: [], latency: { p50: 0, p90: 0, p99: 0, max: 0, histogram: [] } }],
  ['no sink', { places: [] }],
])('GIVEN %s WHEN rendered THEN the page has no number that is none', (_, change) => {
  const { traffic } = passedRecord
  if (traffic === undefined) throw new RangeError('the record has traffic')
  expect(renderPage({ ...passedRecord, traffic: { ...traffic, ...change } })).not.toMatch(/NaN|undefined|Infinity/)
})

test('GIVEN a spec WHEN summed up THEN what a rehearsal shows is named', () => {
  const spec = containerSpec('nginx-lua')
  expect(summaryOf(spec).map(({ what }) => what)).toEqual(['project', 'collector', 'a 200 means', 'topics'])
  expect(summaryOf(spec)[1]?.value).toBe('nginx + Lua')
})
