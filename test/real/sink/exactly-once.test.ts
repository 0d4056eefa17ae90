import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { report } from '../support/report.js'
import { survive } from '../support/sink-chaos.js'
import { SinkUnderTest } from '../support/sink-under-test.js'

let sink: SinkUnderTest

beforeAll(async () => {
  sink = await SinkUnderTest.start()
  await sink.startWorkers(2)
}, 240_000)

afterAll(async () => {
  await sink?.remove()
}, 60_000)

test('GIVEN killed and frozen workers and an S3 that fails THEN every event is in the bucket once', async () => {
  const options = { topic: 'events', records: 200_000, partitions: 6, kills: 10, freezes: 2 }
  const account = await survive(sink, options)
  report('exactly once', { ...account })
  const workerLog = sink.log()
  expect({ ...account, failed: /Task threw an uncaught/.test(workerLog) }).toEqual({
    ...account,
    lost: 0,
    duplicated: 0,
    strange: 0,
    openUploads: 0,
    failed: false,
  })
}, 480_000)
