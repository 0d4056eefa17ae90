import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { endOffsets, readRecords } from '../../src/site/kafka/record-reader.js'
import { RecordWriter, type NewRecord } from '../../src/site/kafka/record-writer.js'
import { KafkaCluster } from '../../test/real/support/kafka-cluster.js'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 200_000)
/** The size that the original description measures with. */
const BYTES = 1300

let kafka: KafkaCluster

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: ['app_logs'], config: { 'retention.ms': -1 } })
}, 240_000)

afterAll(async () => {
  await kafka?.remove()
}, 30_000)

test('records of 1.3 KB a second, written and read by one process', async () => {
  const brokers = kafka.brokers.split(',')
  // As well packed as events are: about four to one.
  const value = Buffer.from(
    randomBytes(BYTES / 4)
      .toString('hex')
      .padEnd(BYTES, 'event '),
  )
  const writer = new RecordWriter(brokers)
  const some = (count: number): NewRecord[] =>
    Array.from({ length: count }, () => ({ topic: 'app_logs', value, timestamp: Date.now() }))
  await writer.send(some(5000))
  const began = performance.now()
  for (let sent = 0; sent < EVENTS; sent += 5000) await writer.send(some(5000))
  const written = performance.now()
  await writer.close()
  let read = 0
  let [bytes, most] = [0, 0]
  for await (const record of readRecords(brokers, { topic: 'app_logs', from: 'earliest', to: 'end' })) {
    if (read++ % 10_000 === 0) most = Math.max(most, process.memoryUsage.rss())
    bytes += record.value?.length ?? 0
  }
  const done = performance.now()
  const rate = (count: number, milliseconds: number): number => Math.round(count / (milliseconds / 1000))
  process.stdout.write(
    `\nwritten ${rate(EVENTS, written - began)} events/s, read ${rate(read, done - written)} events/s, ` +
      `RSS at most ${Math.round(most / 1e6)} MB\n`,
  )
  const ends = (await endOffsets(brokers, ['app_logs'])).get('app_logs') ?? []
  expect(bytes).toBe(read * BYTES)
  expect(read).toBe(ends.reduce((sum, end) => sum + end, 0))
}, 600_000)
