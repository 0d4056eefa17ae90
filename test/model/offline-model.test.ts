import { describe, expect, test } from '@jest/globals'
import { Message, TextBlock, ToolResultBlock, ToolUseBlock } from '@strands-agents/sdk'
import type { ModelStreamEvent, StreamOptions } from '@strands-agents/sdk'
import { OfflineModel } from '../../src/model/offline/offline-model.js'
import type { Planner, PlannerView } from '../../src/model/offline/planner.js'

const user = (text: string): Message => new Message({ role: 'user', content: [new TextBlock(text)] })

async function events(planner: Planner, messages: Message[], options?: StreamOptions): Promise<ModelStreamEvent[]> {
  const found: ModelStreamEvent[] = []
  for await (const event of new OfflineModel(planner, { idPrefix: 'test' }).stream(messages, options)) found.push(event)
  return found
}

describe('OfflineModel', () => {
  test('streams what the planner says in pieces, never half a character', async () => {
    // GIVEN an answer longer than a delta, with characters of two UTF-16 units at its cut
    const text = `${'a'.repeat(23)}😀桶`
    // WHEN it is streamed
    const found = await events(() => ({ kind: 'say', text }), [user('hello')])
    // THEN the pieces are whole characters and the message is complete
    expect(found.map(({ type }) => type)).toEqual([
      'modelMessageStartEvent',
      'modelContentBlockStartEvent',
      'modelContentBlockDeltaEvent',
      'modelContentBlockDeltaEvent',
      'modelContentBlockStopEvent',
      'modelMessageStopEvent',
      'modelMetadataEvent',
    ])
    const deltas = found.flatMap((event) =>
      event.type === 'modelContentBlockDeltaEvent' && event.delta.type === 'textDelta' ? [event.delta.text] : [],
    )
    expect(deltas).toEqual([`${'a'.repeat(23)}😀`, '桶'])
  })

  test('calls tools under ids that are unique in a conversation', async () => {
    // GIVEN a planner that calls the same tool twice, in two turns
    const planner: Planner = () => ({
      kind: 'call',
      calls: [
        { name: 'a', input: { n: 0 } },
        { name: 'a', input: { n: 1 } },
      ],
    })
    const answered = [
      user('one'),
      new Message({ role: 'assistant', content: [new ToolUseBlock({ name: 'a', toolUseId: 'x', input: {} })] }),
      new Message({
        role: 'user',
        content: [new ToolResultBlock({ toolUseId: 'x', status: 'success', content: [new TextBlock('ok')] })],
      }),
    ]
    // WHEN it is asked in different states of the conversation
    const ids = (
      await Promise.all(
        [[user('one')], answered, [user('one'), user('two')]].map((messages) => events(planner, messages)),
      )
    )
      .flat()
      .flatMap((event) => (event.type === 'modelContentBlockStartEvent' ? [event.start?.toolUseId] : []))
    // THEN no id is there twice, and the stop reason makes the SDK run the tools
    expect(ids).toEqual(['test-1-1-0', 'test-1-1-1', 'test-1-3-0', 'test-1-3-1', 'test-2-2-0', 'test-2-2-1'])
    expect((await events(planner, [user('one')])).find(({ type }) => type === 'modelMessageStopEvent')).toEqual({
      type: 'modelMessageStopEvent',
      stopReason: 'toolUse',
    })
  })

  test('shows the planner the newest turn with the results since then', async () => {
    const seen: PlannerView[] = []
    const planner: Planner = (view) => {
      seen.push(view)
      return { kind: 'say', text: '' }
    }
    const messages = [
      user('first'),
      new Message({ role: 'assistant', content: [new TextBlock('answer')] }),
      user('second'),
      new Message({ role: 'assistant', content: [new ToolUseBlock({ name: 'look', toolUseId: 'x', input: {} })] }),
      new Message({
        role: 'user',
        content: [new ToolResultBlock({ toolUseId: 'x', status: 'error', content: [new TextBlock('Error: no')] })],
      }),
    ]
    await events(planner, messages, { systemPrompt: 'be brief', toolSpecs: [{ name: 'look', description: 'looks' }] })
    expect(seen).toEqual([
      {
        systemPrompt: 'be brief',
        userText: 'second',
        results: [{ tool: 'look', ok: false, text: 'Error: no' }],
        tools: ['look'],
      },
    ])
  })

  test('gives the same events for the same messages', async () => {
    const planner: Planner = ({ userText }) => ({ kind: 'say', text: `you said ${userText}` })
    expect(await events(planner, [user('a')])).toEqual(await events(planner, [user('a')]))
  })

  test('stops when the signal is aborted, also in the middle of a text', async () => {
    const controller = new AbortController()
    const stream = new OfflineModel(() => ({ kind: 'say', text: 'a'.repeat(100) })).stream([user('go')], {
      cancelSignal: controller.signal,
    })
    for (let step = 0; step < 3; step++) await stream.next()
    controller.abort()
    await expect(stream.next()).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('does not ignore a tool that was forced', async () => {
    const say: Planner = () => ({ kind: 'say', text: 'no' })
    const call: Planner = ({ forcedTool }) => ({ kind: 'call', calls: [{ name: forcedTool ?? 'other', input: {} }] })
    const forced: StreamOptions = { toolChoice: { tool: { name: 'look' } } }
    await expect(events(say, [user('go')], forced)).rejects.toThrow('does not call look')
    await expect(events(say, [user('go')], { toolChoice: { any: {} } })).rejects.toThrow('does not call a tool')
    expect((await events(call, [user('go')], forced))[1]).toMatchObject({ start: { name: 'look' } })
  })
})
