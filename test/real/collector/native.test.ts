import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Stored, verdict } from '../support/ask.js'
import { writeContainer } from '../support/collector.js'
import { type CollectorUnderTest, drained } from '../support/collector-under-test.js'
import { contractSpec } from '../support/contract-spec.js'
import { fuzzBody, randomNumbers } from '../support/fuzz-requests.js'
import { KafkaCluster } from '../support/kafka-cluster.js'
import { luaCollector, luaOnlyCollector } from '../support/lua-collector.js'
import { run, until } from '../support/programs.js'

const DRIVER = join(import.meta.dirname, '..', 'support', 'damaged-texts.c')
const PARTS = join(import.meta.dirname, '..', 'support', 'fast-parts.c')
const REQUESTS = 3000

let kafka: KafkaCluster
let compiled: CollectorUnderTest
let inLua: CollectorUnderTest

beforeAll(async () => {
  kafka = await KafkaCluster.start({ topics: ['app_logs', 'web_logs'] })
  compiled = await luaCollector.start({ brokers: kafka.brokers })
  inLua = await luaOnlyCollector.start({ brokers: kafka.brokers })
}, 240_000)

afterAll(async () => {
  await compiled?.remove()
  await inLua?.remove()
  await kafka?.remove()
}, 30_000)

test('a million damaged texts read and write nothing out of place', async () => {
  const prefix = await writeContainer(contractSpec('nginx-lua'), 'nginx-lua')
  const folder = await mkdtemp(join(tmpdir(), 'clickstream-sanitized-'))
  try {
    await cp(join(prefix, 'native'), folder, { recursive: true })
    const sources = ['base64', 'headers', 'json', 'records', 'uuid'].map((name) => join(folder, `${name}.c`))
    const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all']
    const flags = ['-std=c11', '-O1', '-g', '-Wall', '-Wextra', '-Werror', ...sanitizers, `-I${folder}`]
    await run('cc', [...flags, '-o', join(folder, 'damaged'), DRIVER, ...sources])
    const { stdout } = await run(join(folder, 'damaged'), ['1000000'])
    expect(stdout).toMatch(/^1000000 texts, [1-9]\d{5} records$/m)
  } finally {
    await rm(prefix, { recursive: true })
    await rm(folder, { recursive: true })
  }
}, 120_000)

test('a million addresses and the token buckets of the nginx module, under the same', async () => {
  const prefix = await writeContainer(contractSpec('nginx-lua'), 'nginx-lua')
  try {
    const native = join(prefix, 'native')
    const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all']
    const flags = ['-std=gnu11', '-O1', '-g', '-Wall', '-Wextra', '-Werror', ...sanitizers, `-I${native}`]
    const sources = ['address', 'limits'].map((name) => join(native, `${name}.c`))
    await run('cc', [...flags, '-o', join(prefix, 'parts'), PARTS, ...sources])
    const { stdout } = await run(join(prefix, 'parts'), ['1000000'])
    expect(stdout).toMatch(/^1000000 texts, [1-9]\d{5} addresses$/m)
  } finally {
    await rm(prefix, { recursive: true })
  }
}, 120_000)

const HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  {},
  { 'x-anonymous': '1' },
  { 'x-anonymous': '11' },
  { 'x-event-id': 'F47AC10B-58CC-4372-A567-0E02B2C3D479' },
  { 'x-event-id': 'f47ac10b-58cc-4372-a567-0e02b2c3d47g' },
  Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${index}`, 'v'])),
  { 'User-Agent': `a "quoted\\" \xe9 agent ${'x'.repeat(600)}` },
]

test('the compiled part and Lua answer the same and store the same', async () => {
  // GIVEN one topic for each, and the same requests
  const random = randomNumbers(20261128)
  const differences: unknown[] = []
  // WHEN
  for (let index = 0; index < REQUESTS; index++) {
    const { bytes, encoding } = fuzzBody(random)
    const headers = {
      ...HEADERS[index % HEADERS.length],
      ...(encoding && !encoding.includes('\0') && { 'Content-Encoding': encoding }),
    }
    const query = index % 5 === 0 ? `?n=${index}&q=%22\\` : ''
    const send = ({ url }: CollectorUnderTest, project: string): ReturnType<typeof verdict> =>
      verdict(`${url}/collect${query}`, {
        method: 'POST',
        body: Uint8Array.from(bytes),
        headers: { ...headers, project },
      })
    const [left, right] = await Promise.all([send(compiled, 'app_logs'), send(inLua, 'web_logs')])
    if (String(left) !== String(right)) differences.push([bytes.toString('latin1').slice(0, 200), headers, left, right])
  }
  // THEN the answers, and all of a record but its project, time and a random id
  expect(differences).toEqual([])
  const stored = async (topic: string): Promise<string[]> =>
    (await kafka.read(topic))
      .map((text) => {
        const { meta, data } = JSON.parse(text) as Stored
        const { project, ctime, id, ...rest } = meta
        const source = text.slice(text.indexOf('"data":'))
        return JSON.stringify([typeof project, typeof ctime, id.length, rest, data, source])
      })
      .sort()
  await Promise.all([drained(compiled), drained(inLua)])
  const ofCompiled = await stored('app_logs')
  expect(ofCompiled.length).toBeGreaterThan(REQUESTS / 4)
  expect(await stored('web_logs')).toEqual(ofCompiled)
}, 240_000)

const BODIES = ['{"n":1}', 'eyJuIjoxfQ', '[{"n":1},{"n":2}]']

/** What the answers say of their length: the nginx module knows it, Lua sends them in chunks. */
const lengths = async ({ url }: CollectorUnderTest): Promise<(string | null)[]> => {
  const send = async (body: string): Promise<string | null> => {
    const answer = await fetch(`${url}/collect`, { method: 'POST', body })
    expect([answer.status, await answer.json()]).toEqual([200, { code: 200, data: true }])
    return answer.headers.get('Content-Length')
  }
  return Promise.all(BODIES.map(send))
}

const moduleAnswers = (): Promise<void> =>
  // Lua has all of them before the first metadata and while Kafka is slow.
  until('the module to answer', async () => String(await lengths(compiled)) === String(['24', '24', '24']))

test('plain requests are answered by the nginx module, all others by Lua, and all by Lua while Kafka is away', async () => {
  await moduleAnswers()
  expect(await lengths(inLua)).toEqual([null, null, null])
  // WHEN
  await kafka.stop('SIGKILL')
  await lengths(compiled)
  expect(await lengths(compiled)).toEqual([null, null, null])
  await kafka.resume()
  // THEN
  await drained(compiled)
  await moduleAnswers()
}, 120_000)

test('a module that is not for this nginx is left out', async () => {
  // GIVEN a file that nginx cannot load
  const prefix = await writeContainer(contractSpec('nginx-lua'), 'nginx-lua')
  await writeFile(join(prefix, 'native', 'ngx_clickstream.so'), 'not a module')
  const PREPARE = 'cd "$CLICKSTREAM_PREFIX" && . ./listen.sh && . ./module.sh && cat spool/run/plain-requests.conf'
  const env = { PATH: process.env['PATH'], CLICKSTREAM_PREFIX: prefix }
  // WHEN
  const { stdout, stderr } = await run('/bin/sh', ['-c', PREPARE], { env })
  // THEN
  expect([stdout, stderr]).toEqual(['', expect.stringContaining('build it again for this nginx')])
  await rm(prefix, { recursive: true })
})
