import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeTruststore } from '../../test/real/support/certificates.js'
import { ConnectWorker } from '../../test/real/support/connect-worker.js'
import { KafkaCluster } from '../../test/real/support/kafka-cluster.js'
import type { Sent } from '../../test/real/support/kafka-producer.js'
import { layPlugin } from '../../test/real/support/plugin-folder.js'
import { run, until } from '../../test/real/support/programs.js'
import { DroppingS3 } from './dropping-s3.js'

const RECORDS = Number(process.env['BENCH_RECORDS'] ?? 900_000)
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5)
const PARTITIONS = 3
/** Rounds until the JVM has compiled what it will: a worker runs for months. */
const WARM_UP = 10
const BENCH_JAR = fileURLToPath(new URL('../../connect/sink-bench/target/sink-bench-0.1.0.jar', import.meta.url))

let folder: string
let flags: string[]
let kafka: KafkaCluster
/** As S3 is asked on AWS, and as a server on one machine is. */
let secure: DroppingS3
let plain: DroppingS3
let worker: ConnectWorker | undefined
const table = [
  "| one task in a real worker on one core | records in a second of the worker's own work | a sink that drops them | ratio | records/s by the clock | a sink that drops them | ratio |",
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
]

/** What a row measures. On AWS both Kafka (by IAM or SCRAM) and S3 are asked over TLS. */
interface Row {
  readonly kafka: 'tls' | 'none'
  readonly s3: () => DroppingS3
  /** @default app_logs, whose batches are not compressed */
  readonly topic?: string
  readonly sink?: Readonly<Record<string, string>>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clickstream-bench-'))
  const plugins = join(folder, 'plugins')
  await layPlugin(plugins, 's3-json-sink', 's3-json-sink')
  await mkdir(join(plugins, 'bench'))
  await cp(BENCH_JAR, join(plugins, 'bench', 'bench.jar'))
  kafka = await KafkaCluster.start({
    topics: ['app_logs', 'lz4_logs'],
    auths: ['none', 'tls'],
    config: { 'retention.ms': -1 },
    flags: ['-Xmx512m', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
  })
  await kafka.admin.configure('lz4_logs', { 'compression.type': 'lz4' })
  await kafka.produce('app_logs', events())
  await kafka.produce('lz4_logs', events())
  secure = await DroppingS3.start(await readFile(kafka.certificates?.keystore ?? ''))
  plain = await DroppingS3.start()
  flags = [
    '-XX:ActiveProcessorCount=1',
    '-XX:-UseDynamicNumberOfCompilerThreads',
    ...(await makeTruststore(folder, kafka.certificates?.authority ?? '')),
  ]
  // One task on one core: the worker has one to itself, broker and S3 the others.
  const others = availableParallelism() > 2 ? `1-${availableParallelism() - 1}` : '1'
  for (const pid of [...kafka.pids(), process.pid]) await pin(pid, others)
}, 600_000)

afterAll(async () => {
  process.stdout.write(`${table.join('\n')}\n`)
  await worker?.remove()
  await secure?.remove()
  await plain?.remove()
  await kafka?.remove()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

const pin = (pid: number, cores: string): Promise<unknown> =>
  run('taskset', ['--all-tasks', '--pid', '--cpu-list', cores, String(pid)])

/** Events of 1.3 KB, as many in each partition. */
function* events(): Generator<Sent> {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  const random = (length: number): string =>
    Array.from({ length }, () => letters[Math.floor(Math.random() * letters.length)]).join('')
  const some = Array.from({ length: 500 }, (_, i) => {
    const start = `{"meta":{"project":"web","ctime":1767225600000,"id":"${random(22)}"},"data":{"n":${i},"items":[`
    const items = Array.from({ length: 14 }, () => `{"page":"/product/${random(5)}","ms":17,"ref":"${random(24)}"}`)
    return `${start}${items.join(',')}]}}`.padEnd(1300, ' ')
  })
  for (let i = 0; i < RECORDS; i++) {
    yield { value: some[i % some.length] ?? '', partition: i % PARTITIONS, timestamp: 1_767_225_600_000 }
  }
}

/** The least that a sink does which sends what it reads: neither checksums nor the AWS SDK. */
const SOCKET = { 'connector.class': 'clickstream.s3json.SocketSinkConnector' }

let made = 0

interface Speed {
  /** Records a second of the clock. */
  readonly rate: number
  /** Records a second of one core, the worker's own work alone: all its threads, none of broker and S3. */
  readonly perCore: number
}

/**
 * Milliseconds that each of the worker's threads has computed so far, by its id, but for the JVM's compilers: they are done in a
 * worker that runs for months.
 */
async function computed(): Promise<ReadonlyMap<string, number>> {
  const threads = `/proc/${worker?.pid}/task`
  const times = new Map<string, number>()
  for (const thread of await readdir(threads)) {
    const stat = await readFile(join(threads, thread, 'stat'), 'utf8').catch(() => '')
    const [, name = '', fields = ''] = /\((.*)\) (.*)/s.exec(stat) ?? []
    // Fields 14 and 15 of the line, in hundredths of a second.
    const [user = 0, system = 0] = fields.split(' ').slice(11, 13)
    if (!/^C[12] Compiler/.test(name)) times.set(thread, (Number(user) + Number(system)) * 10)
  }
  return times
}

/** What the threads that there are have computed since; those of an earlier connector may be gone. */
async function computedSince(before: ReadonlyMap<string, number>): Promise<number> {
  let milliseconds = 0
  for (const [thread, time] of await computed()) milliseconds += time - (before.get(thread) ?? 0)
  return milliseconds
}

/** Starts the worker that a row is measured in. */
async function work(what: string): Promise<void> {
  worker = await ConnectWorker.start({
    brokers: kafka.brokers,
    plugins: join(folder, 'plugins'),
    group: what.replaceAll(/\W+/g, '-'),
    flags,
    env: { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
  })
  await pin(worker.pid, '0')
}

/** How quick a connector with one task is that reads the topic from its beginning. */
async function speedOf(
  { kafka: auth, topic }: Row,
  config: Record<string, string>,
  done: () => Promise<number>,
): Promise<Speed> {
  const name = `bench-${made++}`
  const before = await computed()
  await worker?.rest.put(name, {
    'tasks.max': '1',
    topics: topic ?? 'app_logs',
    'consumer.override.bootstrap.servers': kafka.brokersFor(auth),
    'consumer.override.security.protocol': auth === 'tls' ? 'SSL' : 'PLAINTEXT',
    'consumer.override.auto.offset.reset': 'earliest',
    'consumer.override.max.poll.records': '2000',
    ...config,
  })
  const milliseconds = await done()
  const cpu = await computedSince(before)
  await worker?.rest.delete(name)
  return { rate: RECORDS / (milliseconds / 1000), perCore: RECORDS / (cpu / 1000) }
}

async function dropped(row: Row): Promise<Speed> {
  const output = (): string => worker?.output() ?? ''
  const before = output().length
  const said = (): RegExpExecArray | null => /dropped in ms: (\d+)/.exec(output().slice(before))
  const config = { 'connector.class': 'clickstream.s3json.DroppingSinkConnector', records: String(RECORDS) }
  return speedOf(row, config, async () => {
    await until('all to be dropped', async () => said() !== null, 120_000)
    return Number(said()?.[1])
  })
}

/** From the first request to the last object there: each partition's records make one. */
async function stored(row: Row): Promise<Speed> {
  const s3 = row.s3()
  s3.forget()
  const config = {
    'connector.class': 'clickstream.s3json.S3JsonSinkConnector',
    compression: 'none',
    's3.bucket': 'bench',
    's3.prefix': `p${made}`,
    's3.region': 'us-east-1',
    's3.endpoint': s3.address,
    's3.path.style': 'true',
    'rotate.records': String(RECORDS / PARTITIONS),
    'rotate.bytes': String(4 * 1024 ** 3),
    'rotate.interval.ms': '600000',
    ...row.sink,
  }
  return speedOf(row, config, async () => {
    await until('all to be stored', async () => s3.objects === PARTITIONS, 240_000)
    return s3.last - s3.first
  })
}

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? NaN

const ROWS: Readonly<Record<string, Row>> = {
  'no compression': { kafka: 'tls', s3: () => secure },
  'gzip level 1': { kafka: 'tls', s3: () => secure, sink: { compression: 'gzip', 'compression.level': '1' } },
  'no compression, the topic in lz4': { kafka: 'tls', s3: () => secure, topic: 'lz4_logs' },
  'no compression, Kafka without TLS': { kafka: 'none', s3: () => secure },
  'lines to a TLS socket, Kafka without TLS': { kafka: 'none', s3: () => secure, sink: SOCKET },
  'lines to a plain socket, Kafka without TLS': { kafka: 'none', s3: () => plain, sink: SOCKET },
}

test.each(Object.entries(ROWS))(
  '%s',
  async (what, row) => {
    // GIVEN a worker of its own, warmed up, whose compilers have seen nothing else
    await work(what)
    const drops: Speed[] = []
    const stores: Speed[] = []
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const [drop, store] = [await dropped(row), await stored(row)]
      if (round < WARM_UP) continue
      drops.push(drop)
      stores.push(store)
    }
    await worker?.remove()
    // WHEN the middle of the rounds is taken THEN it is printed: by the clock a sink waits for broker and S3 too
    const cells = (by: keyof Speed): string => {
      const [rate, best] = [stores, drops].map((speeds) => median(speeds.map((speed) => speed[by])))
      return `${Math.round(rate ?? NaN)} | ${Math.round(best ?? NaN)} | ${((rate ?? NaN) / (best ?? NaN)).toFixed(2)}`
    }
    table.push(`| ${what} | ${cells('perCore')} | ${cells('rate')} |`)
    expect(Math.min(...stores.map(({ rate }) => rate))).toBeGreaterThan(0)
  },
  600_000,
)
