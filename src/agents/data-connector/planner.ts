import type { Planner } from '../../model/offline/planner.js'
import { answerOf, callThenSay } from '../answers.js'
import { actOr } from '../local-project/acting-task.js'
import { stepText } from '../local-project/step-text.js'
import { bullets, many } from '../text.js'
import { eventsText, statusText } from './acting-text.js'
import type { PlannedConnector } from './tools.js'

const planOnly: Planner = (view) =>
  callThenSay(view, [{ name: 'plan_connectors', input: {} }], () => {
    const connectors = answerOf<{ connectors: PlannedConnector[] }>(view.results, 'plan_connectors')?.connectors ?? []
    if (connectors.length === 0) return 'No sinks are wanted: events stay in Kafka for as long as the topics keep them.'
    return [
      `${many(connectors.length, 'connector')} on MSK Connect:`,
      bullets(connectors.map(connectorText)),
      'Their code is a ZIP for each kind, which `cdk deploy` makes from jars that are pinned by SHA-256; nothing has to be built or uploaded by hand.',
      'Consumer groups and control topics are fixed for ever: with a new group rows come twice, with a new control topic commits that wait are lost.',
    ].join('\n')
  })

export const planner = actOr(planOnly, {
  start_connectors: stepText,
  connector_status: statusText,
  last_events: eventsText,
})

function connectorText(connector: PlannedConnector): string {
  const { name, topics, target, withinSeconds, capacity, because, deadLetterTopic, controlTopic, configuration } =
    connector
  return [
    `${name}: ${topics.join(', ')} → ${target}, within ${withinSeconds} s`,
    `${capacity.minWorkers} to ${capacity.maxWorkers} workers of ${capacity.mcu} MCU (${because})`,
    `${many(Object.keys(configuration).length, 'setting')}, ${configuration['connector.class'] ?? ''}`,
    `what it cannot store goes to ${deadLetterTopic}`,
    ...(controlTopic === undefined
      ? [`each event once, whatever crashes, by the claims in ${target}_claims/, which no lifecycle rule may expire`]
      : [`commits over ${controlTopic}; the table is made by the stack, never by the sink`]),
  ].join('; ')
}
