import { Aws, Duration } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as sns from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { ObservabilityProps } from './observability-props.js'

export interface AlarmOptions {
  readonly metric: cloudwatch.Metric | cloudwatch.MathExpression
  /** Alarm when the metric is above this; or below it, with `below`. */
  readonly threshold: number
  /** @default false */
  readonly below?: boolean
  /** Periods in a row that must breach the threshold. */
  readonly periods: number
  /** @default Duration.minutes(1) */
  readonly period?: Duration
  /** Cause, and the first command to run. */
  readonly description: string
  /** @default cloudwatch.TreatMissingData.NOT_BREACHING */
  readonly missing?: cloudwatch.TreatMissingData
}

/** Alarms that tell one topic, where there is one. */
export class Alarms extends Construct {
  readonly alarms: cloudwatch.Alarm[] = []
  /** What the alarms tell; undefined where they tell nobody. */
  readonly topic: sns.ITopic | undefined

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id)
    this.topic =
      props.alarmTopic ?? (props.alarmEmail === undefined ? undefined : this.makeTopic(props, props.alarmEmail))
  }

  add(id: string, options: AlarmOptions): cloudwatch.Alarm {
    const { metric, threshold, below, periods, description, missing, period = Duration.minutes(1) } = options
    const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator
    const alarm = metric.with({ period }).createAlarm(this, id, {
      threshold,
      alarmDescription: description,
      comparisonOperator: below === true ? LESS_THAN_THRESHOLD : GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    })
    if (this.topic !== undefined) alarm.addAlarmAction(new SnsAction(this.topic))
    this.alarms.push(alarm)
    return alarm
  }

  private makeTopic({ alarmTopicName, encryptionKey }: ObservabilityProps, alarmEmail: string): sns.Topic {
    const topic = new sns.Topic(this, 'Topic', {
      enforceSSL: true,
      ...(alarmTopicName !== undefined && { topicName: alarmTopicName }),
      ...(encryptionKey && { masterKey: encryptionKey }),
    })
    // The policy that enforces TLS takes the place of the default one, which lets the account's own alarms in.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AllowAlarmsOfThisAccount',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
    topic.addSubscription(new EmailSubscription(alarmEmail))
    return topic
  }
}
