import type { Planner } from '../../model/offline/planner.js'
import { answerOf, callThenSay } from '../answers.js'
import { actOr } from '../local-project/acting-task.js'
import type { RehearsalOutcome } from '../local-project/rehearsal-outcome.js'
import { bullets, count } from '../text.js'
import type { TrafficTestPlan } from './tools.js'

const planOnly: Planner = (view) =>
  callThenSay(view, [{ name: 'plan_traffic_test', input: {} }], () => {
    const test = answerOf<TrafficTestPlan>(view.results, 'plan_traffic_test')
    return test === undefined ? '' : planText(test)
  })

export const planner = actOr(planOnly, { rehearse: rehearsalText })

function rehearsalText({ passed, seconds, steps, events, problems, differences }: RehearsalOutcome): string {
  const last = steps.findLast(({ state }) => state !== 'not reached')
  return [
    passed
      ? `Rehearsed on this machine in ${seconds} s: every event that was accepted is in every sink, once and unaltered.`
      : `Rehearsed on this machine for ${seconds} s, and it did not pass: it came to ${last?.title ?? 'no step'}.`,
    bullets([
      ...steps
        .filter(({ state }) => state !== 'not reached')
        .map(({ title, state, seconds: taken }) => `${title}: ${state} (${taken.toFixed(1)} s)`),
      ...events.map(({ what, found }) => `${what}: ${found}`),
      ...problems.map((problem) => `wrong: ${problem}`),
      ...differences.map(({ what, instead }) => `not here as on AWS: ${what}; instead: ${instead}`),
    ]),
  ].join('\n')
}

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
