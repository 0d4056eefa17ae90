import type { JSONValue, Message, StreamOptions, ToolResultBlock } from '@strands-agents/sdk'
import type { PlannerView, ToolOutcome } from './planner.js'

/** Takes a model's input apart into what planners look at. */
export function viewOf(messages: readonly Message[], options: StreamOptions = {}): PlannerView {
  const names = new Map<string, string>()
  let userText = ''
  let results: ToolOutcome[] = []
  for (const message of messages) {
    for (const block of message.content) {
      if (block.type === 'toolUseBlock') names.set(block.toolUseId, block.name)
      if (block.type === 'toolResultBlock') results.push(outcomeOf(block, names.get(block.toolUseId) ?? ''))
      if (block.type === 'textBlock' && message.role === 'user') {
        userText = block.text
        results = []
      }
    }
  }
  const choice = options.toolChoice
  return {
    systemPrompt: textOf(options.systemPrompt),
    userText,
    results,
    tools: (options.toolSpecs ?? []).map(({ name }) => name),
    ...(choice !== undefined && 'tool' in choice && { forcedTool: choice.tool.name }),
  }
}

/** How many times the person has spoken: part of every tool call's id, which must be unique in a conversation. */
export function userTurns(messages: readonly Message[]): number {
  return messages.filter(({ role, content }) => role === 'user' && content.some(({ type }) => type === 'textBlock'))
    .length
}

function outcomeOf(block: ToolResultBlock, tool: string): ToolOutcome {
  const texts: string[] = []
  let json: JSONValue | undefined
  for (const part of block.content) {
    if (part.type === 'textBlock') texts.push(part.text)
    if (part.type === 'jsonBlock') json = part.json
  }
  return { tool, ok: block.status === 'success', text: texts.join('\n'), ...(json !== undefined && { json }) }
}

function textOf(prompt: StreamOptions['systemPrompt']): string {
  if (prompt === undefined || typeof prompt === 'string') return prompt ?? ''
  return prompt.flatMap((block) => (block.type === 'textBlock' ? [block.text] : [])).join('\n')
}
