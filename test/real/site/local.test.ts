import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { RehearsalRecord } from '../../../src/workflow/rehearsal-record.js'
import type { LocalState } from '../../../src/site/index.js'
import { STEP_IDS } from '../../../src/workflow/step.js'
import { errorOf, runBin } from '../../cli/run-bin.js'
import { IcebergTable } from '../support/iceberg-table.js'
import { localProcesses } from '../support/local-processes.js'
import { needPrograms } from '../support/needed.js'
import { isAlive } from '../support/processes.js'
import { run, until } from '../support/programs.js'
import { S3Client } from '../support/s3-client.js'

const BIN = fileURLToPath(new URL('../../../bin/clickstream.js', import.meta.url))
const EVENTS = 2000
const SPEC = `apiVersion: clickstream/v1
name: local-test
region: us-east-1
kafka: { cluster: my-cluster }
backup: { bucket: my-data-bucket }
sinks:
  - { type: s3-json, bucket: my-data-bucket, prefix: events, topics: [app_logs], flushSeconds: 10 }
  - { type: iceberg, bucket: my-data-bucket, database: clickstream, table: app_logs, topics: [app_logs], commitSeconds: 10 }
`

/** Jars come from this user's cache. */
const env = {
  HOME: homedir(),
  XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
  CLICKSTREAM_FLUENT_BIT: process.env['CLICKSTREAM_FLUENT_BIT'],
}

let folder: string
let project: string

beforeAll(async () => {
  await needPrograms(['java', 'nginx', 'ministack', 'cc'], 'openjdk-17-jdk-headless nginx gcc; pip install ministack')
  folder = await mkdtemp(join(tmpdir(), 'clickstream-local-'))
  project = join(folder, 'project')
  await writeFile(join(folder, 'clickstream.yaml'), SPEC)
  const generated = await runBin(['generate', join(folder, 'clickstream.yaml'), '--out', project])
  expect(generated.code).toBe(0)
}, 120_000)

afterAll(async () => {
  await runBin(['local', 'down', project], { env })
  await rm(folder, { recursive: true, force: true })
}, 60_000)

const clickstream = (...args: string[]) => runBin([...args, '--json'], { env })
const stateOf = async (): Promise<LocalState> =>
  JSON.parse(await readFile(join(project, '.clickstream-local', 'state.json'), 'utf8')) as LocalState

const processes = (): Promise<string[]> => localProcesses(project)

/** A command that is left to itself after its first lines of progress. */
const startUp = async (seen: string) => {
  const child = spawn(process.execPath, [BIN, 'local', 'up', project], { env: { PATH: process.env['PATH'], ...env } })
  let text = ''
  child.stderr.on('data', (chunk) => (text += String(chunk)))
  child.stdout.resume()
  await until(`"${seen}"`, async () => text.includes(seen), 120_000)
  return child
}

test('GIVEN a synthesized project WHEN it is up THEN every event is once in S3 and once in Iceberg', async () => {
  const up = await clickstream('local', 'up', project)
  expect({ code: up.code, stderr: up.stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  const state = JSON.parse(up.stdout) as LocalState
  const { endpoint = '', s3 = '' } = state.addresses

  const url = JSON.parse((await clickstream('local', 'url', project)).stdout) as { endpoint: string }
  expect(url.endpoint).toBe(endpoint)
  for (let from = 0; from < EVENTS; from += 100) {
    const batch = Array.from({ length: 100 }, (_, index) => ({ n: from + index, price: 19.99 }))
    const answer = await fetch(endpoint, { method: 'POST', body: JSON.stringify(batch) })
    expect(answer.status).toBe(200)
  }

  const client = new S3Client(s3)
  const table = IcebergTable.open(client, 'my-data-bucket', 'clickstream', 'app_logs')
  const lines = async (): Promise<string[]> => client.lines('my-data-bucket', 'events/app_logs/')
  await until('S3 to have all', async () => (await lines()).length >= EVENTS, 60_000)
  await until('Iceberg to have all', async () => (await table.count()) >= EVENTS, 90_000)
  const numbers = (texts: unknown[]): number[] =>
    texts.map((text) => (JSON.parse(String(text)) as { n: number }).n).sort((a, b) => a - b)
  const inS3 = numbers((await lines()).map((line) => JSON.stringify((JSON.parse(line) as { data: object }).data)))
  const inIceberg = numbers((await table.rows()).map(({ data }) => data))
  const sent = Array.from({ length: EVENTS }, (_, n) => n)
  expect(inS3).toEqual(sent)
  expect(inIceberg).toEqual(sent)
}, 300_000)

test('GIVEN a part that was killed WHEN asked THEN status names it, and down leaves no process of any part', async () => {
  const { parts } = await stateOf()
  const collector = parts.find(({ name }) => name === 'collector')
  process.kill(collector?.pid ?? 0, 'SIGKILL')
  await until('it to end', async () => !(await isAlive(collector?.pid ?? 0)))

  const status = await clickstream('local', 'status', project)
  expect(status.code).toBe(1)
  const shown = JSON.parse(status.stdout) as { complete: boolean; parts: { name: string; running: boolean }[] }
  expect(shown.complete).toBe(false)
  expect(shown.parts.filter(({ running }) => !running).map(({ name }) => name)).toEqual(['collector'])

  const logs = await clickstream('local', 'logs', 'collektor', '--project', project)
  expect([logs.code, errorOf(logs).code]).toEqual([2, 'NoSuchPart'])

  expect((await clickstream('local', 'down', project)).code).toBe(0)
  expect(await processes()).toEqual([])
  expect(JSON.parse((await clickstream('local', 'down', project)).stdout)).toEqual({ processes: 0 })
}, 90_000)

test('GIVEN a synthesized project WHEN rehearsed THEN each of 10,000 events is accounted for in both sinks, and nothing is left running', async () => {
  const rehearsed = await clickstream('rehearse', project, '--events', '10000', '--rate', '2000')

  expect({ code: rehearsed.code, stderr: rehearsed.stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  const { steps, traffic, passed } = JSON.parse(rehearsed.stdout) as RehearsalRecord
  const { sent = 0, places = [] } = traffic ?? {}
  expect(steps.map(({ id, state }) => [id, state])).toEqual(STEP_IDS.map((id) => [id, 'done']))
  expect([sent, passed, places.map(({ kind }) => kind)]).toEqual([10_000, true, ['kafka', 's3-json', 'iceberg']])
  for (const { due, arrived, distinctIds } of places) {
    expect([due > 10_000, arrived, distinctIds]).toEqual([true, due, 10_000])
  }
  expect(await processes()).toEqual([])
}, 300_000)

test('GIVEN a setting that the connector does not have WHEN rehearsed THEN it is named before any event is sent', async () => {
  const file = join(project, 'cdk.out', 'local-test-Connectors.template.json')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"compression": "gzip"', '"compression": "gzap"'))

  const refused = await clickstream('rehearse', project)
  await writeFile(file, text)

  expect([refused.code, errorOf(refused).code]).toEqual([3, 'ConnectorRefused'])
  expect(errorOf(refused).problems).toEqual([expect.objectContaining({ path: 'compression' })])
  expect(await processes()).toEqual([])
}, 180_000)

test('GIVEN a start that was interrupted WHEN by Ctrl-C THEN nothing is left; by SIGKILL THEN the next command ends it', async () => {
  const interrupted = await startUp('Kafka and S3 answer')
  interrupted.kill('SIGINT')
  const [code] = (await once(interrupted, 'exit')) as [number]
  expect(code).toBe(130)
  expect(await processes()).toEqual([])

  const killed = await startUp('Kafka and S3 answer')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  expect((await processes()).length).toBeGreaterThan(0)
  expect((await clickstream('local', 'down', project)).code).toBe(0)
  expect(await processes()).toEqual([])
}, 180_000)

test('GIVEN a machine without Java WHEN started THEN the line that installs it is the answer, and nothing runs', async () => {
  const bin = join(folder, 'bin')
  await run('sh', [
    '-c',
    `mkdir -p ${bin} && ln -s $(command -v ministack) $(command -v nginx || echo /usr/sbin/nginx) ${bin}/`,
  ])
  const up = await runBin(['local', 'up', project, '--json'], { env: { ...env, PATH: bin } })
  expect([up.code, errorOf(up).code]).toEqual([1, 'ProgramMissing'])
  expect(errorOf(up).hint).toContain('apt-get install')
  expect(await processes()).toEqual([])
}, 60_000)

test('GIVEN a folder without a project, or a collector that cannot run here WHEN started THEN each is refused by its code', async () => {
  const nothing = await clickstream('local', 'up', folder)
  expect([nothing.code, errorOf(nothing).code]).toEqual([3, 'AssemblyMissing'])
  expect(existsSync(join(folder, '.clickstream-local'))).toBe(false)

  const file = join(project, 'cdk.out', 'clickstream.json')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"solution": "nginx-lua"', '"solution": "nginx-vector"'))
  const vector = await clickstream('local', 'up', project)
  await writeFile(file, text)
  expect([vector.code, errorOf(vector).code]).toEqual([3, 'SolutionUnsupported'])
}, 60_000)
