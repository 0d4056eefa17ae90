import { bullets, count, many, usd } from '../text.js'
import type { Phrases } from './phrases.js'
import type { PlanSummary } from './plan-summary.js'

const cost = ({ monthlyUsd, pricesAsOf, dearest }: PlanSummary): string =>
  `About ${usd(monthlyUsd)} a month at list prices of ${pricesAsOf}, without the Kafka cluster itself; most of it: ` +
  `${dearest.map(({ what, usd: amount }) => `${what} ${usd(amount)}`).join(', ')}.`

export const en: Phrases = {
  greeting:
    'Hello. We set up clickstream ingestion on AWS: collectors on ECS Fargate, topics on your MSK cluster, sinks to S3 JSON files ' +
    'and Iceberg tables. Tell me about your cluster, your bucket and your load; everything else has a default.',
  help:
    'You can say what you have ("MSK cluster orders-prod, bucket my-data, Frankfurt, 20k events per second"), correct it ("make it 40k"), ' +
    'ask ("compare the solutions", "why 12 partitions", "what does it cost", "show the plan") or decline ("no Iceberg").',
  noted: (facts) => `Noted: ${facts.join(', ')}.`,
  forgotten: (paths) => `Forgotten: ${paths.join(', ')}.`,
  rejected: (path, why) => `Not noted: ${path}. ${why}`,
  needed: (open) => (open === 1 ? 'One thing is open:' : `${open} things are open:`),
  questions: {},
  gate: 'Gates and approvals are code: nobody can skip them by asking, and nothing has changed. Topics have to exist before anything else is deployed.',
  chooseOne:
    'Say "the first one" or "the second one", or what matters to you; if you say nothing, the recommendation is taken.',
  because: (path, value, why) => `${path} is ${value}: ${why}.`,
  notKnown: (path) => `Nothing is known about ${path} yet.`,
  known: (facts) => (facts.length === 0 ? 'Nothing is known yet.' : `Known so far:\n${bullets(facts)}`),
  failed: (agent, why) => `${agent} could not finish: ${why}`,
  summary: (plan) => [
    `Plan for ${plan.name} in ${plan.region}: ${plan.solution} behind ${plan.solution === 'nginx-lua' ? 'an NLB' : 'an ALB'} ` +
      `(${plan.exposure}, ${plan.tls ? 'TLS' : 'no certificate yet'}), ${plan.tasks.min} to ${many(plan.tasks.max, 'task')} of ` +
      `${plan.tasks.cpu / 1024} vCPU for a peak of ${count(plan.load.peakEventsPerSecond)} events/s of ${count(plan.load.averageEventBytes)} bytes.`,
    `Kafka: ${plan.cluster} with ${plan.auth}; topics (partitions): ${plan.topics.join(', ')}.`,
    plan.sinks.length === 0
      ? 'No sinks: events stay in Kafka.'
      : `Sinks: ${plan.sinks.map(({ target, withinSeconds }) => `${target} within ${withinSeconds} s`).join('; ')}.`,
    cost(plan),
    ...(plan.assumed.length === 0
      ? []
      : [
          `Assumed, because nobody said otherwise: ${plan.assumed.map(({ path, value }) => `${path} ${String(value)}`).join(', ')}.`,
        ]),
    ...(plan.openPromises.length === 0
      ? []
      : [`Not kept yet by this version: ${many(plan.openPromises.length, 'promise')}; the image builder lists them.`]),
  ],
  cost,
  stands: 'The plan stands as it is.',
  next: ({ name }) =>
    `Next: \`/generate ${name}\` in the chat writes and checks the project; nothing has been deployed.`,
  goOn: 'Tell me more, or ask for the plan.',
}
