import type { PlannerView, ToolCall } from '../../model/offline/planner.js'
import type { TurnUnderstanding } from '../../model/offline/understanding/index.js'
import { toolName } from '../role.js'

const LOCAL_INTENTS = ['rehearse', 'diagnose', 'events', 'end'] as const

/** Whether the conversation has a machine to run its project on. */
export function hasMachine({ tools }: Pick<PlannerView, 'tools'>): boolean {
  return tools.includes('show_local_site')
}

/** Whether a turn is about this machine. */
export function isLocal({ intents }: TurnUnderstanding): boolean {
  return LOCAL_INTENTS.some((intent) => intents.includes(intent))
}

/** What has to be called on this machine for a turn, in order. */
export function localWork(turn: TurnUnderstanding, ready: boolean): ToolCall[] {
  const { intents, rehearsal, events } = turn
  const connectors = (input: object): ToolCall => ({ name: toolName('data-connector'), input: { ...input } })
  const calls: ToolCall[] = [
    ...(intents.includes('rehearse') && ready
      ? [{ name: toolName('testing'), input: { do: 'rehearse', ...within(rehearsal, 'events', 1_000_000) } }]
      : []),
    ...(intents.includes('diagnose') ? [connectors({ do: 'connector_status' })] : []),
    ...(intents.includes('events')
      ? [connectors({ do: 'last_events', ...events, ...within(events, 'count', 50) })]
      : []),
  ]
  return [
    ...calls,
    ...(calls.length > 0 ? [{ name: 'show_local_site', input: {} }] : []),
    ...(intents.includes('end') ? [{ name: 'end_local_site', input: {} }] : []),
  ]
}

/** A number that was said, within what the tool takes. */
function within<Key extends string>(
  said: Readonly<Partial<Record<Key, number>>> | undefined,
  key: Key,
  most: number,
): Record<string, number> {
  const value = said?.[key]
  return value === undefined ? {} : { [key]: Math.max(1, Math.min(most, Math.round(value))) }
}
