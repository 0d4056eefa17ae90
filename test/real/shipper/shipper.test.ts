import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { CONTAINERS } from '../../../src/spec/container-facts.js'
import { containerSpec } from '../../support/container-spec.js'
import { until } from '../support/programs.js'
import { S3Server } from '../support/s3-server.js'
import { FLUENT_BIT, Shipper, WITHOUT_FLUENT_BIT } from './support.js'

jest.setTimeout(240_000)

const BUCKET = 'my-data-bucket'
const suite = FLUENT_BIT === undefined ? describe.skip : describe
const stopSeconds = CONTAINERS['nginx-lua'].find(({ name }) => name === 'fluent-bit')?.stopTimeoutSeconds ?? 0

/** A line as the collector writes one, numbered, with what JSON and log formats trip over. */
const line = (number: number, bytes = 1300): string =>
  `{"crc":"1a2b3c4d","length":"00001234","topic":"app_logs","record":{"meta":{"id":"${number}"},"data":{"a":1e400,"t":"\\ud83d é\u2028\\"${'x'.repeat(bytes)}"}}}`
const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => line(from + index))

suite(`the shipper (${WITHOUT_FLUENT_BIT})`, () => {
  let s3: S3Server
  let shipper: Shipper
  let prefix: string
  let count = 0
  let writing: NodeJS.Timeout | undefined

  beforeAll(async () => {
    s3 = await S3Server.start(BUCKET)
  })
  afterAll(async () => {
    await s3?.remove()
  })
  beforeEach(async () => {
    prefix = `team=data/run-${(count += 1)}`
    const spec = containerSpec('nginx-lua', { maxBodyKiB: 10_240 })
    shipper = await Shipper.make({ ...spec, backup: { bucket: BUCKET, prefix } }, s3.endpoint)
  })
  afterEach(async () => {
    clearInterval(writing)
    s3.resume()
    await shipper?.remove()
  })

  const stored = (folder: string): Promise<string[]> => s3.lines(BUCKET, `${prefix}/${folder}/`)
  const shipped = (folder: string, wanted: readonly string[]): Promise<void> =>
    until(
      `${wanted.length} lines of ${folder} in S3`,
      async () => {
        const found = new Set(await stored(folder))
        return wanted.every((each) => found.has(each))
      },
      60_000,
    )

  test('objects hold the lines byte for byte, under keys by the hour, and a line with a NUL byte costs no other', async () => {
    // GIVEN the longest line that the spec allows among ordinary ones, and what a torn page leaves
    const spill = [...lines(0, 2000), line(2000, 10_240 * 1024), ...lines(2001, 2010)]
    const rejected = ['{"reason":"InvalidJson","status":400,"body":"e30="}', `{"body":"${'A'.repeat(90_000)}"}`]
    await shipper.start()
    // WHEN
    shipper.write('spill', 'w0-000001.jsonl', [...spill.slice(0, 1500), 'torn \u0000\u0000', ...spill.slice(1500)])
    shipper.write('rejected', 'w0-000001.jsonl', rejected)
    shipper.write('spill', 'w0-000001.done', ['not shipped'])
    await Promise.all([shipped('spill', spill), shipped('rejected', rejected)])
    // THEN
    expect((await stored('spill')).join('\n') === spill.join('\n')).toBe(true)
    expect((await stored('rejected')).join('\n') === rejected.join('\n')).toBe(true)
    const keys = [...(await s3.texts(BUCKET, `${prefix}/`)).keys()]
    const key = new RegExp(
      `^${prefix}/(?:spill|rejected)/\\d{4}/\\d\\d/\\d\\d/\\d\\d/\\d{4}-[A-Za-z0-9]+\\.jsonl\\.gz$`,
    )
    expect(keys.filter((each) => !key.test(each))).toEqual([])
  })

  test('neither three SIGKILLs nor a minute without S3 loses a line', async () => {
    // GIVEN new segments all the time
    const wanted: string[] = []
    let segment = 0
    writing = setInterval(() => {
      const next = lines(wanted.length, wanted.length + 200)
      wanted.push(...next)
      shipper.write('spill', `w0-${String((segment += 1)).padStart(6, '0')}.jsonl`, next)
    }, 200)
    await shipper.start()
    // WHEN
    for (let kill = 0; kill < 3; kill += 1) {
      await sleep(3000)
      if (kill === 1) s3.pause()
      await shipper.stop('SIGKILL')
      await shipper.start()
    }
    await sleep(45_000)
    clearInterval(writing)
    s3.resume()
    // THEN each is there, some of them twice
    await shipped('spill', wanted)
    expect(wanted.length).toBeGreaterThan(20_000)
  })

  test('SIGTERM ships what there is and leaves; without S3 it leaves in time and loses nothing either', async () => {
    // GIVEN
    await shipper.start()
    shipper.write('spill', 'w0-000001.jsonl', lines(0, 500))
    await sleep(3000)
    // WHEN
    const [milliseconds, exitCode] = await shipper.stop()
    // THEN
    expect(exitCode).toBe(0)
    expect(milliseconds).toBeLessThan(stopSeconds * 1000)
    expect((await stored('spill')).join('\n') === lines(0, 500).join('\n')).toBe(true)
    // GIVEN an outage
    s3.pause()
    await shipper.start()
    shipper.write('spill', 'w0-000002.jsonl', lines(500, 1000))
    await sleep(3000)
    // WHEN
    const [later] = await shipper.stop()
    s3.resume()
    // THEN
    expect(later).toBeLessThan(stopSeconds * 1000)
    await shipper.start()
    await shipped('spill', lines(0, 1000))
  })

  test('without an endpoint it takes the one of the region', async () => {
    await shipper.start({ AWS_ENDPOINT_URL_S3: '' })
    expect(shipper.output()).not.toMatch(/\[(?:error|warn)\](?!.*profile provider)/)
  })

  test.each([
    ['CLICKSTREAM_PREFIX', 'relative'],
    ['CLICKSTREAM_PREFIX', '/a b'],
    ['CLICKSTREAM_PREFIX', '/a"\n  - name: exec'],
    ['CLICKSTREAM_SHIPPER_LISTEN', '127.0.0.1'],
    ['CLICKSTREAM_SHIPPER_LISTEN', 'localhost:2020'],
    ['CLICKSTREAM_SHIPPER_LISTEN', '127.0.0.1:70000'],
    ['AWS_ENDPOINT_URL_S3', 'file:///etc'],
    ['AWS_ENDPOINT_URL_S3', 'http://host/path'],
    ['AWS_ENDPOINT_URL_S3', 'https://'],
  ])('%s=%j is refused by name', async (name, value) => {
    const [exitCode, output] = await shipper.refused({ [name]: value })
    expect([exitCode, output]).toEqual([78, expect.stringMatching(new RegExp(`^clickstream: ${name} `))])
  })
})
