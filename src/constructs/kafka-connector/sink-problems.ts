import { isKnown, type MaybeProblem } from '../platform/check-props.js'
import type { SinkProps } from './sink-props.js'

/** A topic's name. Source: Kafka's `Topic.validate`. */
const TOPIC = /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/

/** What no sink can do with its props, and what its configuration must not be given from outside. */
export function sinkProblems(props: SinkProps, own: Readonly<Record<string, string>>): MaybeProblem[] {
  const { topics, deadLetterTopic, tasks, deadLetterReplicationFactor, extraConfiguration = {} } = props
  return [
    topics.length === 0 && {
      code: 'TopicMissing',
      message: 'topics is empty, so that nothing would be stored',
      hint: 'name the topics of the events',
    },
    ...[...topics, deadLetterTopic].map(
      (topic) =>
        isKnown(topic) &&
        !TOPIC.test(topic) && {
          code: 'TopicNameInvalid',
          message: `Kafka has no topic ${JSON.stringify(topic)}`,
          hint: 'a name has up to 249 letters, digits, dots, underscores and hyphens',
        },
    ),
    isKnown(deadLetterTopic) &&
      topics.includes(deadLetterTopic) && {
        code: 'DeadLetterLoop',
        message: `the dead letters go to ${deadLetterTopic}, which the sink reads`,
        hint: 'give dead letters a topic of their own',
      },
    ...Object.entries({ tasks, deadLetterReplicationFactor }).map(
      ([name, count]) =>
        isKnown(count) &&
        !(Number.isInteger(count) && count >= 1) && {
          code: 'CountInvalid',
          message: `${name} is ${JSON.stringify(count)}`,
          hint: 'give a whole number from 1',
        },
    ),
    ...Object.entries(extraConfiguration).map(
      ([key, value]) =>
        key in own && {
          code: 'SettingTaken',
          message: `extraConfiguration sets ${key} to ${JSON.stringify(value)}, which the sink sets itself`,
          hint: 'use the prop that it belongs to, or KafkaConnector for a configuration that is all yours',
        },
    ),
  ]
}

/** What is wrong with a key prefix, or a part of one. */
export function prefixProblem(name: string, prefix: string): MaybeProblem {
  return (
    isKnown(prefix) &&
    !/^[^/\s](?:[^\s]*[^/\s])?$/.test(prefix) && {
      code: 'PrefixInvalid',
      message: `${name} is ${JSON.stringify(prefix)}`,
      hint: 'write it without a slash at either end and without spaces, such as lake/events',
    }
  )
}
