import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { jmxFlags, readBeans } from '../support/jmx.js'
import { freePorts, pause, until } from '../support/programs.js'
import { report } from '../support/report.js'
import { S3_CREDENTIALS } from '../support/s3-server.js'
import { BUCKET, SinkUnderTest } from '../support/sink-under-test.js'

let sink: SinkUnderTest
let jmxPort: number

beforeAll(async () => {
  sink = await SinkUnderTest.start()
  ;[jmxPort] = await freePorts()
  const env = { ...S3_CREDENTIALS, AWS_ENDPOINT_URL_STS: sink.s3.endpoint }
  // A worker that commits once a minute shows that nothing waits for it.
  await sink.startWorkers(1, { flushMs: 60_000, flags: jmxFlags(jmxPort), env })
}, 240_000)

afterAll(async () => {
  await sink?.remove()
}, 60_000)

const lines = (name: string): Promise<string[]> => sink.s3.lines(BUCKET, `${name}/${name}/`)

const arrived = async (name: string, count: number): Promise<string[]> => {
  const all = async (): Promise<boolean> => (await lines(name)).length >= count
  await until(`${count} lines of ${name}`, all, 40_000).catch((error: Error) => {
    throw new Error(`${error.message}: ${sink.log().slice(-3000)}`)
  })
  return (await lines(name)).sort()
}

test('GIVEN an interval of a second THEN an event is visible within three', async () => {
  const name = 'latency'
  await sink.kafka.admin.create(name, 3, 1)
  // The producer's own time: starting it takes a while.
  await sink.connect(name, name, { 'rotate.interval.ms': '1000', envelope: 'timestamp' })
  // The consumer's group takes three seconds to form.
  await sink.kafka.produce(name, ['{}'])
  await arrived(name, 1)
  const waits: number[] = []
  const read = new Set(await sink.s3.list(BUCKET, `${name}/${name}/`))
  for (let round = 1; round <= 20; round++) {
    await sink.kafka.produce(name, Array<string>(10).fill('{}'))
    const patience = Date.now() + 10_000
    while (waits.length < round * 10 && Date.now() < patience) {
      for (const key of await sink.s3.list(BUCKET, `${name}/${name}/`)) {
        if (read.has(key)) continue
        read.add(key)
        const seen = Date.now()
        for (const line of await sink.s3.lines(BUCKET, key)) {
          waits.push(seen - (JSON.parse(line) as { timestamp: number }).timestamp)
        }
      }
      await pause(0.05)
    }
  }
  waits.sort((a, b) => a - b)
  report('from produce to visible, in ms', {
    events: waits.length,
    median: waits[100],
    p99: waits[197],
    longest: waits.at(-1),
  })
  expect(waits.length).toBe(200)
  expect(waits.at(-1)).toBeLessThan(3000)
}, 150_000)

test('GIVEN records that cannot be stored THEN they are dead letters, and the others are in the bucket', async () => {
  const name = 'letters'
  await sink.kafka.admin.create(name, 1, 1)
  await sink.kafka.admin.create('letters-dlq', 1, 1)
  await sink.connect(name, name, {
    'rotate.interval.ms': '500',
    'record.max.bytes': '100',
    'partition.time': 'meta.ctime',
    'partition.time.fallback': 'bad',
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': 'letters-dlq',
    'errors.deadletterqueue.topic.replication.factor': '1',
  })
  const good = `{"meta":{"ctime":${Date.now()}}}`
  const long = `{"meta":{"ctime":${Date.now()}},"data":"${'x'.repeat(200)}"}`
  await sink.kafka.produce(name, [good, null, long, '{"meta":{}}', good])
  expect(await arrived(name, 2)).toEqual([good, good])
  await until('three dead letters', async () => (await sink.kafka.recordsIn('letters-dlq', 0)) === 3)
}, 60_000)

test('GIVEN a topic that is deleted and made again THEN its new events are there beside the old ones', async () => {
  const name = 'again'
  await sink.kafka.admin.create(name, 1, 1)
  await sink.connect(name, name, { 'rotate.interval.ms': '500', 'consumer.override.metadata.max.age.ms': '2000' })
  await sink.kafka.produce(name, ['{"old":1}', '{"old":2}', '{"old":3}'])
  await arrived(name, 3)
  await sink.kafka.admin.delete(name)
  await pause(5)
  await sink.kafka.admin.create(name, 1, 1)
  await sink.kafka.produce(name, ['{"new":1}', '{"new":2}'])
  expect(await arrived(name, 5)).toEqual(['{"new":1}', '{"new":2}', '{"old":1}', '{"old":2}', '{"old":3}'])
  const keys = await sink.s3.list(BUCKET, `${name}/${name}/`)
  expect(keys.filter((key) => key.includes('.g1.')).length).toBe(1)
}, 120_000)

test('GIVEN partitions that are added THEN their events arrive too', async () => {
  const name = 'grown'
  await sink.kafka.admin.create(name, 1, 1)
  await sink.connect(name, name, { 'rotate.interval.ms': '500', 'consumer.override.metadata.max.age.ms': '2000' })
  await sink.kafka.produce(name, ['{"n":0}'])
  await arrived(name, 1)
  await sink.kafka.admin.setPartitions(name, 3)
  await sink.kafka.produce(
    name,
    [1, 2].map((n) => ({ value: `{"n":${n}}`, partition: n })),
  )
  expect(await arrived(name, 3)).toEqual(['{"n":0}', '{"n":1}', '{"n":2}'])
}, 90_000)

test('GIVEN a bucket that is not there THEN the task stops and says what to do', async () => {
  const name = 'nowhere'
  await sink.kafka.admin.create(name, 1, 1)
  await sink.kafka.produce(name, ['{}'])
  await sink.worker.rest.put(name, sink.settings(name, name, { 's3.bucket': 'no-such-bucket' }))
  const trace = async (): Promise<string> => (await sink.worker.rest.status(name)).tasks[0]?.trace ?? ''
  await until('the task to stop', async () => (await trace()) !== '', 40_000)
  expect(await trace()).toMatch(/no-such-bucket: there is no such bucket; make it, or correct s3.bucket/)
}, 60_000)

test('GIVEN a worker that answers JMX THEN a client outside it reads what the task has done', async () => {
  const name = 'counted'
  await sink.kafka.admin.create(name, 1, 1)
  await sink.connect(name, name, { 'rotate.interval.ms': '500', 'bad.records': 'skip' })
  await sink.kafka.produce(name, ['{"n":1}', null, '{"n":2}', '{"n":3}'])
  await arrived(name, 3)
  const pattern = `clickstream.s3json:type=sink-task,connector="${name}",*`
  let bean: Record<string, string> | undefined
  await until('the task to have counted', async () => {
    ;[bean] = await readBeans(jmxPort, pattern)
    return bean?.['Records'] === '3'
  })
  const keys = await sink.s3.list(BUCKET, `${name}/${name}/`)
  const objects = await Promise.all(keys.map((key) => sink.s3.get(BUCKET, key)))
  expect(bean).toEqual({
    bean: `clickstream.s3json:type=sink-task,connector="${name}",task=0`,
    Records: '3',
    BadRecords: '1',
    Objects: String(keys.length),
    Bytes: String(objects.reduce((sum, { bytes }) => sum + bytes.length, 0)),
    OpenUploads: '0',
    MemoryBytes: '0',
    MemoryLimitBytes: String(256 << 20),
    OldestRecordMs: '0',
    Retries: '0',
    LostClaims: '0',
  })
}, 60_000)

test('GIVEN a role and a KMS key THEN the role signs every object, and each is encrypted with the key', async () => {
  const name = 'locked'
  const key = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000000'
  await sink.kafka.admin.create(name, 1, 1)
  await sink.connect(name, name, {
    'rotate.interval.ms': '500',
    's3.region': 'us-east-1',
    's3.role.arn': 'arn:aws:iam::000000000000:role/events-writer',
    's3.kms.key': key,
  })
  await sink.kafka.produce(name, ['{"n":1}'])
  await arrived(name, 1)
  const written = await sink.s3.list(BUCKET, `${name}/`)
  const signers = new Set(written.map((object) => sink.faults.signers.get(`/${BUCKET}/${object}`)))
  expect([...signers]).toEqual([expect.stringMatching(/^ASIA/)])
  for (const object of written) {
    const { headers } = await sink.s3.get(BUCKET, object)
    expect(headers['x-amz-server-side-encryption']).toBe('aws:kms')
    expect(headers['x-amz-server-side-encryption-aws-kms-key-id']).toBe(key)
  }
}, 60_000)
