import { Fn, RemovalPolicy, Token } from 'aws-cdk-lib/core'
import * as msk from 'aws-cdk-lib/aws-msk'
import { Construct } from 'constructs'
import type { KafkaTopic, KafkaTopicsProps } from './kafka-topics-props.js'

/** Topics by `AWS::MSK::Topic`; they outlive the stack, because deleting a topic deletes its events. */
export class KafkaTopics extends Construct {
  readonly topics: readonly msk.CfnTopic[]

  constructor(scope: Construct, id: string, props: KafkaTopicsProps) {
    super(scope, id)
    this.topics = props.topics.map((topic) => {
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
}

/** Base64 of `key=value` lines, as MSK's topic API takes and gives them (MSK developer guide, "Describe a topic"). */
function encoded(configuration: NonNullable<KafkaTopic['configuration']>): string {
  const text = Object.entries(configuration)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')
  return Token.isUnresolved(text) ? Fn.base64(text) : Buffer.from(text).toString('base64')
}
