import type { AgentEvent } from '../agents/events.js'
import { AGENT_CALLS, AGENT_CONTRIBUTED, AGENT_REFUSED } from '../agents/messages.js'
import type { ClickstreamError } from '../errors.js'
import type { DraftResult } from '../spec/index.js'
import type { Style } from '../report/style.js'
import { helpText, whyText } from './chat-commands.js'
import { describeError } from './describe-error.js'
import type { MessageKind } from '../report/message.js'
import type { Reporter } from '../report/reporter.js'

/** What the person said, where it is not on the screen already. */
export const YOU: MessageKind<{ text: string }> = {
  code: 'CHAT_I1000',
  level: 'result',
  text: ({ text }, style) => `${style.bold(style.green('you'))}\n${style.wrap(text.trim(), '  ')}\n`,
}

/** A piece of what the orchestrator says. */
export const SAID: MessageKind<{ agent: string; delta: string }> = {
  code: 'CHAT_I1001',
  level: 'result',
  partial: true,
  text: ({ delta }) => delta,
}

/** A turn has been answered; an empty line on a terminal. */
export const ANSWERED: MessageKind<{ ready: boolean; questions: number }> = {
  code: 'CHAT_I1010',
  level: 'result',
  text: () => '',
}

/** The agent that is about to speak. */
export const SPEAKER: MessageKind<{ agent: string }> = {
  code: 'CHAT_I1002',
  level: 'result',
  text: ({ agent }, style) => `\n${style.bold(style.cyan(agent))}`,
}

/** An answer to a command of the chat, such as `/why`. */
export const ANSWER: MessageKind<{ text: string }> = {
  code: 'CHAT_I1003',
  level: 'result',
  text: ({ text }, style) => style.wrap(text),
}

/** What `/help` answers. */
export const HELP: MessageKind<object> = { code: 'CHAT_I1005', level: 'result', text: (_, style) => helpText(style) }

/** What `/why` answers. */
export const WHY: MessageKind<{ result: DraftResult; field: string }> = {
  code: 'CHAT_I1006',
  level: 'result',
  text: ({ result, field }, style) => whyText(result, field, style),
}

/** What `/spec` answers. */
export const SPEC: MessageKind<{ yaml: string }> = { code: 'CHAT_I1007', level: 'result', text: ({ yaml }) => yaml }

/** What a conversation has come to; the words are made where the cost table is loaded. */
export function planMessage(text: (style: Style) => string): MessageKind<DraftResult> {
  return { code: 'CHAT_I1008', level: 'result', text: (_, style) => `\n${text(style)}\n` }
}

/** A turn or a command failed, and the conversation goes on. */
export const TURN_FAILED: MessageKind<{ error: ClickstreamError }> = {
  code: 'CHAT_E1009',
  level: 'error',
  text: ({ error }, style) => describeError(error, style),
}

/** What a conversation ran on this machine has ended with it. */
export const LOCAL_ENDED: MessageKind<{ processes: number }> = {
  code: 'CHAT_I1011',
  level: 'info',
  text: ({ processes }, style) =>
    style.dim(`${processes} ${processes === 1 ? 'process' : 'processes'} on this machine ended with the conversation`),
}

/** A conversation goes on where it stopped. */
export const RESUMED: MessageKind<{ file: string; turns: number }> = {
  code: 'CHAT_I1004',
  level: 'info',
  text: ({ file, turns }, style) =>
    style.dim(
      `${turns} ${turns === 1 ? 'turn' : 'turns'} of an earlier conversation taken from ${file}; --new starts afresh`,
    ),
}

const CALLS: typeof AGENT_CALLS = {
  ...AGENT_CALLS,
  text: ({ agent, tool }, style) => style.dim(`· ${agent} → ${tool}`),
}

const REFUSED: typeof AGENT_REFUSED = {
  ...AGENT_REFUSED,
  text: ({ agent, tool }, style) => style.yellow(`· ${agent}: ${tool} refused`),
}

/** What a specialist found out is part of the conversation here. */
const CONTRIBUTED: typeof AGENT_CONTRIBUTED = {
  ...AGENT_CONTRIBUTED,
  level: 'result',
  text: ({ agent, text }, style) => `${style.bold(style.cyan(agent))}\n${style.wrap(text.trim(), '  ')}\n`,
}

/** Shows what happens while agents work on a turn; returns the function that takes each event. */
export function showEvents(reporter: Reporter): (event: AgentEvent) => void {
  let speaking = false
  return (event) => {
    switch (event.type) {
      case 'text':
        // What a specialist says arrives whole, as its contribution.
        if (event.agent !== 'orchestrator') return
        if (!speaking) reporter.report(SPEAKER, { agent: event.agent })
        speaking = true
        return reporter.report(SAID, { agent: event.agent, delta: event.delta })
      case 'call':
        speaking = false
        return reporter.report(CALLS, { agent: event.agent, tool: event.tool })
      case 'answer':
        return event.ok ? undefined : reporter.report(REFUSED, { agent: event.agent, tool: event.tool })
      case 'contribution':
        speaking = false
        return reporter.report(CONTRIBUTED, event.contribution)
    }
  }
}
