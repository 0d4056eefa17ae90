import { Annotations, Fn, RemovalPolicy, Token } from 'aws-cdk-lib/core'
import * as msk from 'aws-cdk-lib/aws-msk'
import { Construct } from 'constructs'
import { checkProps } from '../platform/check-props.js'
import { TOPICS_TYPES, type KafkaTopic, type KafkaTopicsProps } from './kafka-topics-props.js'
import { distinct, raisedTopics, topicProblems } from './topic-problems.js'
import { wellTyped } from '../platform/well-typed.js'

/**
 * Topics by `AWS::MSK::Topic`; they outlive the stack, because deleting a topic deletes its events. Where `existing` says what
 * they are today, synth stops at what Kafka refuses and at what would make a new, empty topic.
 */
export class KafkaTopics extends Construct {
  readonly topics: readonly msk.CfnTopic[]

  constructor(scope: Construct, id: string, given: KafkaTopicsProps) {
    super(scope, id)
    const props = wellTyped(this, given, TOPICS_TYPES)
    checkProps(this, topicProblems(props))
    if (props.keyed === true) this.warnOfMovedKeys(props)
    this.topics = distinct(props.topics).map((topic) => {
      const resource = new msk.CfnTopic(this, topic.name, {
        clusterArn: props.clusterArn,
        topicName: topic.name,
        partitionCount: topic.partitions,
        replicationFactor: topic.replicationFactor,
        ...(topic.configuration && { configs: encoded(topic.configuration) }),
      })
      resource.applyRemovalPolicy(RemovalPolicy.RETAIN)
      return resource
    })
  }

  private warnOfMovedKeys(props: KafkaTopicsProps): void {
    for (const { topic, from } of raisedTopics(props)) {
      Annotations.of(this).addWarningV2(
        `clickstream:PartitionsRaised:${topic.name}`,
        `${topic.name} goes from ${from} to ${topic.partitions} partitions: records of one key go to another partition from then on, ` +
          'and whoever relies on their order has to drain the topic first',
      )
    }
  }
}

/** Base64 of `key=value` lines, as MSK's topic API takes and gives them (MSK developer guide, "Describe a topic"). */
function encoded(configuration: NonNullable<KafkaTopic['configuration']>): string {
  const text = Object.entries(configuration)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')
  return Token.isUnresolved(text) ? Fn.base64(text) : Buffer.from(text).toString('base64')
}
