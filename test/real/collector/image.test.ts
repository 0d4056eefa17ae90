import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { account, between, percentile, statuses } from '../support/accounting.js'
import { ask, dataText } from '../support/ask.js'
import { writeContainer } from '../support/collector.js'
import { contractSpec } from '../support/contract-spec.js'
import { buildImage, type Image, simulateInstallation } from '../support/image.js'
import { type ImageCollector, launch, startFromImage } from '../support/image-collector.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { newRun, startLoad } from '../support/load.js'
import { needPrograms } from '../support/needed.js'
import { pause, until } from '../support/programs.js'
import { report } from '../support/report.js'
import { TOPICS } from '../support/traffic.js'

const SECOND = 1_000_000_000
let folder: string
let image: Image
let kafka: KafkaCluster
let collector: ImageCollector

beforeAll(async () => {
  await needPrograms(['unshare', 'nsenter', 'chroot', 'mount'], 'util-linux mount coreutils')
  folder = await writeContainer(contractSpec('nginx-lua'), 'nginx-lua')
  const begin = Date.now()
  image = await buildImage(folder, 'clickstream/collector-test')
  report('image', { 'seconds to build': (Date.now() - begin) / 1000 })
  kafka = await KafkaCluster.start({ topics: TOPICS })
  collector = await startFromImage(image, kafka.brokers)
}, 600_000)

afterAll(async () => {
  await collector?.remove()
  await kafka?.remove()
  await image?.remove()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}, 60_000)

const drained = (): Promise<void> =>
  until('the spill to be drained', async () => (await collector.spilled()).length === 0, 60_000)

test('the image says how it is run: no root, one volume, a stop signal and a check that knows its port', async () => {
  const { User, Env, Entrypoint, StopSignal, Labels, Volumes, ExposedPorts, Healthcheck, WorkingDir } = image.config
  expect({ User, Entrypoint, StopSignal, WorkingDir }).toEqual({
    User: '10001:10001',
    Entrypoint: ['/bin/sh', '/opt/clickstream/start.sh'],
    StopSignal: 'SIGTERM',
    WorkingDir: '/opt/clickstream',
  })
  expect([Object.keys(Volumes), Object.keys(ExposedPorts)]).toEqual([['/opt/clickstream/spool'], ['8802/tcp']])
  expect(Healthcheck).toEqual(
    expect.objectContaining({
      Test: ['CMD', '/bin/bash', '/opt/clickstream/health.sh', '8803'],
      Interval: 10 * SECOND,
      Timeout: 5 * SECOND,
      StartPeriod: 10 * SECOND,
      Retries: 3,
    }),
  )
  expect(Labels).toEqual(
    expect.objectContaining({
      'org.opencontainers.image.title': expect.stringContaining('clickstream'),
      'org.opencontainers.image.description': expect.any(String),
      'org.opencontainers.image.licenses': 'Apache-2.0',
    }),
  )
  // Nothing of Kafka's: the task gives that, as secrets.
  expect(Env.map((line) => line.split('=')[0]).filter((name) => name !== 'PATH')).toEqual([
    'CLICKSTREAM_PREFIX',
    'CLICKSTREAM_LISTEN',
    'CLICKSTREAM_METRICS_LISTEN',
    'CLICKSTREAM_PROXY_PROTOCOL',
    'AWS_REGION',
  ])
})

test('its processes run as the user of the image, and can write to the spool alone', async () => {
  // GIVEN
  const pids = await collector.processes()
  const status = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/status`, 'utf8')))
  const owners = status.map((text) => /^Uid:\s+(.*)$/m.exec(text)?.[1]?.split('\t'))
  // THEN: start.sh, nginx and at least one worker
  expect([pids.length >= 3, new Set(owners.flat())]).toEqual([true, new Set(['10001'])])
  const write = async (path: string): Promise<string> =>
    collector
      .inside(['/bin/sh', '-c', `touch ${path} && rm ${path} && echo written`])
      .catch((error: Error) => error.message)
  for (const path of ['/new', '/tmp/new', '/var/log/nginx/new', '/opt/clickstream/new', '/opt/clickstream/lua/new'])
    expect(await write(path)).toContain('Read-only file system')
  expect(await write('/opt/clickstream/spool/new')).toBe('written\n')
  const port = new URL(collector.metricsUrl).port
  const check = image.config.Healthcheck.Test.slice(1)
  await expect(collector.inside([...check.slice(0, -1), port])).resolves.toBe('')
  await expect(collector.inside([...check.slice(0, -1), '1'])).rejects.toThrow('Command failed')
})

test('single events and batches are accepted, and are in Kafka word for word', async () => {
  // GIVEN
  const run = newRun('image')
  const event = (n: number): string => `{"run":"${run}","n": ${n}, "text":"ü 漢字 \\u0041 🎉",\t"list":[1.50,null]}`
  const bodies = [
    event(0),
    Buffer.from(event(1)).toString('base64'),
    `[${event(2)}, ${event(3)}]`,
    `${event(4)}\n${event(5)}\n`,
  ]
  // WHEN
  const plain = (): ReturnType<typeof ask> => ask(`${collector.url}/collect`, { method: 'POST', body: '{}' })
  await until('the nginx module to answer', async () => (await plain()).headers.has('Content-Length'))
  const answers = []
  const byModule = []
  for (const body of bodies) {
    const { status, headers, body: answer } = await ask(`${collector.url}/collect`, { method: 'POST', body })
    answers.push([status, answer])
    byModule.push(headers.has('Content-Length')) // Lua's answers are in chunks
  }
  // THEN
  expect(answers).toEqual(bodies.map(() => [200, { code: 200, data: true }]))
  expect(byModule).toEqual([true, true, true, true])
  const texts = (await kafka.read('app_logs')).map(dataText).filter((text) => text.includes(run))
  expect(texts.sort()).toEqual(Array.from({ length: 6 }, (_, n) => event(n)))
  const refused = await ask(`${collector.url}/collect`, { method: 'POST', body: '{"run":' })
  expect([refused.status, refused.body]).toEqual([400, expect.objectContaining({ error: 'InvalidJson' })])
})

test('Kafka is gone for five seconds under load: every request is accepted, none is lost', async () => {
  // GIVEN
  const load = await startLoad({ url: collector.url, rate: 200, seconds: 60 })
  await pause(2)
  // WHEN
  const gone = Date.now()
  await kafka.stop('SIGKILL')
  await pause(5)
  const back = Date.now()
  await kafka.resume()
  await pause(2)
  const requests = await load.end()
  await drained()
  // THEN
  const sum = await account(load, kafka, TOPICS)
  report('image, outage of 5 s', { ...sum, 'p99 in ms during': percentile(between(requests, gone, back), 0.99) })
  expect(statuses(requests)).toEqual({ 200: requests.length })
  expect(sum).toEqual({ ...sum, accepted: sum.sent, stored: sum.sent, lost: [], idChanged: [] })
}, 120_000)

test('a container without its environment stops at once with one clear line', async () => {
  const { running, spool } = await launch(image, { CLICKSTREAM_LISTEN: '127.0.0.1:1' })
  await until('the end', async () => running.child.exitCode !== null)
  await rm(spool, { recursive: true })
  expect([running.child.exitCode, running.output()]).toEqual([78, 'clickstream: KAFKA_BROKERS is not set\n'])
})

test('the stop signal: half a minute more, then it ends, with everything in Kafka', async () => {
  // GIVEN
  const load = await startLoad({ url: collector.url, rate: 100, seconds: 90, connections: 8 })
  await pause(1)
  // WHEN
  const begin = Date.now()
  await collector.running.stop('SIGTERM', 95_000)
  const seconds = (Date.now() - begin) / 1000
  const requests = await load.end()
  // THEN
  const spilled = await collector.spilled()
  const sum = await account(load, kafka, TOPICS, spilled)
  report('image, stop signal', { seconds, ...sum })
  const draining = between(requests, begin + 1000, begin + 29_000)
  expect([statuses(draining), draining.every(({ closes }) => closes)]).toEqual([{ 200: draining.length }, true])
  expect([collector.running.child.exitCode, seconds > 30, seconds < 60]).toEqual([0, true, true])
  expect([sum.lost, sum.idChanged, spilled]).toEqual([[], [], []])
}, 150_000)

test('the packages of the Dockerfile can be installed on ARM64 too, which the tasks run on', async () => {
  // GIVEN
  const dockerfile = await readFile(join(folder, 'Dockerfile'), 'utf8')
  const installs = [...dockerfile.replaceAll('\\\n', ' ').matchAll(/--no-install-recommends ([^&]+)&&/g)]
  const packages = installs.flatMap(([, names = '']) => names.split(' ').filter(Boolean))
  expect(packages).toEqual(expect.arrayContaining(['gcc', 'nginx', 'libnginx-mod-http-lua', 'librdkafka1']))
  // THEN
  await expect(simulateInstallation(packages, 'arm64')).resolves.not.toContain('E: ')
  await expect(simulateInstallation(['no-such-package'], 'arm64')).rejects.toThrow('Unable to locate package')
}, 120_000)
