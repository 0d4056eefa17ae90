import { describe, expect, test } from '@jest/globals'
import { ClickstreamError, createClickstreamOrchestrator } from '../../../src/index.js'
import type { ClickstreamOrchestrator, ModelRole } from '../../../src/index.js'
import { OfflineModel } from '../../../src/model/offline/offline-model.js'
import { say } from '../support.js'

describe('with a model that misbehaves', () => {
  const orchestratorWith = (planner: ModelRole['planner']): ClickstreamOrchestrator =>
    createClickstreamOrchestrator({
      model: (role) => new OfflineModel(role.name === 'orchestrator' ? planner : role.planner),
    })

  test('what was not said is rejected with the reason, and the model hears it', async () => {
    // GIVEN a model that invents a region and quotes words that nobody said
    let heard: unknown
    const orchestrator = orchestratorWith(({ results }) => {
      heard = results[0]?.json
      const input = {
        statements: [{ path: 'region', value: 'us-east-1', quote: 'in Virginia' }],
        retractions: [],
        questions: [],
        settled: [],
      }
      return results.length === 0
        ? { kind: 'call', calls: [{ name: 'record_requirements', input }] }
        : { kind: 'say', text: 'noted' }
    })
    // WHEN it takes a turn
    await say(orchestrator, 'Deploy something for me')
    // THEN nothing is stored
    expect(orchestrator.result().spec).toEqual({})
    expect(heard).toMatchObject({ recorded: [], rejected: [{ code: 'QuoteNotSaid', path: 'region' }], ready: false })
  })

  test('settling a question does not make a spec ready', async () => {
    const orchestrator = orchestratorWith(({ results }) => {
      const input = {
        statements: [],
        retractions: [],
        questions: [],
        settled: ['region', 'kafka.cluster', 'sinks.0.bucket'],
      }
      return results.length === 0
        ? { kind: 'call', calls: [{ name: 'record_requirements', input }] }
        : { kind: 'say', text: 'ready!' }
    })
    await say(orchestrator, 'I am ready')
    expect(orchestrator.result()).toMatchObject({ ready: false, spec: {} })
  })

  test('a model that never ends is stopped', async () => {
    const orchestrator = orchestratorWith(() => ({ kind: 'call', calls: [{ name: 'show_plan', input: {} }] }))
    await expect(say(orchestrator, 'Hello')).rejects.toMatchObject({ code: 'AgentStopped' })
  })

  test('a model that throws is an error of ours', async () => {
    const orchestrator = orchestratorWith(() => {
      throw new Error('no tokens left')
    })
    const error = await say(orchestrator, 'Hello').catch((thrown: unknown) => thrown)
    expect(ClickstreamError.is(error)).toBe(true)
    expect(error).toMatchObject({ code: 'ModelFailed', message: expect.stringContaining('no tokens left') })
  })

  test('an unknown model is refused at once', () => {
    expect(() => createClickstreamOrchestrator({ model: 'gpt-99' })).toThrow('there is no model "gpt-99"')
  })
})
