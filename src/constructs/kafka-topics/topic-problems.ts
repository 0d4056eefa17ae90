import { isBefore36 } from '../../spec/defaults/kafka.js'
import { isKnown, type MaybeProblem } from '../platform/check-props.js'
import type { ExistingKafkaTopic, KafkaTopic, KafkaTopicsProps } from './kafka-topics-props.js'

const OTHER_WAY =
  'make the topics over the Kafka protocol: topicManagement: tool in a spec, kafka-topics.sh --create elsewhere'

/** What cannot be: a cluster without MSK's topic API, a topic twice, and changes that Kafka refuses or that cost the events. */
export function topicProblems(props: KafkaTopicsProps): MaybeProblem[] {
  return [
    props.clusterType === 'SERVERLESS' && {
      code: 'TopicsNotManageable',
      message: 'AWS::MSK::Topic needs a provisioned cluster, and this one is SERVERLESS',
      hint: OTHER_WAY,
    },
    isKnown(props.kafkaVersion) &&
      isBefore36(props.kafkaVersion) && {
        code: 'TopicsNotManageable',
        message: `AWS::MSK::Topic needs Kafka 3.6, and the cluster has ${props.kafkaVersion}`,
        hint: OTHER_WAY,
      },
    ...repeated(props.topics).map((name) => ({
      code: 'DuplicateTopic',
      message: `the topic ${name} is there twice`,
      hint: 'keep one of the two',
    })),
    ...props.topics.flatMap((topic) => [...sizeProblems(topic), ...changeProblems(topic, existingOf(topic, props))]),
  ]
}

/** Topics that get more partitions than they have. */
export function raisedTopics(props: KafkaTopicsProps): { readonly topic: KafkaTopic; readonly from: number }[] {
  return props.topics.flatMap((topic) => {
    const from = existingOf(topic, props)?.partitions
    return from !== undefined && isKnown(topic.partitions) && topic.partitions > from ? [{ topic, from }] : []
  })
}

/** Topics without those whose name came before. */
export function distinct(topics: readonly KafkaTopic[]): KafkaTopic[] {
  return topics.filter(({ name }, index) => topics.findIndex((other) => other.name === name) === index)
}

function repeated(topics: readonly KafkaTopic[]): string[] {
  const once = distinct(topics)
  return [...new Set(topics.filter((topic) => !once.includes(topic)).map(({ name }) => name))]
}

function existingOf({ name }: KafkaTopic, { existing = [] }: KafkaTopicsProps): ExistingKafkaTopic | undefined {
  return existing.find((other) => other.name === name)
}

function sizeProblems({ name, partitions, replicationFactor }: KafkaTopic): MaybeProblem[] {
  return [
    isKnown(partitions) &&
      !(Number.isInteger(partitions) && partitions >= 1) && {
        code: 'PartitionsInvalid',
        message: `${name} cannot have ${partitions} partitions`,
        hint: 'write a whole number from 1 on',
      },
    isKnown(replicationFactor) &&
      !(Number.isInteger(replicationFactor) && replicationFactor >= 1) && {
        code: 'ReplicationInvalid',
        message: `${name} cannot have ${replicationFactor} copies`,
        hint: 'write a whole number from 1 to the number of brokers; 3 is one in each zone',
      },
  ]
}

function changeProblems(topic: KafkaTopic, today: ExistingKafkaTopic | undefined): MaybeProblem[] {
  const { name, partitions, replicationFactor } = topic
  return [
    today?.partitions !== undefined &&
      isKnown(partitions) &&
      partitions < today.partitions && {
        code: 'PartitionsLowered',
        message: `${name} has ${today.partitions} partitions, and Kafka cannot lower them to ${partitions}`,
        hint: `write ${today.partitions} partitions or more, or use a new topic`,
      },
    today?.replicationFactor !== undefined &&
      isKnown(replicationFactor) &&
      replicationFactor !== today.replicationFactor && {
        code: 'ReplicationChanged',
        message: `${name} has ${today.replicationFactor} copies, and a change to ${replicationFactor} would replace the topic by an empty one`,
        hint: `write ${today.replicationFactor} copies, or use a new topic`,
      },
  ]
}
