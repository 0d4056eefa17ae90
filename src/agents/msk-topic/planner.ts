import type { Planner } from '../../model/offline/planner.js'
import { answerOf, callThenSay } from '../answers.js'
import { actOr } from '../local-project/acting-task.js'
import { stepText } from '../local-project/step-text.js'
import { bullets, hours, many } from '../text.js'
import type { TopicPlanAnswer, TopicValidation } from './tools.js'

const planOnly: Planner = (view) =>
  callThenSay(
    view,
    ['plan_topics', 'validate_topic_plan'].map((name) => ({ name, input: {} })),
    () =>
      [
        planText(answerOf(view.results, 'plan_topics')),
        validationText(answerOf(view.results, 'validate_topic_plan')),
      ].join('\n'),
  )

export const planner = actOr(planOnly, { make_topics: stepText })

function planText(plan: TopicPlanAnswer | undefined): string {
  const topics = plan?.topics ?? []
  const events = topics.filter(({ role }) => role === 'events')
  const derived = topics.filter(({ role }) => role !== 'events')
  const creator =
    plan?.createdBy === 'tool'
      ? 'the tool, over the Kafka protocol'
      : 'CloudFormation, in a stack of their own that comes first'
  return [
    `${many(topics.length, 'topic')}, made by ${creator}:`,
    bullets(
      events.map(
        ({ name, partitions, replicationFactor, minInsyncReplicas, retentionHours, formula }) =>
          `${name}: ${many(partitions, 'partition')}, ${replicationFactor} copies (${minInsyncReplicas} in sync to acknowledge), kept ${hours(retentionHours)}` +
          (formula === undefined ? '' : ` (${formula})`),
      ),
    ),
    ...(derived.length === 0
      ? []
      : [`- for the connectors: ${derived.map(({ name, role }) => `${name} (${role})`).join(', ')}`]),
    'Partitions can be raised later, never lowered. No other step runs before these topics exist.',
  ].join('\n')
}

function validationText(validation: TopicValidation | undefined): string {
  const problems = validation?.problems ?? []
  const unknown = validation?.unknown ?? []
  return [
    problems.length === 0
      ? 'Nothing in the plan contradicts what is known of the cluster.'
      : bullets(problems.map(({ message, hint }) => `${message}; ${hint ?? ''}`)),
    ...(unknown.length === 0 ? [] : [`Not known, so not checked: ${unknown.join(', ')}.`]),
  ].join('\n')
}
