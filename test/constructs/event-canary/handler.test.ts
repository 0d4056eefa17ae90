import { describe, expect, test } from '@jest/globals'
import { handlerModule, type Config, type Objects, type Parts, type Sink } from './handler.js'

const { beat, isDue } = await handlerModule('beat')
const { icebergAge } = await handlerModule('iceberg')
const { jsonFilesAge, readClaim } = await handlerModule('json-files')

const NOW = new Date('2026-11-28T12:00:00Z')
const ago = (seconds: number): number => NOW.getTime() - seconds * 1000

const ICEBERG: Sink = {
  name: 'app_logs',
  type: 'iceberg',
  topics: ['app_logs', 'web_logs'],
  intervalSeconds: 300,
  everyMinutes: 5,
  database: 'clickstream',
  table: 'app_logs',
}
const JSON_FILES: Sink = {
  name: 's3-json',
  type: 's3-json',
  topics: ['app_logs'],
  intervalSeconds: 60,
  everyMinutes: 1,
  bucket: 'lake',
  prefix: 'events',
}

describe('an Iceberg table', () => {
  /** Answers with the newest events of topics, as far as the query looks back. */
  const table = (newest: Readonly<Record<string, number>>): [Parts['query'], string[]] => {
    const asked: string[] = []
    return [
      async (sql) => {
        asked.push(sql)
        const since = Date.parse(/TIMESTAMP '(.*) UTC'/.exec(sql)?.[1]?.replace(' ', 'T').concat('Z') ?? '')
        return Object.entries(newest).flatMap(([topic, at]) => (at > since ? [[topic, String(at)]] : []))
      },
      asked,
    ]
  }

  test('is as old as its oldest topic, by one query over the last two commits', async () => {
    // GIVEN
    const [query, asked] = table({ app_logs: ago(70), web_logs: ago(340), other: ago(1) })
    // WHEN
    const age = await icebergAge(ICEBERG, { query }, NOW)
    // THEN
    expect(age).toBe(340)
    expect(asked).toEqual([
      `SELECT project, max(ctime) FROM "clickstream"."app_logs" WHERE received_at > TIMESTAMP '2026-11-28 11:48:00.000 UTC' GROUP BY project`,
    ])
  })

  test('is looked at further back only where a topic is missing', async () => {
    const [query, asked] = table({ app_logs: ago(70), web_logs: ago(1500) })
    expect(await icebergAge(ICEBERG, { query }, NOW)).toBe(1500)
    expect(asked.length).toBe(2)
  })

  test('that has nothing is at least as old as what was looked at, which is past the alarm', async () => {
    const [query] = table({ app_logs: ago(70) })
    expect(await icebergAge(ICEBERG, { query }, NOW)).toBe(2400)
  })
})

describe('files of the S3 JSON sink', () => {
  const claim = (lastTime: number | undefined, ...keys: string[]): string =>
    [
      'clickstream-claim 1',
      'id 7f',
      'generation 0',
      'start 10',
      'end 20',
      ...(lastTime === undefined ? [] : [`last-time ${lastTime}`]),
      'layout compression=gzip',
      ...keys.map((key) => `object 5 ${key.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`),
      '',
    ].join('\n')

  const bucket = (
    claims: Readonly<Record<string, [changed: number, text: string]>>,
    objects: readonly string[],
  ): Objects => ({
    list: async (_, prefix) =>
      Object.entries(claims).flatMap(([key, [changed]]) => (key.startsWith(prefix) ? [{ key, changed }] : [])),
    text: async (_, key) => claims[key]?.[1] ?? '',
    exists: async (_, key) => objects.includes(key),
  })

  test('are as old as the last record of the newest claim whose objects are all there', async () => {
    // GIVEN the newest claim waits for an object, and the next is complete
    const objects = bucket(
      {
        'events/_claims/app_logs/0': [ago(5), claim(ago(6), 'a', 'b')],
        'events/_claims/app_logs/1': [ago(30), claim(ago(42), 'c')],
        'events/_claims/app_logs/2': [ago(50), claim(ago(61), 'd')],
        'events/_claims/app_logs_2/0': [ago(1), claim(ago(1), 'a')],
      },
      ['a', 'c', 'd'],
    )
    // WHEN
    const age = await jsonFilesAge(JSON_FILES, { objects }, NOW)
    // THEN
    expect(age).toBe(42)
  })

  test('get older while claims stay incomplete', async () => {
    const objects = bucket({ 'events/_claims/app_logs/0': [ago(500), claim(ago(510), 'a')] }, [])
    expect(await jsonFilesAge(JSON_FILES, { objects }, NOW)).toBe(500)
  })

  test('of a topic that nothing was stored of cannot be measured', async () => {
    const objects = bucket({}, [])
    await expect(jsonFilesAge(JSON_FILES, { objects }, NOW)).rejects.toThrow(
      'nothing was ever stored: no claim below s3://lake/events/_claims/app_logs/',
    )
  })

  test('have claims with every key as it is, and one of another version is refused', () => {
    expect(readClaim(claim(7, 'a b', 'c\\n\nd'))).toEqual({ lastTime: 7, keys: ['a b', 'c\\n\nd'] })
    expect(readClaim(claim(undefined, 'a'))).toEqual({ keys: ['a'] })
    expect(() => readClaim('clickstream-claim 2\n')).toThrow('begins with "clickstream-claim 2"')
  })
})

describe('a beat', () => {
  const { topics: _, ...everyTopic } = JSON_FILES
  const config: Config = {
    service: 'web-events',
    header: 'project',
    topics: ['app_logs', 'web_logs'],
    // A sink of all topics does not name them.
    sinks: [ICEBERG, everyTopic],
  }
  const parts = (over: Partial<Parts> = {}): [Parts, Record<string, unknown>[]] => {
    const lines: Record<string, unknown>[] = []
    return [
      {
        post: async () => 200,
        query: async () => [
          ['app_logs', String(ago(70))],
          ['web_logs', String(ago(80))],
        ],
        objects: {
          list: async (_, prefix) => [{ key: `${prefix}0`, changed: ago(9) }],
          text: async () => `clickstream-claim 1\nlast-time ${ago(33)}\nobject 1 a\n`,
          exists: async () => true,
        },
        print: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
        ...over,
      },
      lines,
    ]
  }

  test('sends an event to each topic and prints what it measured as metrics', async () => {
    // GIVEN
    const sent: [string, Readonly<Record<string, string>>][] = []
    const [all, lines] = parts({ post: async (body, headers) => (sent.push([body, headers]), 200) })
    // WHEN
    await beat(config, all, NOW, NOW)
    // THEN
    expect(sent.map(([, headers]) => headers['project'])).toEqual(['app_logs', 'web_logs'])
    for (const [body, headers] of sent) {
      expect(body).toBe(`{"clickstream_canary":"${headers['x-event-id']}","sent_at":"2026-11-28T12:00:00.000Z"}`)
    }
    expect(lines.map(({ _aws, ...rest }) => rest)).toEqual([
      { service: 'web-events', CanaryFailures: 0, CanaryLatency: expect.any(Number), failed: [] },
      { service: 'web-events', sink: 'app_logs', MeasurementFailures: 0, FreshnessSeconds: 80 },
      { service: 'web-events', sink: 's3-json', MeasurementFailures: 0, FreshnessSeconds: 33 },
    ])
    expect(lines[1]?.['_aws']).toEqual({
      Timestamp: NOW.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: 'Clickstream',
          Dimensions: [['service', 'sink']],
          Metrics: [
            { Name: 'MeasurementFailures', Unit: 'Count' },
            { Name: 'FreshnessSeconds', Unit: 'Seconds' },
          ],
        },
      ],
    })
  })

  test('that fails says how, metric by metric, and does not fail itself', async () => {
    // GIVEN
    const [all, lines] = parts({
      post: async (_, headers) => {
        if (headers['project'] === 'app_logs') return 503
        throw new Error('no route')
      },
      query: async () => {
        throw new Error('query FAILED: no such table')
      },
    })
    // WHEN
    await beat(config, all, NOW, NOW)
    // THEN
    expect(lines[0]).toMatchObject({
      CanaryFailures: 2,
      failed: [
        { topic: 'app_logs', failure: 'answered 503' },
        { topic: 'web_logs', failure: 'Error: no route' },
      ],
    })
    expect(lines[1]).toMatchObject({ MeasurementFailures: 1, failure: 'Error: query FAILED: no such table' })
    expect(lines[1]).not.toHaveProperty('FreshnessSeconds')
  })

  test('measures a sink in its own minutes only', () => {
    const minutes = Array.from({ length: 10 }, (_, index) => new Date(NOW.getTime() + index * 60_000))
    expect(minutes.map((minute) => isDue({ everyMinutes: 5 }, minute))).toEqual(
      minutes.map((_, index) => index % 5 === 0),
    )
  })
})
