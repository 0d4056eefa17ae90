import { Aws, Duration } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as sns from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { ObservabilityProps } from './observability-props.js'

export interface AlarmOptions {
  readonly metric: cloudwatch.Metric
  /** Alarm when the metric is above this; or below it, with `below`. */
  readonly threshold: number
  /** @default false */
  readonly below?: boolean
  /** Minutes in a row that must breach the threshold. */
  readonly minutes: number
  /** Cause, and the first command to run. */
  readonly description: string
  /** @default cloudwatch.TreatMissingData.NOT_BREACHING */
  readonly missing?: cloudwatch.TreatMissingData
}

/** Alarms that tell one e-mail address, where there is one. */
export class Alarms extends Construct {
  readonly alarms: cloudwatch.Alarm[] = []
  private readonly topic: sns.Topic | undefined

  constructor(scope: Construct, id: string, { alarmEmail, encryptionKey }: ObservabilityProps) {
    super(scope, id)
    if (alarmEmail === undefined) return
    this.topic = new sns.Topic(this, 'Topic', { enforceSSL: true, ...(encryptionKey && { masterKey: encryptionKey }) })
    // The policy that enforces TLS takes the place of the default one, which lets the account's own alarms in.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AllowAlarmsOfThisAccount',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
    this.topic.addSubscription(new EmailSubscription(alarmEmail))
  }

  add(id: string, { metric, threshold, below, minutes, description, missing }: AlarmOptions): cloudwatch.Alarm {
    const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator
    const alarm = metric.with({ period: Duration.minutes(1) }).createAlarm(this, id, {
      threshold,
      alarmDescription: description,
      comparisonOperator: below === true ? LESS_THAN_THRESHOLD : GREATER_THAN_THRESHOLD,
      evaluationPeriods: minutes,
      treatMissingData: missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    })
    if (this.topic !== undefined) alarm.addAlarmAction(new SnsAction(this.topic))
    this.alarms.push(alarm)
    return alarm
  }
}
