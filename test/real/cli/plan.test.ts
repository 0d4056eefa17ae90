import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leavesOf, specSchema, type DraftResult } from '../../../src/spec/index.js'
import { errorOf, runBin, type Run } from '../../cli/run-bin.js'

// Each test starts processes, and the machine may be busy.
jest.setTimeout(60_000)

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clickstream-plan-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const plan = (turns: unknown, ...args: string[]): Promise<Run> =>
  runBin(['plan', '--turns', '-', ...args], {
    input: typeof turns === 'string' ? turns : JSON.stringify(turns),
    cwd: folder,
  })
const resultOf = (run: Run): DraftResult => JSON.parse(run.stdout) as DraftResult

describe('plan --turns - --json', () => {
  test('GIVEN a conversation that says enough WHEN planned THEN one JSON object with a complete spec, each leaf with its origin', async () => {
    // GIVEN
    const turns = [
      "Deploy clickstream with MSK cluster 'orders-prod' and S3 bucket 'my-bucket' in Frankfurt",
      'make it 40k events per second',
    ]
    // WHEN
    const run = await plan(turns, '--json')
    // THEN
    const { spec, provenance, questions, ready, ...rest } = resultOf(run)
    expect([run.code, run.stderr, run.stdout.trimEnd().split('\n').length, rest]).toEqual([0, '', 1, {}])
    expect([ready, questions]).toEqual([true, []])
    expect(specSchema.parse(spec)).toMatchObject({
      region: 'eu-central-1',
      collector: { load: { peakEventsPerSecond: 40000 } },
      kafka: { cluster: 'orders-prod' },
      backup: { bucket: 'my-bucket' },
    })
    expect(Object.keys(provenance).sort()).toEqual(
      leavesOf(spec)
        .map(([path]) => path)
        .sort(),
    )
    const quotes = Object.values(provenance)
      .filter(({ origin }) => origin === 'said')
      .map(({ quote }) => quote ?? '')
    expect(quotes.length).toBeGreaterThanOrEqual(4)
    expect(quotes.filter((quote) => quote === '' || !turns.some((turn) => turn.includes(quote)))).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  test('GIVEN too little WHEN planned THEN exit 0 with questions and only what was said', async () => {
    const run = await plan(['Deploy clickstream in eu-west-1'], '--json')
    const { spec, questions, ready, provenance } = resultOf(run)
    expect([run.code, ready, spec, provenance]).toEqual([
      0,
      false,
      { region: 'eu-west-1' },
      { region: { origin: 'said', quote: 'eu-west-1' } },
    ])
    expect(questions.map(({ path }) => path)).toContain('kafka.cluster')
  })

  test('GIVEN a file that is not there WHEN planned THEN exit 3, whichever option names it', async () => {
    const runs = await Promise.all(['--turns', '--spec'].map((option) => runBin(['plan', option, 'none', '--json'])))
    expect(runs.map((run) => [run.code, errorOf(run)])).toMatchObject([
      [3, { code: 'TurnsNotFound', message: 'there is no file none', file: 'none' }],
      [3, { code: 'SpecNotFound', message: 'there is no file none', file: 'none' }],
    ])
  })

  test('GIVEN what is no list of turns WHEN planned THEN exit 2 and TurnsInvalid on standard output', async () => {
    const runs = await Promise.all(['{', '{"a":1}', '["a", 1]', ''].map((input) => plan(input, '--json')))
    expect(runs.map((run) => [run.code, errorOf(run).code])).toEqual(runs.map(() => [2, 'TurnsInvalid']))
  })

  test('GIVEN no words at all WHEN planned THEN exit 2 and MissingQuery', async () => {
    const run = await runBin(['plan', '--json'])
    expect([run.code, errorOf(run).code]).toEqual([2, 'MissingQuery'])
  })

  test('GIVEN a model that does not exist WHEN planned THEN exit 2 and UnknownModel', async () => {
    const run = await plan(['hello'], '--json', '--model', 'nope')
    expect([run.code, errorOf(run).code]).toEqual([2, 'UnknownModel'])
  })
})

describe('plan for people', () => {
  test('GIVEN words WHEN planned THEN ten steps, the cost and what is not kept yet are on standard output, without colours', async () => {
    const run = await runBin(['plan', "MSK cluster 'orders-prod',", "bucket 'my-bucket',", 'us-east-1'])
    expect(run.code).toBe(0)
    const steps = run.stdout.split('\n').flatMap((line) => /^ {1,2}\d+ (\w+)/.exec(line)?.[1] ?? [])
    expect(steps).toEqual([
      'Architecture',
      'Prerequisites',
      'Solution',
      'Topics',
      'Images',
      'ECS',
      'Load',
      'Security',
      'Data',
      'Testing',
    ])
    expect(run.stdout).toMatch(/Cost about \$[\d,.]+ a month in us-east-1/)
    expect(run.stdout).toContain('Not kept yet')
    expect(run.stdout).not.toContain('\u001b')
  })

  test('GIVEN a spec file with a mistake WHEN planned THEN exit 3, and each problem has file, line and column', async () => {
    // GIVEN
    const file = join(folder, 'bad.yaml')
    writeFileSync(file, 'apiVersion: clickstream/v1\nregion: mars-1\nkafka: { cluster: a }\nbackpu: { bucket: b }\n')
    // WHEN
    const run = await runBin(['plan', '--spec', file, '--json'])
    rmSync(file)
    // THEN
    const { problems } = errorOf(run) as { problems: { code: string; line: number; column: number }[] }
    expect(run.code).toBe(3)
    expect(problems.map(({ line }) => line)).toEqual([2, 4])
  })
})
