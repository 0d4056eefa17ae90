import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Browser, chromium, type Page } from 'playwright-core'
import { renderPage } from '../../../src/workflow/page/index.js'
import type { RehearsalRecord } from '../../../src/workflow/rehearsal-record.js'
import { lossyRecord, passedRecord, stoppedRecord } from '../../workflow/page/records.js'
import { needPrograms } from '../support/needed.js'

const CHROMIUM = '/usr/bin/chromium'
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

let browser: Browser
let folder: string

beforeAll(async () => {
  await needPrograms([CHROMIUM], 'chromium')
  folder = await mkdtemp(join(tmpdir(), 'clickstream-page-'))
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
}, 30_000)

interface Opened {
  readonly page: Page
  /** What the browser complained about. */
  readonly complaints: string[]
  /** Everything that was asked for, the page itself included. */
  readonly requests: string[]
  readonly url: string
}

async function open(record: RehearsalRecord, width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const file = join(folder, 'rehearsal.html')
  await writeFile(file, renderPage(record))
  const page = await (await browser.newContext({ viewport: { width, height: 900 }, colorScheme })).newPage()
  const [complaints, requests]: [string[], string[]] = [[], []]
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => complaints.push(dialog.message()))
  page.on('request', (request) => requests.push(request.url()))
  const url = pathToFileURL(file).href
  await page.goto(url)
  return { page, complaints, requests, url }
}

/** Texts of a picture that is seen. */
const seenIn = (page: Page, figure: string): Promise<string[]> =>
  page.locator(`${figure} svg[role=img] text:visible`).allTextContents()

test.each([
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const)(
  'GIVEN a passed run WHEN opened %i px wide and %s THEN verdict and counts are seen, and nothing is loaded',
  async (width, scheme) => {
    const { page, complaints, requests, url } = await open(passedRecord, width, scheme)

    expect(await page.title()).toBe('Rehearsal of web-events: passed')
    expect(await page.locator('h1').innerText()).toMatch(
      /^Passed\s+Every event that was accepted is in Kafka and in every sink/,
    )
    const texts = await seenIn(page, '.flow')
    const counts =
      width === 1280
        ? ['10,000', '10,357', '10,357', '10,357']
        : ['10,000 events', '10,357 × 200', '10,357 lines', '10,357 rows']
    expect(texts.filter((text) => counts.includes(text)).length).toBe(4)
    expect(texts).toEqual(expect.arrayContaining(['Client', 'Collector', 'Kafka', 'S3 JSON', 'Iceberg']))
    expect(await seenIn(page, '.plot')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^p99 \d+ ms$/), 'since the first event']),
    )
    expect(await page.locator('.steps > li').count()).toBe(10)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect([complaints, requests]).toEqual([[], [url]])
  },
)

test.each([1280, 390])(
  'GIVEN a run that lost events WHEN opened %i px wide THEN loss and hostile names are read as text',
  async (width) => {
    const { page, complaints, requests, url } = await open(lossyRecord, width)

    expect(await page.locator('h1').innerText()).toMatch(/^Not passed\s+Not every event is where it belongs/)
    expect(await page.locator('.kicker b').innerText()).toBe('<script>alert("name")</script>')
    expect(await seenIn(page, '.flow')).toEqual(expect.arrayContaining(['12 lost']))
    expect(await page.locator('tr.wrong td.wrong').allInnerTexts()).toEqual(['12', '9,988 of 10,000'])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect([complaints, requests]).toEqual([[], [url]])
  },
)

test('GIVEN a run that stopped WHEN opened THEN the step is named, and no picture claims what was not sent', async () => {
  const { page } = await open(stoppedRecord, 390)

  expect(await page.locator('h1').innerText()).toMatch(/^Not passed\s+Stopped at “Connectors”/)
  expect(await page.locator('.steps > .failed h3').innerText()).toBe('9. Connectors')
  expect(await page.locator('.steps > .not-reached h3').innerText()).toBe('10. Testing')
  expect(await page.locator('svg').count()).toBe(0)
})

test('GIVEN the pictures WHEN measured THEN no text leaves its picture, and none stands on another', async () => {
  for (const width of [1280, 390]) {
    const { page } = await open(lossyRecord, width)
    // The function runs in the page, as source text: its globals are not this program's.
    const wrong = await page.evaluate(`[...document.querySelectorAll('svg[role=img]')].flatMap((svg) => {
      const outer = svg.getBoundingClientRect()
      if (outer.width === 0) return []
      const boxes = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
      const outside = boxes.filter(({ box }) => box.left < outer.left - 1 || box.right > outer.right + 1 || box.bottom > outer.bottom + 1)
      const onAnother = boxes.filter(({ box }, index) => boxes.slice(0, index).some(({ box: other }) =>
        Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 5))
      return [...outside, ...onAnother].map(({ text }) => text)
    })`)
    expect(wrong).toEqual([])
  }
})

test('GIVEN the page WHEN printed THEN it is a few pages of paper', async () => {
  const { page } = await open(passedRecord, 1280, 'dark')
  const pdf = (
    await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } })
  ).toString('latin1')
  const pages = (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length
  expect(pages).toBeGreaterThan(1)
  expect(pages).toBeLessThan(7)
})
