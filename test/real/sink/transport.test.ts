import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeCertificates, makeTruststore } from '../support/certificates.js'
import { until } from '../support/programs.js'
import { BUCKET, SinkUnderTest } from '../support/sink-under-test.js'
import { TlsProxy } from '../support/tls-proxy.js'

const EVENTS = 8000
/** One moment, so that there is one hour's folder; a recent one, because a broker deletes what is older than a week. */
const NOW = Date.now()
const PARTITIONS = 2

let folder: string
let sink: SinkUnderTest
let tls: TlsProxy

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clickstream-tls-'))
  sink = await SinkUnderTest.start()
  const { authority, keystore } = await makeCertificates(folder)
  tls = await TlsProxy.start(keystore, sink.faults.endpoint)
  await sink.startWorkers(1, { flags: await makeTruststore(folder, authority) })
}, 240_000)

afterAll(async () => {
  await sink?.remove()
  await tls?.remove()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

/** Lines of 1 to 4,000 bytes that no two are the same. */
const events = Array.from({ length: EVENTS }, (_, n) => `{"n":${n},"data":"${String(n * 7919).repeat(1 + (n % 600))}"}`)

test.each([
  ['https', { compression: 'none' }, 'UNSIGNED-PAYLOAD'],
  ['https', { compression: 'gzip' }, 'UNSIGNED-PAYLOAD'],
  ['http', { compression: 'none' }, /^[0-9a-f]{64}$/],
] as const)(
  'GIVEN %s and %j WHEN events are stored THEN every byte of them is in the bucket',
  async (scheme, settings, payload) => {
    const name = Object.values({ scheme, ...settings }).join('-')
    await sink.kafka.admin.create(name, PARTITIONS, 1)
    const sent = events.map((value, n) => ({ value, partition: n % PARTITIONS, timestamp: NOW }))
    await sink.kafka.produce(name, sent)
    await sink.connect(name, name, {
      ...settings,
      's3.endpoint': scheme === 'https' ? tls.endpoint : sink.faults.endpoint,
      // One object for each partition, in two parts or more where nothing is compressed: small memory makes small parts.
      'rotate.records': String(EVENTS / PARTITIONS),
      'memory.bytes': String(48 << 20),
    })
    const keys = (): Promise<string[]> => sink.s3.list(BUCKET, `${name}/${name}/`)
    await until('both objects', async () => (await keys()).length === PARTITIONS, 30_000).catch(
      async (error: Error) => {
        throw new Error(`${error.message}, only ${String(await keys())}: ${sink.worker.output().slice(-3000)}`)
      },
    )
    // THEN by partition the lines are what was sent, in its order
    for (const [partition, key] of (await keys()).entries()) {
      const expected = events.filter((_, n) => n % PARTITIONS === partition)
      const texts = [...(await sink.s3.texts(BUCKET, key)).values()]
      expect(texts.map((text) => text === `${expected.join('\n')}\n`)).toEqual([true])
    }
    // AND the requests say whether their bodies are signed
    const bodies = [...sink.faults.payloads].filter(([path]) => path.startsWith(`/${BUCKET}/${name}/${name}/`))
    expect(bodies.length).toBe(PARTITIONS)
    for (const [, said] of bodies) expect(said).toEqual(expect.stringMatching(payload))
  },
  60_000,
)
