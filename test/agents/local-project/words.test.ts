import { describe, expect, test } from '@jest/globals'
import { eventsText, statusText } from '../../../src/agents/data-connector/acting-text.js'
import { actOr } from '../../../src/agents/local-project/acting-task.js'
import { outcomeOf } from '../../../src/agents/local-project/rehearsal-outcome.js'
import { provedText, stepText } from '../../../src/agents/local-project/step-text.js'
import { LOCAL_PHRASES } from '../../../src/agents/orchestrator/local-phrases.js'
import { localWork } from '../../../src/agents/orchestrator/local-work.js'
import { taskPrompt } from '../../../src/agents/task.js'
import { ClickstreamError } from '../../../src/errors.js'
import { understand } from '../../../src/model/offline/understanding/index.js'
import type { PlannerView } from '../../../src/model/offline/planner.js'
import { failureCause } from '../../../src/site/failure-cause.js'
import type { Rehearsal } from '../../../src/workflow/rehearse.js'
import type { StepRecord } from '../../../src/workflow/step.js'

const step = (id: StepRecord['id'], state: StepRecord['state'], facts: StepRecord['facts'] = []): StepRecord => ({
  id,
  title: id,
  state,
  already: false,
  seconds: 1.26,
  plan: [],
  facts,
})

const rehearsal = (steps: readonly StepRecord[], error?: unknown): Rehearsal => ({
  record: {
    formatVersion: 1,
    name: 'x',
    started: '2026-01-01T00:00:00Z',
    seconds: 12.4,
    passed: error === undefined,
    steps,
    differences: [{ what: 'no IAM', instead: 'the README' }],
  },
  ...(error !== undefined && { error }),
})

describe('a rehearsal', () => {
  test('GIVEN a step that failed WHEN told THEN its error, its hint and each wrong fact are named, in both languages', () => {
    const error = new ClickstreamError('the worker refuses the configuration', {
      code: 'ConnectorRefused',
      hint: 'look below',
      problems: [{ code: 'SettingRefused', message: 'unknown codec', path: 'compression' }],
    })
    const facts = [{ what: 'Kafka Connect', found: 'does not answer', ok: false }]
    const outcome = outcomeOf(
      rehearsal([step('topics', 'done'), step('connectors', 'failed', facts), step('testing', 'not reached')], error),
    )
    expect(outcome).toMatchObject({
      passed: false,
      seconds: 12,
      events: [],
      problems: [
        'the worker refuses the configuration. look below',
        'compression: unknown codec',
        'connectors: Kafka Connect: does not answer',
      ],
    })
    expect(LOCAL_PHRASES.en.rehearsed(outcome)).toMatch(
      /^The rehearsal on this machine did not pass; it came to connectors:\n- the worker refuses [^]*\n1 thing cannot be here as on AWS[^\n]+Nothing was created in AWS\./,
    )
    expect(LOCAL_PHRASES.zh.rehearsed(outcome)).toMatch(/^本机演练没有通过，进行到 connectors：\n- the worker refuses/)
  })

  test('GIVEN a mistake in this program WHEN told THEN it is thrown, not talked about', () => {
    expect(() => outcomeOf(rehearsal([], new TypeError('x is undefined')))).toThrow(TypeError)
  })
})

describe('what is called on this machine', () => {
  const READY = "MSK cluster 'orders-prod', bucket 'my-lake', region eu-central-1"
  const work = (turn: string, ready = true) => localWork(understand([READY, turn]), ready)
  const show = { name: 'show_local_site', input: {} }

  test('GIVEN numbers beyond what the tools take WHEN understood THEN they are brought within', () => {
    expect(work('show me the last 900 events in Iceberg')).toEqual([
      { name: 'data_connector', input: { do: 'last_events', sink: 'iceberg', count: 50 } },
      show,
    ])
    expect(work('rehearse it with 5,000,000 events')).toEqual([
      { name: 'testing', input: { do: 'rehearse', events: 1_000_000 } },
      show,
    ])
  })

  test('GIVEN a spec that is not ready WHEN a rehearsal is wanted THEN nothing is called', () => {
    expect(work('rehearse it', false)).toEqual([])
  })
})

describe('a specialist that acts', () => {
  const view = (task: object, tools: string[], results: PlannerView['results'] = []): PlannerView => ({
    systemPrompt: '',
    userText: taskPrompt('Go.', task),
    results,
    tools,
  })
  const planner = actOr(() => ({ kind: 'say', text: 'a plan' }), { make_topics: stepText })
  const task = { request: 'now', do: 'make_topics', more: 1 }

  test('GIVEN the tool that the task names WHEN planned THEN it is called once with the rest of the task, then reported', () => {
    expect(planner(view(task, ['make_topics']))).toEqual({
      kind: 'call',
      calls: [{ name: 'make_topics', input: { more: 1 } }],
    })
    const facts = [{ what: 'topic a', found: 'as planned', ok: true }]
    const json = { title: 'Topics', already: false, seconds: 1.26, facts }
    expect(planner(view(task, ['make_topics'], [{ tool: 'make_topics', ok: true, text: '', json }]))).toEqual({
      kind: 'say',
      text: 'Topics, on this machine: done in 1.3 s.\n- topic a: as planned',
    })
  })

  test('GIVEN a refusal WHEN planned THEN it is passed on as it is, and not tried again', () => {
    const refused = { tool: 'make_topics', ok: false, text: 'Error: Topics does not start (Kafka: not started)' }
    expect(planner(view(task, ['make_topics'], [refused]))).toEqual({
      kind: 'say',
      text: 'Topics does not start (Kafka: not started)',
    })
  })

  test('GIVEN no such tool, or no task to act WHEN planned THEN it plans', () => {
    expect(planner(view(task, []))).toEqual({ kind: 'say', text: 'a plan' })
    expect(planner(view({}, ['make_topics']))).toEqual({ kind: 'say', text: 'a plan' })
  })

  test('GIVEN a proof WHEN told THEN nothing is said to run', () => {
    const proved = provedText({ title: 'Security', already: false, seconds: 0, facts: [] })
    expect(proved).toMatch(/^Security, proved from the templates/)
  })
})

describe('connectors and events in words', () => {
  test('GIVEN two tasks that failed alike WHEN told THEN the cause and what to do come once', () => {
    const cause = failureCause(
      'org.apache.kafka.connect.errors.ConnectException: x\nCaused by: NoSuchTableException: db.t',
    )
    const tasks = [0, 1].map((id) => ({ id, state: 'FAILED', cause }))
    const text = statusText({
      connectors: [{ name: 'c', connector: { state: 'RUNNING' }, tasks, running: false, lag: 7 }],
    })
    expect(text.split('\n')).toEqual([
      'The connectors on this machine:',
      '- c: RUNNING, task 0 FAILED, task 1 FAILED, 7 records behind',
      '  why: the table does not exist (NoSuchTableException: db.t)',
      expect.stringMatching(/^ {2}what to do: the table comes with the Connectors stack/),
    ])
  })

  test('GIVEN a long event and an empty sink WHEN told THEN the one is cut between characters, the other named', () => {
    const text = eventsText({
      sinks: [
        { sink: 'db.t', type: 'iceberg', events: [{ at: '2026-01-01T00:00:00.000Z', text: '中'.repeat(500) }] },
        { sink: 's3://b/p/', type: 's3-json', events: [] },
      ],
    })
    expect(text.split('\n')).toEqual([
      'The newest 1 event in db.t on this machine:',
      `- 2026-01-01T00:00:00.000Z: ${'中'.repeat(200)}…`,
      'No event is stored in s3://b/p/ on this machine yet.',
    ])
  })
})
