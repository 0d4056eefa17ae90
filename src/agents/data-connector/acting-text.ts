import type { NewestEvents } from '../../runtime/events/index.js'
import { bullets, many, shortened } from '../text.js'
import type { ConnectorAnswer } from './acting-tools.js'

/** Characters of an event that are shown. */
const SHOWN = 200

/** How each connector is, the cause of a failure below it. */
export function statusText({ connectors }: { readonly connectors: readonly ConnectorAnswer[] }): string {
  if (connectors.length === 0) return 'The project has no connectors: events stay in Kafka.'
  return ['The connectors on this machine:', ...connectors.map(connectorText)].join('\n')
}

function connectorText({ name, connector, tasks, lag }: ConnectorAnswer): string {
  const states = tasks.length === 0 ? 'no task' : tasks.map(({ id, state }) => `task ${id} ${state}`).join(', ')
  const causes = [connector, ...tasks].flatMap(({ cause }) =>
    cause === undefined ? [] : [`  why: ${cause.cause} (${cause.line})`, `  what to do: ${cause.hint}`],
  )
  return [`- ${name}: ${connector.state}, ${states}, ${many(lag, 'record')} behind`, ...new Set(causes)].join('\n')
}

/** The newest events of each sink, an event a line. */
export function eventsText({ sinks }: { readonly sinks: readonly NewestEvents[] }): string {
  return sinks
    .flatMap(({ sink, events }) =>
      events.length === 0
        ? [`No event is stored in ${sink} on this machine yet.`]
        : [
            `The newest ${many(events.length, 'event')} in ${sink} on this machine:`,
            bullets(
              events.map(({ at, text }) => `${at ?? 'at a time that it does not say'}: ${shortened(text, SHOWN)}`),
            ),
          ],
    )
    .join('\n')
}
