import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { LocalState } from '../../../src/site/index.js'
import { IcebergTable } from '../support/iceberg-table.js'
import { localProcesses } from '../support/local-processes.js'
import { needPrograms } from '../support/needed.js'
import { until } from '../support/programs.js'
import { S3Client } from '../support/s3-client.js'

const BIN = fileURLToPath(new URL('../../../bin/clickstream.js', import.meta.url))
const NAME = 'chat-test'
const NEEDS = `MSK cluster 'my-cluster', bucket 'my-data-bucket', region us-east-1, project name ${NAME}`

let folder: string
let project: string
let chat: Chat | undefined

beforeAll(async () => {
  await needPrograms(['java', 'nginx', 'ministack', 'cc'], 'openjdk-17-jdk-headless nginx gcc; pip install ministack')
  folder = await mkdtemp(join(tmpdir(), 'clickstream-chat-'))
  project = join(folder, '.clickstream', NAME)
})
afterEach(() => chat?.end())
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A conversation by pipe, its lines given one after the other. */
class Chat {
  private stdout = ''
  stderr = ''
  readonly child: ChildProcess

  constructor() {
    // Jars come from this user's cache.
    const { PATH, XDG_CACHE_HOME, CLICKSTREAM_FLUENT_BIT } = process.env
    this.child = spawn(process.execPath, [BIN, 'chat', '--json'], {
      cwd: folder,
      env: { PATH, HOME: homedir(), XDG_CACHE_HOME, CLICKSTREAM_FLUENT_BIT },
    })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text))
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
  }

  write(line: string): void {
    this.child.stdin?.write(`${line}\n`)
  }

  /** What was said after this line: the orchestrator's answer, and what each specialist found. */
  async ask(line: string, patienceMs = 30_000): Promise<{ answer: string; found: Record<string, string> }> {
    const from = this.messages().length
    this.write(line)
    const since = () => this.messages().slice(from)
    await until(`an answer to "${line}"`, async () => since().some(({ code }) => code === 'CHAT_I1010'), patienceMs)
    return {
      answer: since()
        .flatMap(({ code, payload }) => (code === 'CHAT_I1001' ? [payload.delta ?? ''] : []))
        .join(''),
      found: Object.fromEntries(
        since().flatMap(({ code, payload }) =>
          code === 'AGENT_I1002' ? [[payload.agent ?? '', payload.text ?? '']] : [],
        ),
      ),
    }
  }

  messages(): { code: string; payload: { delta?: string; agent?: string; text?: string; title?: string } }[] {
    const whole = this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1)
    return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  }

  /** The end of its input; resolves with the exit code. */
  async end(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode
    const gone = once(this.child, 'exit')
    this.child.stdin?.end()
    return ((await gone) as [number | null])[0]
  }
}

const stateOf = async (): Promise<LocalState> =>
  JSON.parse(await readFile(join(project, '.clickstream-local', 'state.json'), 'utf8')) as LocalState

test('GIVEN a plan WHEN it is rehearsed in a chat THEN events, a connector that fails for real and the end are talked about as they are', async () => {
  chat = new Chat()
  await chat.ask(NEEDS)

  const rehearsed = await chat.ask('rehearse it with 1000 events', 240_000)
  expect(rehearsed.answer).toMatch(/^Rehearsed on this machine in \d+ s: all ten steps are done/)
  expect(rehearsed.answer).toMatch(
    /Iceberg clickstream\.app_logs: (\d+) of \1 arrived, 0 lost, 0 duplicated, 0 altered/,
  )
  expect(rehearsed.answer).toMatch(/S3 JSON s3:\/\/my-data-bucket\/events: (\d+) of \1 arrived, 0 lost/)
  expect(rehearsed.answer).toContain('Nothing was created in AWS.')
  expect(await readFile(/The page of it: (.+)/.exec(rehearsed.answer)?.[1] ?? '', 'utf8')).toContain('<!doctype html>')

  const { addresses, workers } = await stateOf()
  const { s3 = '', endpoint = '' } = addresses
  const rows = await IcebergTable.open(new S3Client(s3), 'my-data-bucket', 'clickstream', 'app_logs').rows()
  const shown = (await chat.ask('show me the last 3 events in Iceberg', 60_000)).found['data-connector'] ?? ''
  const events = shown
    .split('\n')
    .slice(1)
    .map((line) => /^- (\S+Z): (.*)$/.exec(line)?.slice(1) ?? [])
  const newest = rows.map(({ ctime }) => Number(ctime)).sort((a, b) => b - a)
  expect(events.map(([at = '']) => Date.parse(at))).toEqual(newest.slice(0, 3))
  for (const [, text = ''] of events) {
    const whole = text.replace(/…$/, '')
    expect(rows.filter(({ data }) => String(data).startsWith(whole))).not.toEqual([])
  }

  expect((await chat.ask('why did the connector fail?')).answer).toMatch(/^On this machine all connectors run: /)
  const [connector = ''] = Object.keys(workers).filter((name) => name.includes('app_logs'))
  await dropTable(s3)
  const failed = async (): Promise<boolean> => {
    await fetch(endpoint, { method: 'POST', body: '{"after":"the table"}' })
    const status = await fetch(`${workers[connector]}/connectors/${connector}/status`)
    return (await status.text()).includes('"state":"FAILED"')
  }
  await until('the task to fail', failed, 60_000)
  const why = await chat.ask('why did the connector fail?')
  expect(why.answer).toContain(`- ${connector} is FAILED because the table does not exist; `)
  expect(why.found['data-connector']).toContain('what to do: the table comes with the Connectors stack')

  expect((await chat.ask('stop it', 60_000)).answer).toMatch(/^\d+ processes on this machine ended; nothing is left/)
  expect(await localProcesses(project)).toEqual([])
  expect((await chat.ask('最近的事件')).answer).toMatch(/^本机没有运行任何东西/)
  expect(await chat.end()).toBe(0)
}, 420_000)

test('GIVEN a rehearsal on its way WHEN interrupted by Ctrl-C THEN nothing is left running', async () => {
  const interrupted = (chat = new Chat())
  interrupted.write(NEEDS)
  interrupted.write('rehearse it')
  const title = 'Kafka and S3 answer'
  await until(title, async () => interrupted.messages().some(({ payload }) => payload.title === title), 120_000)
  expect((await localProcesses(project)).length).toBeGreaterThan(0)

  interrupted.child.kill('SIGINT')
  const [code] = (await once(interrupted.child, 'exit')) as [number]
  expect(code).toBe(130)
  expect(await localProcesses(project)).toEqual([])
}, 180_000)

/** As if somebody had deleted it under the connector. */
async function dropTable(s3: string): Promise<void> {
  const scope = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/glue/aws4_request'
  const answer = await fetch(s3, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSGlue.DeleteTable',
      authorization: `${scope}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify({ DatabaseName: 'clickstream', Name: 'app_logs' }),
  })
  expect(answer.status).toBe(200)
}
