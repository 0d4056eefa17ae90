import type { Planner } from '../../model/offline/planner.js'
import { answerOf, callThenSay } from '../answers.js'
import { bullets, count } from '../text.js'
import type { TrafficTestPlan } from './tools.js'

export const planner: Planner = (view) =>
  callThenSay(view, [{ name: 'plan_traffic_test', input: {} }], () => {
    const plan = answerOf<TrafficTestPlan>(view.results, 'plan_traffic_test')
    return plan === undefined ? '' : planText(plan)
  })

function planText({ events, perTopic, paths, endpoint, counts, refusals }: TrafficTestPlan): string {
  return [
    `Traffic test (planned; nothing is sent yet): ${count(events)} numbered events to ${endpoint}, over ${paths.join(' and ')}.`,
    bullets([
      `numbers: ${perTopic.map(({ topic, from, to }) => `${from} to ${to} to ${topic}`).join(', ')}; each event carries the run's id and its number`,
      ...counts.map(
        ({ where, expected, waitSeconds }) =>
          `count ${where}${waitSeconds === 0 ? '' : `, after at most ${waitSeconds} s`}: ${expected}`,
      ),
      `refused, as it must be: ${refusals.map(({ request, expected }) => `${request} (${expected})`).join('; ')}`,
    ]),
    'It fails if one number is missing anywhere, whatever the status codes said.',
  ].join('\n')
}
