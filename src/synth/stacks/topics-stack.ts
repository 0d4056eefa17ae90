import { Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { ClickstreamEnvironment, KafkaTopics, type ClickstreamStackProps } from 'clickstream-agents/constructs'

/** The Kafka topics: those for events, and the control and dead-letter topics of the sinks. */
export class TopicsStack extends Stack {
  constructor(scope: Construct, id: string, props: ClickstreamStackProps) {
    super(scope, id, props)
    const environment = new ClickstreamEnvironment(this, props)

    new KafkaTopics(this, 'Topics', {
      clusterArn: environment.clusterArn,
      topics: environment.topics,
      ...environment.topicFacts,
    })
  }
}
