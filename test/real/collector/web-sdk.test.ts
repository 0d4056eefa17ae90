import type { ClickstreamAnalytics } from '@aws/clickstream-web'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Browser, chromium, type Page } from 'playwright-core'
import { dataText, type Stored } from '../support/ask.js'
import type { CollectorUnderTest } from '../support/collector-under-test.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { collectorKind } from '../support/kinds.js'
import { newRun } from '../support/load.js'
import { needPrograms } from '../support/needed.js'
import { until } from '../support/programs.js'
import { TOPICS } from '../support/traffic.js'
import { sdkScript, startWebSite, type WebSite } from '../support/web-site.js'

const CHROMIUM = '/usr/bin/chromium'
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let browser: Browser
let kafka: KafkaCluster
let collector: CollectorUnderTest
let listed: WebSite
let unlisted: WebSite

beforeAll(async () => {
  await needPrograms([CHROMIUM], 'chromium')
  const script = await sdkScript()
  listed = await startWebSite(script)
  unlisted = await startWebSite(script)
  kafka = await KafkaCluster.start({ topics: TOPICS })
  const corsOrigins = ['https://www.example.com', listed.origin]
  collector = await collectorKind.start({ brokers: kafka.brokers, collector: { corsOrigins } })
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}, 240_000)

afterAll(async () => {
  await browser?.close()
  await collector?.remove()
  await kafka?.remove()
  await listed?.remove()
  await unlisted?.remove()
}, 30_000)

/** What a page posted to the collector: the query string and the source text of each event. */
interface Posted {
  readonly query: string
  readonly events: readonly string[]
}

/** A fresh visitor's page, with a note of everything that it posts. */
const visit = async (site: WebSite): Promise<{ page: Page; posted: Posted[]; failed: string[] }> => {
  const page = await (await browser.newContext()).newPage()
  const posted: Posted[] = []
  const failed: string[] = []
  page.on('request', (request) => {
    const { origin, search } = new URL(request.url())
    if (origin !== collector.url || request.method() !== 'POST') return
    const events = [JSON.parse(request.postData() ?? '[]')].flat() as unknown[]
    posted.push({ query: search.slice(1), events: events.map((event) => JSON.stringify(event)) })
  })
  page.on('requestfailed', (request) => failed.push(request.url()))
  await page.goto(`${site.origin}/shop`)
  return { page, posted, failed }
}

// The functions below run in the page, as source text: its globals are not this program's.
const init = (appId: string, more: Readonly<Record<string, unknown>> = {}): string =>
  `clickstream.ClickstreamAnalytics.init(${JSON.stringify({ appId, endpoint: `${collector.url}/collect`, ...more })})`
type Recorded = Parameters<typeof ClickstreamAnalytics.record>[0]
const record = (event: Recorded): string => `clickstream.ClickstreamAnalytics.record(${JSON.stringify(event)})`

const recordsOf = async (marker: string): Promise<string[]> =>
  (await kafka.read('app_logs')).filter((text) => text.includes(marker))
const countOf = (posted: readonly Posted[]): number => posted.flatMap(({ events }) => events).length

/** Waits until everything that the page posted is in Kafka, and gives those records. */
const delivered = async (appId: string, posted: readonly Posted[]): Promise<string[]> => {
  await until('the events', async () => (await recordsOf(appId)).length >= countOf(posted))
  return recordsOf(appId)
}

interface SdkEvent {
  readonly event_type: string
  readonly event_id: string
  readonly app_id: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly items?: readonly unknown[]
}

const EVENTS: readonly Recorded[] = [
  { name: 'button_click', attributes: { category: 'shoes', price: 12.5, count: 3, member: true } },
  { name: 'search_words', attributes: { words: 'Größe 漢字 🎉 "quoted" \\ \u2028 </script>' } },
  { name: 'goods_view', attributes: {}, items: [{ id: '1', name: 'Schuh für 5 €', price: 99.9 }, { id: '2' }] },
  { name: 'checkout', attributes: { step: 1 } },
  { name: 'checkout', attributes: { step: 2 } },
]

test('the web SDK from a page of another origin: each event once, as it sent it, with its context', async () => {
  // GIVEN
  const appId = newRun('immediate')
  const { page, posted, failed } = await visit(listed)
  // WHEN
  expect(await page.evaluate(init(appId))).toBe(true)
  for (const event of EVENTS) await page.evaluate(record(event))
  // Besides these it sends the first visit, the session and the page view of its own.
  await until('the page to post', async () => countOf(posted) >= EVENTS.length + 3)
  const records = await delivered(appId, posted)
  // THEN
  expect(records.map(dataText).sort()).toEqual(posted.flatMap(({ events }) => events).sort())
  const stored = records.map((text) => JSON.parse(text) as Stored)
  const events = stored.map(({ data }) => data as unknown as SdkEvent)
  expect(new Set(events.map(({ event_id: id }) => id)).size).toBe(events.length)
  for (const { name, attributes, items } of EVENTS) {
    const found = events.filter(
      (event) => event.event_type === name && event.attributes['step'] === attributes?.['step'],
    )
    expect(found).toEqual([
      expect.objectContaining({
        app_id: appId,
        attributes: expect.objectContaining({ ...attributes, _page_title: 'Shop' }),
        ...(items === undefined ? {} : { items }),
      }),
    ])
  }
  expect(stored.map(({ meta }) => meta['query']).sort()).toEqual(posted.map(({ query }) => query).sort())
  for (const { meta } of stored) {
    const context = Object.fromEntries(new URLSearchParams(String(meta['query'])))
    expect(context).toEqual({
      platform: 'Web',
      appId,
      event_bundle_sequence_id: expect.stringMatching(/^\d+$/),
      upload_timestamp: expect.stringMatching(/^\d{13}$/),
      hashCode: expect.stringMatching(/^[0-9a-f]{8}$/),
    })
    expect([meta['ua'], meta['ip']]).toEqual([expect.stringMatching(/^Mozilla\/5\.0 .*Chrome\/\d+/), '127.0.0.1'])
  }
  // The SDK has read every answer: it keeps what failed, to send it again.
  expect([failed, await page.evaluate('Object.keys(localStorage).filter((key) => /failed/i.test(key))')]).toEqual([
    [],
    [],
  ])
}, 60_000)

test('the web SDK in batches: an array, of which each event is a record, also when the visitor leaves', async () => {
  // GIVEN
  const appId = newRun('batch')
  const { page, posted } = await visit(listed)
  await page.evaluate(init(appId, { sendMode: 'Batch', sendEventsInterval: 3000 }))
  // WHEN
  for (const event of EVENTS) await page.evaluate(record(event))
  await until('the page to post', async () => countOf(posted) >= EVENTS.length + 3)
  const records = await delivered(appId, posted)
  await page.evaluate(record({ name: 'last_words' }))
  await page.goto('about:blank')
  // THEN
  const ids = records.map((text) => (JSON.parse(text) as Stored).meta.id)
  expect([records.map(dataText).sort(), posted.some(({ events }) => events.length > 1), new Set(ids).size]).toEqual([
    posted.flatMap(({ events }) => events).sort(),
    true,
    records.length,
  ])
  await until('the last words', async () => (await recordsOf(appId)).some((text) => text.includes('last_words')))
}, 60_000)

test('a page of an origin that is not listed can read nothing, and its JSON is not even asked for', async () => {
  // GIVEN
  const run = newRun('unlisted')
  const { page, posted } = await visit(unlisted)
  const ask = (type: string, credentials: string): Promise<unknown> =>
    page.evaluate(
      `fetch('${collector.url}/collect', { method: 'POST', credentials: '${credentials}',
        headers: { 'content-type': '${type}' }, body: '[{"run":"${run}","type":"${type}"}]' })
        .then((answer) => answer.text(), (error) => error.name + ': ' + error.message)`,
    )
  // WHEN
  const answers = [
    await ask('application/json', 'include'),
    await ask('application/json', 'omit'),
    await ask('text/plain', 'include'),
    await ask('text/plain', 'omit'),
    await page.evaluate(`fetch('${collector.url}/health').then((answer) => answer.text(), (error) => error.name)`),
  ]
  await page.evaluate(init(run))
  await until('the SDK to post', async () => posted.some(({ query }) => query.includes(run)))
  // THEN
  expect(answers).toEqual([...Array.from({ length: 4 }, () => 'TypeError: Failed to fetch'), 'TypeError'])
  await page.waitForTimeout(1500)
  expect((await recordsOf(run)).filter((text) => !text.includes('text/plain'))).toEqual([])
}, 60_000)

test('sendBeacon and an image, from a plain page, are taken too', async () => {
  // GIVEN
  const run = newRun('plain')
  const { page } = await visit(listed)
  const event = (way: string): string => JSON.stringify({ run, way, text: 'ü 漢字 🎉 ÿ?>~' })
  const image = `${collector.url}/collect?data=${Buffer.from(event('image')).toString('base64url')}&page=%2Fshop`
  // WHEN
  const queued = await page.evaluate(
    `navigator.sendBeacon(${JSON.stringify(`${collector.url}/collect`)}, ${JSON.stringify(event('beacon'))})`,
  )
  const size = await page.evaluate(
    `new Promise((resolve, reject) => {
      const image = new Image()
      image.onload = () => resolve([image.naturalWidth, image.naturalHeight])
      image.onerror = () => reject(new Error('no image'))
      image.src = ${JSON.stringify(image)}
    })`,
  )
  await until('both events', async () => (await recordsOf(run)).length >= 2)
  // THEN
  const records = await recordsOf(run)
  expect([queued, size, records.map(dataText).sort()]).toEqual([true, [1, 1], [event('beacon'), event('image')]])
  const queries = records.map((text) => (JSON.parse(text) as Stored).meta['query']).filter(Boolean)
  expect(queries).toEqual(['page=%2Fshop'])
}, 60_000)
