import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { workspaceTool } from '../../src/agents/workspace-tool.js'
import { converse } from '../../src/agents/orchestrator/converse.js'
import { ClickstreamError } from '../../src/errors.js'
import { OfflineModel } from '../../src/model/offline/offline-model.js'
import { agentWith, workspaceWith } from './support.js'

const toolThat = (run: () => unknown): ReturnType<typeof workspaceTool> =>
  workspaceTool({ role: 'testing', name: 'look', description: 'looks', inputSchema: z.object({}), run })

async function answer(run: () => unknown, state: Record<string, unknown>): Promise<string> {
  const agent = await agentWith(
    ({ results }) =>
      results.length === 0
        ? { kind: 'call', calls: [{ name: 'look', input: {} }] }
        : { kind: 'say', text: results[0]?.text ?? '' },
    [toolThat(run)],
  )
  return (await agent.invoke('go', { invocationState: state, limits: { turns: 3 } })).toString()
}

describe('workspaceTool', () => {
  test('keeps what it answered for the contribution', async () => {
    const workspace = workspaceWith()
    await answer(() => ({ size: 3, nothing: undefined }), workspace.state())
    expect(workspace.contribute('testing', 'done')).toEqual({
      agent: 'testing',
      text: 'done',
      data: { look: { size: 3 } },
    })
  })

  test('tells the model what is wrong and what to do instead', async () => {
    const refuse = (): never => {
      throw new ClickstreamError('the spec is odd', { code: 'Odd', hint: 'make it even' })
    }
    const workspace = workspaceWith()
    expect(await answer(refuse, workspace.state())).toBe('Error: the spec is odd. make it even')
    expect(workspace.fault).toBeUndefined()
  })

  test('runs nowhere but in a conversation', async () => {
    expect(await answer(() => 1, {})).toContain('this tool runs only inside a conversation')
  })

  test('a mistake in a tool ends the turn instead of becoming an answer', async () => {
    // GIVEN a workspace whose figures cannot be worked out because of a mistake in the program
    const workspace = workspaceWith()
    workspace.spec = () => {
      throw new TypeError('x is not a function')
    }
    // WHEN the orchestrator hands over
    const model = (role: { name: string; planner: ConstructorParameters<typeof OfflineModel>[0] }): OfflineModel =>
      new OfflineModel(role.planner)
    const events = converse({ model, workspace, before: [], turn: workspace.turns()[0] ?? '' })
    const run = async (): Promise<void> => {
      while ((await events.next()).done !== true);
    }
    // THEN the caller hears of it
    await expect(run()).rejects.toMatchObject({
      code: 'AgentToolFailed',
      message: expect.stringContaining('x is not a function'),
    })
  })
})
