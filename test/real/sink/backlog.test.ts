import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { report } from '../support/report.js'
import { drainBacklog } from '../support/sink-backlog.js'
import { SinkUnderTest } from '../support/sink-under-test.js'

let sink: SinkUnderTest

beforeAll(async () => {
  sink = await SinkUnderTest.start()
  await sink.startWorkers(1, { heapMiB: 512 })
}, 240_000)

afterAll(async () => {
  await sink?.remove()
}, 60_000)

test('GIVEN 12 partitions with 3 open hours each WHEN a backlog drains THEN memory is bounded and all is there once', async () => {
  const memoryBytes = 64 << 20
  const account = await drainBacklog(sink, {
    ...{ topic: 'three-hours', records: 240_000, recordBytes: 1300, partitions: 12, hours: 3, late: 1, memoryBytes },
    settings: { 'rotate.interval.ms': '30000' },
  })
  report('backlog of three hours', { ...account })
  expect(account).toEqual({ ...account, lost: 0, duplicated: 0, strange: 0, outOfMemory: false })
}, 240_000)

test('GIVEN events spread over many hours WHEN a backlog drains THEN objects are not tiny', async () => {
  const memoryBytes = 48 << 20
  const account = await drainBacklog(sink, {
    ...{ topic: 'many-hours', records: 240_000, recordBytes: 1300, partitions: 4, hours: 16, late: 1, memoryBytes },
    settings: { 'rotate.interval.ms': '30000' },
  })
  report('backlog of many hours', { ...account })
  expect(account).toEqual({ ...account, lost: 0, duplicated: 0, strange: 0, outOfMemory: false })
  expect(account.medianBytes).toBeGreaterThanOrEqual(1_000_000)
}, 240_000)
