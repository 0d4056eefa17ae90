import type { Fact, NewTopic, TopicAdmin, TopicDescription } from '../../site/site.js'
import type { PlannedTopic } from '../../spec/topic-plan.js'
import { compareTopic, copiesOf } from './compare-topic.js'

/**
 * Compares the topics of a cluster with the plan: one fact for each topic that is as planned, with its leaders there and its
 * copies in sync, and one for each deviation.
 */
export async function validateTopics(admin: TopicAdmin, plan: readonly PlannedTopic[]): Promise<Fact[]> {
  const found = new Map((await admin.describe(plan.map(({ name }) => name))).map((topic) => [topic.name, topic]))
  return plan.flatMap((topic) => {
    const planned = admin.planned(topic)
    const existing = found.get(topic.name)
    if (existing === undefined) return [deviation(topic.name, 'is missing')]
    const deviations = deviationsOf(planned, existing)
    return deviations.length > 0 ? deviations : [{ what: `topic ${topic.name}`, found: summary(existing), ok: true }]
  })
}

function deviationsOf(planned: NewTopic, found: TopicDescription): Fact[] {
  const { name } = planned
  const { partitions, configuration, refused } = compareTopic(planned, found)
  const more = found.partitions.flatMap(({ index, leader, replicas, inSync }) => {
    if (leader === undefined) return [`partition ${index} has no leader`]
    return inSync.length < replicas.length
      ? [`partition ${index} has ${inSync.length} of ${replicas.length} copies in sync`]
      : []
  })
  return [
    ...refused.map(({ message }) => message.slice(name.length + 1)),
    ...(partitions === undefined ? [] : [`has ${found.partitions.length} partitions in place of ${partitions}`]),
    ...Object.entries(configuration).map(
      ([key, value]) => `has ${key}=${found.configuration[key] ?? '(nothing)'} in place of ${value}`,
    ),
    ...more,
  ].map((text) => deviation(name, text))
}

function deviation(name: string, found: string): Fact {
  return { what: `topic ${name}`, found, ok: false }
}

/** What is in force, in one line. */
function summary(topic: TopicDescription): string {
  const count = topic.partitions.length
  const copies = copiesOf(topic).join(' and ')
  const settings = ['retention.ms', 'max.message.bytes', 'min.insync.replicas'].map(
    (key) => `${key}=${topic.configuration[key]}`,
  )
  return [
    `${count} ${count === 1 ? 'partition' : 'partitions'}`,
    `${copies} ${copies === '1' ? 'copy' : 'copies'}, all in sync`,
    ...settings,
  ].join(', ')
}
