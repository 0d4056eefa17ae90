import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ClickstreamError } from '../../src/errors.js'
import { SILENT } from '../../src/report/message.js'
import { Reporter } from '../../src/report/reporter.js'
import { Journal } from '../../src/workflow/journal.js'
import { runWorkflow } from '../../src/workflow/run-workflow.js'
import type { Step, StepId } from '../../src/workflow/step.js'

const reporter = new Reporter({ message: () => undefined, document: () => undefined, busy: () => SILENT })

/** Steps that make things in a world of names; what is made wrong is in `broken`. */
const stepsIn = (world: Set<string>, ran: string[], broken: ReadonlySet<string> = new Set()): Step[] =>
  (
    [
      ['prerequisites', []],
      ['topics', ['prerequisites']],
      ['images', ['topics']],
      ['ecs', ['topics', 'images']],
    ] as const
  ).map(([id, needs]) => ({
    id,
    needs,
    plan: () => [`make ${id}`],
    run: () => {
      ran.push(id)
      if (!broken.has(id)) world.add(id)
      return Promise.resolve()
    },
    verify: () => Promise.resolve([{ what: id, found: world.has(id) ? 'there' : 'missing', ok: world.has(id) }]),
  }))

const states = async (steps: readonly Step[], through?: StepId) => {
  const result = await runWorkflow(steps, { reporter, ...(through !== undefined && { through }) })
  return [result.steps.map(({ state, already }) => (already ? 'already' : state)), result.error] as const
}

describe('the workflow', () => {
  test('GIVEN nothing WHEN run THEN each step runs once in order; run again THEN nothing runs', async () => {
    const [world, ran] = [new Set<string>(), [] as string[]]
    expect(await states(stepsIn(world, ran))).toEqual([['done', 'done', 'done', 'done'], undefined])
    expect(ran).toEqual(['prerequisites', 'topics', 'images', 'ecs'])
    expect(await states(stepsIn(world, ran))).toEqual([['already', 'already', 'already', 'already'], undefined])
    expect(ran).toHaveLength(4)
  })

  test('GIVEN a gate that does not verify after its run WHEN run THEN nothing behind it starts, and the fact is named', async () => {
    const [world, ran] = [new Set<string>(), [] as string[]]
    const [found, error] = await states(stepsIn(world, ran, new Set(['topics'])))
    expect(found).toEqual(['done', 'failed', 'not reached', 'not reached'])
    expect(error).toMatchObject({ code: 'StepFailed', problems: [{ code: 'FactWrong', message: 'topics: missing' }] })
    expect(ran).toEqual(['prerequisites', 'topics'])
  })

  test('GIVEN a topic that went away after its step WHEN a later step would run THEN it refuses: what exists counts', async () => {
    const [world, ran] = [new Set<string>(), [] as string[]]
    const steps = stepsIn(world, ran).map((step): Step =>
      step.id === 'images'
        ? {
            ...step,
            run: () => {
              world.add('images')
              world.delete('topics')
              return Promise.resolve()
            },
          }
        : step,
    )
    const [found, error] = await states(steps)
    expect(found).toEqual(['done', 'done', 'done', 'failed'])
    expect(error).toMatchObject({ code: 'StepRefused', problems: [{ message: 'topics: missing' }] })
    expect(ran).not.toContain('ecs')
  })

  test('GIVEN a last step WHEN run through it THEN what comes after is not reached, and that is no failure', async () => {
    expect(await states(stepsIn(new Set(), []), 'topics')).toEqual([
      ['done', 'done', 'not reached', 'not reached'],
      undefined,
    ])
  })

  test('GIVEN one step that is wanted WHEN what it needs is there THEN it alone runs; WHEN it is not THEN it refuses and nothing runs', async () => {
    const [world, ran] = [new Set<string>(), [] as string[]]
    const refused = await runWorkflow(stepsIn(world, ran), { reporter, only: 'images' })
    expect(refused.error).toMatchObject({ code: 'StepRefused', problems: [{ message: 'topics: missing' }] })
    expect(ran).toEqual([])

    world.add('topics')
    const { steps, error } = await runWorkflow(stepsIn(world, ran), { reporter, only: 'images' })
    expect([steps.map(({ state }) => state), error, ran]).toEqual([
      ['not reached', 'not reached', 'done', 'not reached'],
      undefined,
      ['images'],
    ])
  })

  test('GIVEN a run that throws WHEN run THEN its error is the result and the records hold what was reached', async () => {
    const thrown = new ClickstreamError('no broker', { code: 'NoBroker' })
    const steps = stepsIn(new Set(), []).map((step): Step =>
      step.id === 'topics' ? { ...step, run: () => Promise.reject(thrown) } : step,
    )
    expect(await states(steps)).toEqual([['done', 'failed', 'not reached', 'not reached'], thrown])
  })

  test('GIVEN any part of the world that is there already WHEN run THEN exactly the rest runs, whatever was noted before', () =>
    fc.assert(
      fc.asyncProperty(fc.subarray(['prerequisites', 'topics', 'images', 'ecs']), async (there) => {
        const [world, ran] = [new Set<string>(there), [] as string[]]
        const { error } = await runWorkflow(stepsIn(world, ran), { reporter })
        expect(error).toBeUndefined()
        expect([...ran].sort()).toEqual(
          ['ecs', 'images', 'prerequisites', 'topics'].filter((id) => !there.includes(id)),
        )
      }),
      { numRuns: 16 },
    ))
})

describe('the journal', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clickstream-journal-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const entries = async (file: string): Promise<unknown[]> =>
    (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)

  test('GIVEN two runs WHEN journalled THEN lines are appended in order; a lie in it WHEN run again THEN changes nothing', async () => {
    const file = join(folder, 'kept', 'journal.jsonl')
    const at = () => new Date('2026-03-01T00:00:00Z')
    const [world, ran] = [new Set<string>(), [] as string[]]
    await runWorkflow(stepsIn(world, ran, new Set(['topics'])), { reporter, journal: new Journal(file, 'one', at) })
    expect((await entries(file)).slice(-2)).toEqual([
      { at: '2026-03-01T00:00:00.000Z', run: 'one', step: 'topics', event: 'begins', plan: ['make topics'] },
      {
        at: '2026-03-01T00:00:00.000Z',
        run: 'one',
        step: 'topics',
        event: 'failed',
        facts: [{ what: 'topics', found: 'missing', ok: false }],
        error: { code: 'StepFailed', message: 'Topics is not as it has to be' },
      },
    ])
    await writeFile(file, '{"step":"topics","event":"done"}\n', { flag: 'a' })
    await runWorkflow(stepsIn(world, ran), { reporter, journal: new Journal(file, 'two', at) })
    expect(ran).toEqual(['prerequisites', 'topics', 'topics', 'images', 'ecs'])
  })
})
