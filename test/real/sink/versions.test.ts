import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accountFor, numberedEvents } from '../support/sink-events.js'
import { until } from '../support/programs.js'
import { BUCKET, SinkUnderTest } from '../support/sink-under-test.js'

let sink: SinkUnderTest

beforeAll(async () => {
  sink = await SinkUnderTest.start()
}, 240_000)

afterAll(async () => {
  await sink?.remove()
}, 60_000)

test.each([
  ['2.7.1', 'gzip', '.jsonl.gz', 'application/gzip'],
  ['3.7.2', 'none', '.jsonl', 'application/x-ndjson'],
  ['4.1.1', 'gzip', '.jsonl.gz', 'application/gzip'],
] as const)(
  'GIVEN a worker %s WHEN it writes with %s THEN all is there, named %s',
  async (version, compression, suffix, type) => {
    const topic = `v${version}`
    await sink.startWorkers(1, { version, group: topic })
    try {
      await sink.kafka.admin.create(topic, 2, 1)
      await sink.connect(topic, topic, { compression, 'partition.time': 'meta.ctime', 'rotate.interval.ms': '1500' })
      await sink.kafka.produce(topic, numberedEvents({ count: 2000, hours: 2 }))
      const account = () => accountFor(sink.s3, BUCKET, `${topic}/${topic}/`, 2000)
      await until('all events', async () => (await account()).lost === 0, 30_000)
      expect(await account()).toMatchObject({ lost: 0, duplicated: 0, strange: 0 })
      const keys = await sink.s3.list(BUCKET, `${topic}/${topic}/`)
      expect(keys.filter((key) => !key.endsWith(suffix))).toEqual([])
      const { headers } = await sink.s3.get(BUCKET, keys[0] ?? '')
      expect([headers['content-type'], headers['content-encoding']]).toEqual([type, undefined])
      const plugins = await sink.worker.rest.plugins()
      expect(plugins.find((plugin) => plugin.class.endsWith('S3JsonSinkConnector'))?.version).toMatch(/^\d+\.\d+\.\d+$/)
    } finally {
      await sink.workers.pop()?.remove()
    }
  },
  120_000,
)
