import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Reporter, TerminalRenderer } from '../../src/report/index.js'
import { replay } from '../../src/runtime/replay/replay.js'
import type { ReplayJob, ReplayResult } from '../../src/runtime/replay/replay-job.js'
import { LakeReader } from '../../src/site/local/lake-reader.js'
import { contractSpec } from '../../test/real/support/contract-spec.js'
import { putBackup, recordOf, spillLine } from '../../test/real/support/backup-writer.js'
import { KafkaCluster } from '../../test/real/support/kafka-cluster.js'
import { S3Server } from '../../test/real/support/s3-server.js'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 200_000)
const IN_AN_OBJECT = 10_000
/** The size that the original description measures with. */
const BYTES = 1300
const BUCKET = 'replay-bench'

let kafka: KafkaCluster
let s3: S3Server
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clickstream-bench-'))
  kafka = await KafkaCluster.start({ topics: ['app_logs'], config: { 'retention.ms': -1 } })
  s3 = await S3Server.start(BUCKET)
}, 240_000)

afterAll(async () => {
  await s3?.remove()
  await kafka?.remove()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

test('replay of events of 1.3 KB: objects read twice, ids compared, the missing ones sent', async () => {
  const began = Date.now() - 3_600_000
  const noise = randomBytes(BYTES).toString('base64')
  for (let from = 0; from < EVENTS; from += IN_AN_OBJECT) {
    const lines = Array.from({ length: IN_AN_OBJECT }, (_, n) => {
      const data = { n: from + n, pad: noise.slice(n % 400, (n % 400) + 300).padEnd(BYTES - 150, 'event ') }
      return spillLine('app_logs', recordOf('app_logs', randomUUID(), began + n, data))
    })
    await putBackup(s3, { bucket: BUCKET, prefix: 'backup', kind: 'spill' }, began + from, lines)
  }
  const { stdout, stderr, env } = process
  const spec = contractSpec('nginx-lua')
  const job: ReplayJob = {
    site: {
      lake: new LakeReader(s3.endpoint),
      endpoint: { url: '', metrics: async () => 'clickstream_spill_bytes 0\n' },
      brokers: kafka.brokers.split(','),
    },
    spec: { ...spec, backup: { bucket: BUCKET, prefix: 'backup' } },
    words: 'bench',
    from: began,
    to: Date.now(),
    dryRun: false,
    force: false,
    checkpoint: join(folder, 'replay.json'),
    reporter: new Reporter(new TerminalRenderer({ stdout, stderr, env })),
  }
  let rss = 0
  const watch = setInterval(() => (rss = Math.max(rss, process.memoryUsage.rss())), 100)
  const cpu = process.cpuUsage()
  const first = await replay(job)
  const { user, system } = process.cpuUsage(cpu)
  const second = await replay(job)
  clearInterval(watch)
  const rate = ({ seconds }: ReplayResult): string => `${Math.round(EVENTS / seconds)} events/s`
  process.stdout.write(
    `\nall missing: ${rate(first)}, ${((user + system) / EVENTS).toFixed(0)} µs of a core each; all in Kafka: ${rate(second)}; ` +
      `ids ${(first.idBytes / EVENTS).toFixed(0)} bytes each; RSS at most ${Math.round(rss / 1e6)} MB\n`,
  )
  expect([first.topics[0]?.sent, second.topics[0]?.sent, second.topics[0]?.inKafka]).toEqual([EVENTS, 0, EVENTS])
}, 600_000)
