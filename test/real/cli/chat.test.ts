import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorOf, runBin } from '../../cli/run-bin.js'

// Each test starts processes, and the machine may be busy.
jest.setTimeout(60_000)

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clickstream-chat-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('chat without a terminal', () => {
  test('GIVEN lines and a session file WHEN chatted twice THEN the second goes on where the first stopped', async () => {
    // GIVEN
    const session = join(folder, 'talk.json')
    const chat = (input: string) => runBin(['chat', '--session', session], { input, cwd: folder })
    // WHEN
    const first = await chat("MSK cluster 'orders-prod' in Frankfurt\n")
    const second = await chat('/why kafka.cluster\n/why region\n/quit\nnever read\n')
    // THEN
    expect([first.code, second.code]).toEqual([0, 0])
    expect(first.stdout).toMatch(/^you\n {2}MSK cluster 'orders-prod' in Frankfurt\n[^]*orchestrator\n/)
    expect(second.stdout).toBe(
      'kafka.cluster = orders-prod\n  said: “orders-prod”\nregion = eu-central-1\n  said: “Frankfurt”\n',
    )
    expect(second.stderr).toContain('1 turn of an earlier conversation')
    expect(statSync(session).mode & 0o077).toBe(0)
  })

  test('GIVEN no session file WHEN chatted THEN nothing is written', async () => {
    const run = await runBin(['chat'], { input: '/help\n', cwd: join(folder) })
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(run.stdout).toContain('/generate')
    expect(readdirSync(folder).filter((name) => name !== 'talk.json')).toEqual([])
  })

  test('GIVEN --json WHEN chatted THEN each line is a message, and the words of the orchestrator are among them', async () => {
    const run = await runBin(['chat', '--json'], { input: "bucket 'my-bucket'\n/plan\n", cwd: folder })
    const messages = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { code: string; payload: { ready?: boolean; delta?: string } })
    expect(run.code).toBe(0)
    expect(messages.at(-1)).toMatchObject({ code: 'CHAT_I1008', payload: { ready: false } })
    expect(messages.flatMap(({ payload }) => payload.delta ?? []).join('')).not.toBe('')
  })

  test('GIVEN a spec that is not ready WHEN generated from a pipe THEN exit 4, because nobody can be asked', async () => {
    const run = await runBin(['chat'], { input: '/generate nowhere\n', cwd: folder })
    expect([run.code, run.stdout]).toEqual([4, ''])
    expect(run.stderr).toContain('SpecNotReady')
  })

  test('GIVEN a session file in a folder that is not there WHEN chatted THEN it is refused, and no folder is made', async () => {
    const session = join(folder, 'no-such-folder', 'talk.json')
    const run = await runBin(['chat', '--json', '--session', session], { input: '/help\n' })
    expect([run.code, errorOf(run)]).toMatchObject([2, { code: 'SessionFolderMissing', file: session }])
    expect(existsSync(join(folder, 'no-such-folder'))).toBe(false)
  })

  test('GIVEN a session file that is none WHEN chatted THEN a coded error', async () => {
    // GIVEN
    const [text, other] = [join(folder, 'a.json'), join(folder, 'b.json')]
    writeFileSync(text, 'not json')
    writeFileSync(other, '{"version":9}')
    // WHEN
    const runs = await Promise.all([text, other].map((session) => runBin(['chat', '--json', '--session', session])))
    // THEN
    expect(runs.map((run) => errorOf(run).file)).toEqual([text, other])
    expect(runs.map((run) => [run.code, errorOf(run).code])).toEqual([
      [1, 'InvalidSession'],
      [1, 'InvalidSession'],
    ])
  })
})
