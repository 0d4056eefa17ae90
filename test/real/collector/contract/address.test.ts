import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { exchange, proxyHeader, rawPost, recordsWith } from '../../support/ask.js'
import type { CollectorOptions, CollectorUnderTest } from '../../support/collector-under-test.js'
import { KafkaCluster } from '../../support/kafka-cluster.js'
import { collectorKind } from '../../support/kinds.js'
import { newRun } from '../../support/load.js'
import { TOPICS } from '../../support/traffic.js'

let kafka: KafkaCluster
let collector: CollectorUnderTest | undefined

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: TOPICS })
}, 240_000)

afterEach(async () => {
  await collector?.remove()
  collector = undefined
})

afterAll(async () => {
  await kafka?.remove()
}, 30_000)

const start = async (
  options: CollectorOptions['collector'],
  proxy: 'on' | 'off' = 'on',
): Promise<CollectorUnderTest> => {
  const env = { CLICKSTREAM_PROXY_PROTOCOL: proxy }
  collector = await collectorKind.start({ brokers: kafka.brokers, collector: options ?? {}, env })
  return collector
}

const V4 = [203, 0, 113, 9]
/** 2001:db8:1:2::n */
const v6 = (network: number, n: number): number[] => [0x20, 1, 0x0d, 0xb8, 0, 1, 0, network, 0, 0, 0, 0, 0, 0, 0, n]

/** Posts each of these, and gives the address that each record holds. */
const addresses = async (
  under: CollectorUnderTest,
  cases: Record<string, [number[] | undefined, string?]>,
): Promise<unknown> => {
  const run = newRun('ip')
  for (const [name, [source, headers]] of Object.entries(cases)) {
    const preamble = source === undefined ? Buffer.alloc(0) : proxyHeader(source)
    const answer = await exchange(
      under.url,
      Buffer.concat([preamble, rawPost(`{"run":"${run}","name":"${name}"}`, headers)]),
    )
    expect([name, answer.slice(9, 12)]).toEqual([name, '200'])
  }
  const records = await recordsWith(kafka, under, 'app_logs', run)
  return Object.fromEntries(records.map(({ data, meta }) => [data['name'], meta['ip']]))
}

test('behind an NLB the address is that of PROXY protocol v2, and a header of the client never wins', async () => {
  const under = await start({})
  const lies = 'X-Forwarded-For: 6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n'
  expect(await addresses(under, { v4: [V4], v6: [v6(2, 9)], lies: [V4, lies] })).toEqual({
    v4: '203.0.113.9',
    v6: '2001:db8:1:2::9',
    lies: '203.0.113.9',
  })
}, 30_000)

test("the load balancer's own health check, PROXY command LOCAL, is answered, and what has no PROXY header is not", async () => {
  const { url } = await start({})
  const health = Buffer.from('GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  expect((await exchange(url, Buffer.concat([proxyHeader(), health]))).slice(9, 12)).toBe('200')
  expect((await exchange(url, health)).includes('200 OK')).toBe(false)
  expect(
    (await exchange(url, Buffer.concat([Buffer.from('PROXY TCP4 1.2.3.4 x\r\n'), health]))).includes('200 OK'),
  ).toBe(false)
}, 30_000)

test('behind trusted proxies the address is counted from the right of X-Forwarded-For', async () => {
  const under = await start({ trustedHops: 2 })
  const forwarded = (...values: string[]): string => values.map((value) => `X-Forwarded-For: ${value}\r\n`).join('')
  expect(
    await addresses(under, {
      'two hops': [V4, forwarded('6.6.6.6, 192.0.2.1, 10.0.0.1')],
      'two headers': [V4, forwarded('6.6.6.6', '192.0.2.2, 10.0.0.1')],
      v6: [V4, forwarded('2001:DB8::5, 10.0.0.1')],
      'too few': [V4, forwarded('192.0.2.3')],
      none: [V4],
      nonsense: [V4, forwarded('"},{"x":", 10.0.0.1')],
    }),
  ).toEqual({
    'two hops': '192.0.2.1',
    'two headers': '192.0.2.2',
    v6: '2001:db8::5',
    'too few': '203.0.113.9',
    none: '203.0.113.9',
    nonsense: '203.0.113.9',
  })
}, 30_000)

test('a truncated address has lost its last part', async () => {
  const under = await start({ meta: { query: true, userAgent: true, ip: 'truncated' } })
  expect(
    await addresses(under, { v4: [V4], v6: [v6(2, 9)], mapped: [[...Array<number>(10).fill(0), 255, 255, ...V4]] }),
  ).toEqual({
    v4: '203.0.113.0',
    v6: '2001:db8:1::',
    mapped: expect.not.stringContaining('113.9'),
  })
}, 30_000)

/** Statuses of so many posts, one after the other on connections of their own, each from the next of these addresses. */
const burst = async (
  url: string,
  sources: number[][],
  count: number,
  headers = '',
): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  const posts = Array.from({ length: count }, async (_, index) => {
    const source = sources[index % sources.length] ?? V4
    const answer = await exchange(url, Buffer.concat([proxyHeader(source), rawPost('{"limit":1}', headers)]))
    const retry = /\r\nretry-after: (\d+)\r\n/i.exec(answer)?.[1]
    const error = /"error":"(\w+)"/.exec(answer)?.[1]
    const name = [answer.slice(9, 12), error, retry].filter(Boolean).join(' ')
    counts[name] = (counts[name] ?? 0) + 1
  })
  await Promise.all(posts)
  return counts
}

test('an address that asks too much hears 429, IPv6 by its /64, and others do not notice', async () => {
  const { url } = await start({ limits: { perAddressPerSecond: 10, perProjectPerSecond: 0 } })
  const limited = '429 TooManyRequests 1'
  const v4 = await burst(url, [V4], 100)
  const network = await burst(url, [v6(2, 1), v6(2, 2), v6(2, 3), v6(2, 4)], 100)
  expect(Object.keys(v4).sort()).toEqual(['200', limited])
  expect(Object.keys(network).sort()).toEqual(['200', limited])
  // A second's worth at once, and what a slow machine's seconds add.
  expect([v4['200'], network['200']].filter((count = 0) => count < 10 || count > 40)).toEqual([])
  expect(await burst(url, [v6(3, 1), [203, 0, 113, 10]], 10)).toEqual({ '200': 10 })
  expect(
    (await fetch(`${collector?.metricsUrl}/metrics`).then((answer) => answer.text())).match(
      /^clickstream_limited_total\{by="address"\} \d+$/m,
    ),
  ).not.toBeNull()
}, 30_000)

test('a project has a limit of its own', async () => {
  const { url } = await start({ limits: { perAddressPerSecond: 0, perProjectPerSecond: 10 } })
  const many = Array.from({ length: 50 }, (_, n) => [198, 51, 100, n])
  const { '200': accepted = 0, ...others } = await burst(url, many, 100, 'project: web_logs\r\n')
  expect([Object.keys(others), accepted >= 10 && accepted <= 40]).toEqual([['429 TooManyRequests 1'], true])
  expect(await burst(url, many, 5)).toEqual({ '200': 5 })
}, 30_000)
