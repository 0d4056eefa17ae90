import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { report } from '../support/report.js'
import { drainBacklog } from '../support/sink-backlog.js'
import { survive } from '../support/sink-chaos.js'
import { SinkUnderTest } from '../support/sink-under-test.js'

let sink: SinkUnderTest

beforeEach(async () => {
  sink = await SinkUnderTest.start()
}, 240_000)

afterEach(async () => {
  await sink?.remove()
}, 60_000)

test('a million events, 50 kills and 8 long pauses: each is in the bucket once', async () => {
  await sink.startWorkers(2)
  const options = { topic: 'events', records: 1_000_000, partitions: 12, kills: 50, freezes: 8 }
  const account = await survive(sink, options)
  report('exactly once', { ...account })
  expect(account).toEqual({ ...account, lost: 0, duplicated: 0, strange: 0, openUploads: 0 })
}, 3_600_000)

test('10 GB with 12 partitions and 3 open hours each drain in a heap of 512 MB', async () => {
  await sink.startWorkers(1, { heapMiB: 512 })
  const memoryBytes = 128 << 20
  const account = await drainBacklog(sink, {
    ...{
      topic: 'three-hours',
      records: 1_000_000,
      recordBytes: 10_000,
      randomBytes: 500,
      partitions: 12,
      hours: 3,
      late: 1,
      memoryBytes,
      heapEverySeconds: 8,
    },
    settings: { 'rotate.interval.ms': '60000' },
  })
  report('10 GB', { ...account })
  expect(account).toEqual({ ...account, lost: 0, duplicated: 0, strange: 0, outOfMemory: false })
  // What the sink and the consumer hold goes up and down; what is left behind for ever lifts the least of it.
  const half = account.heapMiB.length >> 1
  expect(half).toBeGreaterThanOrEqual(5)
  const [early, later] = [account.heapMiB.slice(0, half), account.heapMiB.slice(half)]
  expect(Math.min(...later)).toBeLessThanOrEqual(Math.min(...early) * 1.2)
}, 3_600_000)

test('a week of late events in 12 partitions drains in a heap of 512 MB in objects of a megabyte', async () => {
  await sink.startWorkers(1, { heapMiB: 512 })
  const memoryBytes = 256 << 20
  const account = await drainBacklog(sink, {
    ...{ topic: 'week', records: 4_000_000, recordBytes: 1300, partitions: 12, hours: 168, late: 1, memoryBytes },
    settings: { 'rotate.interval.ms': '120000' },
  })
  report('a week of late events', { ...account })
  expect(account).toEqual({ ...account, lost: 0, duplicated: 0, strange: 0, outOfMemory: false })
  expect(account.medianBytes).toBeGreaterThanOrEqual(1_000_000)
}, 3_600_000)
