import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { endOffsets, readRecords, type KafkaRecord, type ReadOptions } from '../../../src/site/kafka/record-reader.js'
import { RecordWriter, type NewRecord } from '../../../src/site/kafka/record-writer.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { partitionOf } from '../support/murmur2.js'

const HOUR = 3_600_000
const FIRST = Date.UTC(2026, 10, 1)

let kafka: KafkaCluster
let brokers: string[]

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: ['plain', 'keyed', 'killed', 'timed'], config: { 'retention.ms': -1 } })
  brokers = kafka.brokers.split(',')
}, 240_000)

afterAll(async () => {
  await kafka?.remove()
}, 30_000)

const write = async (records: readonly NewRecord[]): Promise<void> => {
  const writer = new RecordWriter(brokers)
  try {
    await writer.send(records)
  } finally {
    await writer.close()
  }
}

const read = async (options: ReadOptions): Promise<KafkaRecord[]> => {
  const records: KafkaRecord[] = []
  for await (const record of readRecords(brokers, options)) records.push(record)
  return records
}

test('GIVEN records with keys, headers and times WHEN written THEN kcat and the reader find them unaltered, each where Java would put it', async () => {
  const records = Array.from({ length: 2000 }, (_, n): NewRecord => {
    const value = Buffer.from(JSON.stringify({ n, text: 'ä 中 \u2028' }))
    const key = Buffer.from(`user-${n % 97}`)
    return { topic: 'keyed', value, key, timestamp: FIRST + n, headers: new Map([['n', Buffer.from(String(n))]]) }
  })
  await write(records)

  const byKcat = await kafka.records('keyed')
  const byReader = await read({ topic: 'keyed', from: 'earliest', to: 'end' })

  expect(byKcat.length).toBe(records.length)
  for (const { key, partition } of byKcat) expect(partition).toBe(partitionOf(key ?? '', 3))
  const found = byReader.sort((a, b) => a.timestamp - b.timestamp)
  expect(found.map(({ value, key, timestamp, headers }) => [String(value), String(key), timestamp, headers])).toEqual(
    records.map(({ value, key, timestamp, headers }) => [String(value), String(key), timestamp, headers]),
  )
  expect(byReader.filter(({ offset, partition }) => partition === 0 && offset === 0).length).toBe(1)
})

test('GIVEN records without keys WHEN written THEN every partition has some, and offsets cut out exactly what is asked for', async () => {
  const text = 'x'.repeat(500)
  const records = Array.from({ length: 20_000 }, (_, n) => ({
    topic: 'plain',
    value: Buffer.from(`${n} ${text}`),
    timestamp: FIRST,
  }))
  await write(records)

  const ends = (await endOffsets(brokers, ['plain'])).get('plain') ?? []
  const half = new Map(ends.map((end, partition) => [partition, Math.floor(end / 2)]))
  const first = await read({ topic: 'plain', from: 'earliest', to: half })
  const second = await read({ topic: 'plain', from: half, to: 'end' })

  expect(ends.every((end) => end > 0)).toBe(true)
  expect(ends.reduce((sum, end) => sum + end, 0)).toBe(20_000)
  const numbers = [...first, ...second].map(({ value }) => Number.parseInt(String(value), 10)).sort((a, b) => a - b)
  expect(numbers).toEqual(records.map((_, n) => n))
  expect(await read({ topic: 'plain', from: new Map([[1, (ends[1] ?? 0) - 3]]), to: 'end' })).toHaveLength(3)
})

test('GIVEN records of three hours WHEN read from a time THEN the first is the first of that time, and nothing follows the last', async () => {
  const records = [0, 1, 2].flatMap((hour) =>
    Array.from({ length: 10 }, (_, n) => ({
      topic: 'timed',
      value: Buffer.from(`${hour}:${n}`),
      timestamp: FIRST + hour * HOUR + n,
    })),
  )
  for (const record of records) await write([record])

  const values = async (timestampMs: number): Promise<string[]> =>
    (await read({ topic: 'timed', from: { timestampMs }, to: 'end' })).map(({ value }) => String(value)).sort()

  expect(await values(FIRST + 2 * HOUR)).toEqual(Array.from({ length: 10 }, (_, n) => `2:${n}`))
  expect(await values(FIRST + 2 * HOUR + 10)).toEqual([])
})

test('GIVEN a broker that is killed in the middle WHEN it is back THEN every record is in the topic once', async () => {
  const writer = new RecordWriter(brokers)
  const batch = (from: number): NewRecord[] =>
    Array.from({ length: 500 }, (_, n) => ({
      topic: 'killed',
      value: Buffer.from(String(from + n)),
      timestamp: FIRST,
    }))
  const sent: Promise<void>[] = []
  for (let from = 0; from < 20_000; from += 500) {
    sent.push(writer.send(batch(from)))
    if (from === 5000) {
      await sent[5]
      await kafka.stop('SIGKILL')
      await pause(500)
      await kafka.resume()
    }
  }
  await Promise.all(sent)
  await writer.close()

  const numbers = (await kafka.read('killed')).map(Number).sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 20_000 }, (_, n) => n))
}, 120_000)

test('GIVEN a topic that does not exist WHEN read or written THEN the error names it and its code says which', async () => {
  await expect(read({ topic: 'nowhere', from: 'earliest', to: 'end' })).rejects.toMatchObject({
    code: 'TopicUnreadable',
    message: expect.stringContaining('nowhere'),
  })
  await expect(write([{ topic: 'nowhere', value: Buffer.from('1'), timestamp: 1 }])).rejects.toMatchObject({
    code: 'RecordsNotAcknowledged',
    message: expect.stringContaining('nowhere'),
  })
}, 60_000)
