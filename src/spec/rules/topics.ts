import type { Problem } from '../../errors.js'
import { isBefore36 } from '../defaults/kafka.js'
import { clusterKind } from '../cluster-kind.js'
import type { EnvironmentLock } from '../lock.js'
import { controlTopicName, deadLetterTopicName } from '../derived-names.js'
import type { Spec } from '../schema.js'
import { topicPlan } from '../topic-plan.js'

/** Topics, who may name them, and what the cluster that exists makes of them. */
export function topicRules(spec: Spec, lock?: EnvironmentLock): Problem[] {
  return [
    ...nameRules(spec),
    ...routingRules(spec),
    ...copyRules(spec, lock),
    ...existingRules(spec, lock),
    ...managementRules(spec, lock),
  ]
}

function nameRules(spec: Spec): Problem[] {
  const names = new Map<string, string>()
  const problems: Problem[] = []
  const add = (name: string, path: string, isDerived: boolean) => {
    // Kafka's metrics write both . and _ as _, and a broker refuses a topic whose metrics would collide with another's
    const metric = name.replaceAll('.', '_')
    const other = names.get(metric)
    if (other === name) {
      const what = isDerived ? 'is made for a sink already' : 'is there twice'
      problems.push({
        code: 'DuplicateTopic',
        path,
        message: `the topic ${name} ${what}`,
        hint: isDerived ? 'give one of the two another name' : 'keep one of the two',
      })
    } else if (other !== undefined) {
      problems.push({
        code: 'TopicCollision',
        path,
        message: `Kafka cannot hold both ${other} and ${name}: they differ only in . and _`,
        hint: 'rename one of the two',
      })
    }
    if (other === undefined) names.set(metric, name)
  }
  spec.topics.forEach(({ name }, index) => add(name, `topics.${index}.name`, false))
  spec.sinks.forEach((sink, index) => {
    if (sink.type === 'iceberg') add(controlTopicName(spec, index), `sinks.${index}.table`, true)
    add(deadLetterTopicName(spec, index), `sinks.${index}`, true)
  })
  return problems
}

function routingRules({ collector: { routing }, topics }: Spec): Problem[] {
  const names = topics.map((topic) => topic.name)
  const problems: Problem[] = []
  const list = (entries: readonly string[]) => entries.slice(0, 5).join(', ')
  if (!routing.topics.includes(routing.default)) {
    problems.push({
      code: 'DefaultNotRouted',
      path: 'collector.routing.default',
      message: `collector.routing.default is ${routing.default}, which collector.routing.topics does not allow`,
      hint: `add it to collector.routing.topics, or write one of ${list(routing.topics)}`,
    })
  }
  for (const name of routing.topics.filter((topic) => !names.includes(topic))) {
    problems.push({
      code: 'UnknownTopic',
      path: 'collector.routing.topics',
      message: `collector.routing.topics allows ${name}, which topics does not list`,
      hint: `add - { name: ${name} } to topics, or write one of ${list(names)}`,
    })
  }
  return problems
}

function copyRules({ topics }: Spec, lock?: EnvironmentLock): Problem[] {
  const brokers = lock?.cluster?.brokerCount
  return topics.flatMap((topic, index): Problem[] => {
    const problems: Problem[] = []
    if (topic.minInsyncReplicas > topic.replicationFactor) {
      problems.push({
        code: 'MinInsyncAboveReplication',
        path: `topics.${index}.minInsyncReplicas`,
        message: `${topic.name} wants ${topic.minInsyncReplicas} copies in sync of ${topic.replicationFactor}`,
        hint: `write minInsyncReplicas: ${Math.max(1, topic.replicationFactor - 1)}`,
      })
    }
    if (brokers !== undefined && topic.replicationFactor > brokers) {
      problems.push({
        code: 'ReplicationAboveBrokers',
        path: `topics.${index}.replicationFactor`,
        message: `${topic.name} wants ${topic.replicationFactor} copies, and the cluster has ${brokers} brokers`,
        hint: `write replicationFactor: ${brokers}`,
      })
    }
    if (isFixed(lock) && (topic.replicationFactor !== 3 || topic.minInsyncReplicas !== 2)) {
      problems.push({
        code: 'ReplicationFixed',
        path: `topics.${index}.replicationFactor`,
        message: `MSK ${clusterKind(lock)} keeps 3 copies with 2 in sync, not ${topic.replicationFactor} with ${topic.minInsyncReplicas}`,
        hint: 'write replicationFactor: 3 and minInsyncReplicas: 2',
      })
    }
    return problems
  })
}

const isFixed = (lock?: EnvironmentLock) => ['express', 'serverless'].includes(clusterKind(lock) ?? '')

/** The topics that the sinks need have no entry of their own: they are as many copies as the first topic. */
function existingRules(spec: Spec, lock?: EnvironmentLock): Problem[] {
  return topicPlan(spec).flatMap((topic): Problem[] => {
    const existing = lock?.topics?.find((other) => other.name === topic.name)
    const index = spec.topics.findIndex(({ name }) => name === topic.name)
    const problems: Problem[] = []
    if (existing?.partitions !== undefined && topic.partitions < existing.partitions) {
      const isDerived = index === -1
      // Over the Kafka protocol a topic that a sink needs is left as it is.
      if (isDerived && spec.topicManagement === 'tool') return problems
      problems.push({
        code: 'PartitionsLowered',
        path: isDerived ? 'topicManagement' : `topics.${index}.partitions`,
        message: `${topic.name} has ${existing.partitions} partitions, and Kafka cannot lower them to ${topic.partitions}`,
        hint: isDerived
          ? 'write topicManagement: tool, which leaves it as it is'
          : `write partitions: ${existing.partitions} or more, or use a new topic`,
      })
    }
    if (existing?.replicationFactor !== undefined && topic.replicationFactor !== existing.replicationFactor) {
      problems.push({
        code: 'ReplicationChanged',
        path: `topics.${Math.max(0, index)}.replicationFactor`,
        message: `${topic.name} has ${existing.replicationFactor} copies, and a change to ${topic.replicationFactor} would replace the topic with its data`,
        hint: `write replicationFactor: ${existing.replicationFactor}, or use a new topic`,
      })
    }
    return problems
  })
}

function managementRules({ topicManagement }: Spec, lock?: EnvironmentLock): Problem[] {
  if (topicManagement === 'tool') return []
  const version = lock?.cluster?.kafkaVersion
  const reason = isBefore36(version)
    ? `needs Kafka 3.6, and the cluster has ${version}`
    : clusterKind(lock) === 'serverless'
      ? 'needs a provisioned cluster, and this one is serverless'
      : undefined
  if (reason === undefined) return []
  const message = `topicManagement: cloudformation ${reason}`
  return [
    {
      code: 'TopicsNotManageable',
      path: 'topicManagement',
      message,
      hint: 'write topicManagement: tool, which makes topics over the Kafka protocol',
    },
  ]
}
