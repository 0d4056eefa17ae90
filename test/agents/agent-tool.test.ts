import { describe, expect, test } from '@jest/globals'
import { Agent, BeforeToolCallEvent, InterruptResponseContent, tool } from '@strands-agents/sdk'
import type { AgentResult } from '@strands-agents/sdk'
import { z } from 'zod'
import { agentTool } from '../../src/agents/agent-tool.js'
import type { Planner } from '../../src/model/offline/planner.js'
import { agentWith, workspaceWith } from './support.js'

const noInput = z.object({})

/** Calls one tool once, then says what it answered. */
const once =
  (name: string, input: { [key: string]: string } = {}): Planner =>
  ({ results }) =>
    results.length === 0
      ? { kind: 'call', calls: [{ name, input }] }
      : { kind: 'say', text: `${results[0]?.ok} ${results[0]?.text}` }

/** An orchestrator whose only tool is a specialist whose only tool may do something dangerous, after somebody said yes. */
async function team(done: string[]): Promise<Agent> {
  const danger = tool({
    name: 'danger',
    description: 'does something',
    inputSchema: noInput,
    callback: () => {
      done.push('danger')
      return 'was done'
    },
  })
  const inner = await agentWith(once('danger'), [], 'testing')
  const createAgent = (): Agent => {
    const agent = new Agent({ id: 'testing', name: 'testing', model: inner.model, tools: [danger], printer: false })
    agent.addHook(BeforeToolCallEvent, (event) => {
      if (event.interrupt<string>({ name: 'approve', reason: 'may it?' }) !== 'yes') event.cancel = 'nobody allowed it'
    })
    return agent
  }
  return agentWith(once('testing'), [
    agentTool({ role: 'testing', description: 'tests', inputSchema: noInput, toPrompt: () => 'go', createAgent }),
  ])
}

const answerTo = (result: AgentResult, response: string): InterruptResponseContent[] =>
  (result.interrupts ?? []).map(({ id }) => new InterruptResponseContent({ interruptId: id, response }))

describe('agentTool', () => {
  test("forwards an inner agent's interrupt to the person and goes on with the answer", async () => {
    // GIVEN a specialist that asks before it acts
    const done: string[] = []
    const orchestrator = await team(done)
    // WHEN the orchestrator calls it
    const asked = await orchestrator.invoke('go', { limits: { turns: 5 } })
    // THEN the orchestrator itself is interrupted, and nothing was done
    expect([asked.stopReason, asked.interrupts?.map(({ reason }) => reason), done]).toEqual([
      'interrupt',
      ['may it?'],
      [],
    ])
    // WHEN the person says yes
    const answered = await orchestrator.invoke(answerTo(asked, 'yes'), { limits: { turns: 5 } })
    // THEN it was done once
    expect([answered.stopReason, answered.toString(), done]).toEqual(['endTurn', 'true true was done', ['danger']])
  })

  test('a no is a no', async () => {
    const done: string[] = []
    const orchestrator = await team(done)
    const asked = await orchestrator.invoke('go', { limits: { turns: 5 } })
    const answered = await orchestrator.invoke(answerTo(asked, 'no'), { limits: { turns: 5 } })
    expect([answered.toString(), done]).toEqual(['true false nobody allowed it', []])
  })

  test('the interrupt survives the end of the process', async () => {
    // GIVEN a snapshot of an interrupted orchestrator
    const done: string[] = []
    const first = await team(done)
    const asked = await first.invoke('go', { limits: { turns: 5 } })
    const snapshot = JSON.parse(JSON.stringify(first.takeSnapshot({ preset: 'session' }))) as ReturnType<
      Agent['takeSnapshot']
    >
    // WHEN another one takes it up
    const second = await team(done)
    second.loadSnapshot(snapshot)
    const answered = await second.invoke(answerTo(asked, 'yes'), { limits: { turns: 5 } })
    // THEN
    expect([answered.toString(), done]).toEqual(['true true was done', ['danger']])
  })

  test('bounds the turns of a specialist that never ends', async () => {
    // GIVEN a specialist that calls its tool for ever
    let calls = 0
    const count = tool({ name: 'count', description: 'counts', inputSchema: noInput, callback: () => ++calls })
    const inner = await agentWith(() => ({ kind: 'call', calls: [{ name: 'count', input: {} }] }), [count], 'testing')
    const specialist = agentTool({
      role: 'testing',
      description: 'tests',
      inputSchema: noInput,
      toPrompt: () => 'go',
      createAgent: () => inner,
      maxTurns: 3,
    })
    // WHEN it is called
    const result = await (await agentWith(once('testing'), [specialist])).invoke('go', { limits: { turns: 5 } })
    // THEN it was stopped, and that is an error and no answer
    expect([calls, result.toString()]).toEqual([
      3,
      'false Error: testing gave no answer: it stopped early (limitTurns)',
    ])
  })

  test('refuses input of another type before the specialist is made', async () => {
    let made = 0
    const specialist = agentTool({
      role: 'testing',
      description: 'tests',
      inputSchema: z.object({ topic: z.enum(['a', 'b']) }),
      toPrompt: ({ topic }) => topic,
      createAgent: () => {
        made++
        throw new Error('not reached')
      },
    })
    const result = await (
      await agentWith(once('testing', { topic: 'c' }), [specialist])
    ).invoke('go', { limits: { turns: 5 } })
    expect([made, result.toString().startsWith('false Error: ')]).toEqual([0, true])
  })

  test('passes cancellation on', async () => {
    // GIVEN a specialist whose tool waits until it is cancelled
    const controller = new AbortController()
    const seen: boolean[] = []
    const wait = tool({
      name: 'wait',
      description: 'waits',
      inputSchema: noInput,
      callback: (_, context) => {
        controller.abort()
        seen.push(context?.cancelSignal.aborted ?? false)
        return 'woken'
      },
    })
    const inner = await agentWith(once('wait'), [wait], 'testing')
    const specialist = agentTool({
      role: 'testing',
      description: 'tests',
      inputSchema: noInput,
      toPrompt: () => 'go',
      createAgent: () => inner,
    })
    // WHEN the caller cancels
    const result = await (
      await agentWith(once('testing'), [specialist])
    ).invoke('go', { cancelSignal: controller.signal, limits: { turns: 5 } })
    // THEN both stop
    expect([result.stopReason, seen]).toEqual(['cancelled', [true]])
  })

  test('streams what the specialist does and closes with its contribution', async () => {
    const workspace = workspaceWith()
    const inner = await agentWith(() => ({ kind: 'say', text: 'all is well' }), [], 'testing')
    const specialist = agentTool({
      role: 'testing',
      description: 'tests',
      inputSchema: noInput,
      toPrompt: () => 'go',
      createAgent: () => inner,
    })
    const events: unknown[] = []
    const agent = await agentWith(once('testing'), [specialist])
    for await (const event of agent.stream('go', { invocationState: workspace.state(), limits: { turns: 5 } })) {
      if (event.type === 'toolStreamUpdateEvent') events.push(event.event.data)
    }
    expect(events).toEqual([
      { type: 'text', agent: 'testing', delta: 'all is well' },
      { type: 'contribution', contribution: { agent: 'testing', text: 'all is well', data: {} } },
    ])
    expect(workspace.allContributions()).toEqual([{ agent: 'testing', text: 'all is well', data: {} }])
  })
})
