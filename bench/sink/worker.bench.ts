import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeCertificates, makeTruststore } from '../../test/real/support/certificates.js'
import { ConnectWorker } from '../../test/real/support/connect-worker.js'
import { KafkaCluster } from '../../test/real/support/kafka-cluster.js'
import type { Sent } from '../../test/real/support/kafka-producer.js'
import { layPlugin } from '../../test/real/support/plugin-folder.js'
import { run, until } from '../../test/real/support/programs.js'
import { DroppingS3 } from './dropping-s3.js'

const RECORDS = Number(process.env['BENCH_RECORDS'] ?? 900_000)
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)
const PARTITIONS = 3
/** Rounds until the JVM has compiled what it will: a worker runs for months. */
const WARM_UP = 3
const BENCH_JAR = fileURLToPath(new URL('../../connect/sink-bench/target/sink-bench-0.1.0.jar', import.meta.url))

let folder: string
let kafka: KafkaCluster
let worker: ConnectWorker
/** As S3 is asked on AWS, and as a server on one machine is. */
let secure: DroppingS3
let plain: DroppingS3

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clickstream-bench-'))
  const plugins = join(folder, 'plugins')
  await layPlugin(plugins, 's3-json-sink', 's3-json-sink')
  await mkdir(join(plugins, 'bench'))
  await cp(BENCH_JAR, join(plugins, 'bench', 'bench.jar'))
  kafka = await KafkaCluster.start({ topics: ['app_logs'], config: { 'retention.ms': -1 } })
  await kafka.produce('app_logs', events())
  const { authority, keystore } = await makeCertificates(folder)
  secure = await DroppingS3.start(await readFile(keystore))
  plain = await DroppingS3.start()
  worker = await ConnectWorker.start({
    brokers: kafka.brokers,
    plugins,
    flags: ['-XX:ActiveProcessorCount=1', ...(await makeTruststore(folder, authority))],
    env: { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
  })
  // One task on one core: the worker has one to itself, broker and S3 the others.
  const others = availableParallelism() > 2 ? `1-${availableParallelism() - 1}` : '1'
  await pin(worker.pid, '0')
  for (const pid of [...kafka.pids(), process.pid]) await pin(pid, others)
}, 300_000)

afterAll(async () => {
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

/** Milliseconds that the worker has computed so far. */
async function computed(): Promise<number> {
  const [, fields = ''] = (await readFile(`/proc/${worker.pid}/stat`, 'utf8')).split(') ')
  // Fields 14 and 15 of the line, in hundredths of a second.
  const [user, system] = fields.split(' ').slice(11, 13)
  return (Number(user) + Number(system)) * 10
}

/** How quick a connector with one task is that reads the topic from its beginning. */
async function speedOf(config: Record<string, string>, done: () => Promise<number>): Promise<Speed> {
  const name = `bench-${made++}`
  const before = await computed()
  await worker.rest.put(name, {
    'tasks.max': '1',
    topics: 'app_logs',
    'consumer.override.auto.offset.reset': 'earliest',
    'consumer.override.max.poll.records': '2000',
    ...config,
  })
  const milliseconds = await done()
  const cpu = (await computed()) - before
  await worker.rest.delete(name)
  return { rate: RECORDS / (milliseconds / 1000), perCore: RECORDS / (cpu / 1000) }
}

async function dropped(): Promise<Speed> {
  const before = worker.output().length
  const said = (): RegExpExecArray | null => /dropped in ms: (\d+)/.exec(worker.output().slice(before))
  const config = { 'connector.class': 'clickstream.s3json.DroppingSinkConnector', records: String(RECORDS) }
  return speedOf(config, async () => {
    await until('all to be dropped', async () => said() !== null, 120_000)
    return Number(said()?.[1])
  })
}

/** From the first request to the last object there: each partition's records make one. */
async function stored(s3: DroppingS3, more: Record<string, string>): Promise<Speed> {
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
    ...more,
  }
  return speedOf(config, async () => {
    await until('all to be stored', async () => s3.objects === PARTITIONS, 240_000)
    return s3.last - s3.first
  })
}

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? NaN

const ROWS: Readonly<Record<string, () => Promise<Speed>>> = {
  'no compression': () => stored(secure, {}),
  'gzip level 1': () => stored(secure, { compression: 'gzip', 'compression.level': '1' }),
  'no compression, over plain HTTP': () => stored(plain, {}),
  'lines to a TLS socket, and nothing else': () => stored(secure, SOCKET),
  'lines to a socket, and nothing else': () => stored(plain, SOCKET),
}

test('whole-worker ratios', async () => {
  // GIVEN a worker that is warmed up by rounds of each
  const drops: Speed[] = []
  const stores = new Map<string, Speed[]>(Object.keys(ROWS).map((what) => [what, []]))
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const drop = await dropped()
    if (round >= WARM_UP) drops.push(drop)
    for (const [what, store] of Object.entries(ROWS)) {
      // Compressing is code of the machine already.
      if (round < WARM_UP && what.startsWith('gzip')) continue
      const speed = await store()
      if (round >= WARM_UP) stores.get(what)?.push(speed)
    }
  }
  // WHEN the middle of the rounds is taken THEN it is printed: by the clock a sink waits for broker and S3 too
  const cells = (by: keyof Speed, speeds: Speed[]): string => {
    const [rate, best] = [speeds, drops].map((all) => median(all.map((speed) => speed[by])))
    return `${Math.round(rate ?? NaN)} | ${Math.round(best ?? NaN)} | ${((rate ?? NaN) / (best ?? NaN)).toFixed(2)}`
  }
  const rows = [...stores].map(
    ([what, speeds]) => `| ${what} | ${cells('rate', speeds)} | ${cells('perCore', speeds)} |`,
  )
  process.stdout.write(
    "| one task in a real worker on one core | records/s | a sink that drops them | ratio | a second of the worker's own work | the same | ratio |\n" +
      `| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n${rows.join('\n')}\n`,
  )
  for (const speeds of stores.values()) expect(Math.min(...speeds.map(({ rate }) => rate))).toBeGreaterThan(0)
}, 1_800_000)
