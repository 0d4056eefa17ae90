import { Duration, Stack } from 'aws-cdk-lib/core'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { Alarms } from './alarms.js'
import { deadLetterMetric, DEAD_LETTERS, lagMetric } from './kafka-metrics.js'
import { largestOf } from './largest-of.js'
import { wellTyped } from '../platform/well-typed.js'
import {
  CONNECTOR_OBSERVABILITY_TYPES,
  OBSERVED_SINK_TYPES,
  type ConnectorObservabilityProps,
  type ObservedSink,
} from './observability-props.js'

/** A description has 1024 characters, and a command with its log group some 200. */
const COMMANDS_PER_ALARM = 3

/** What Kafka Connect logs for each record that it cannot store. Source: `org.apache.kafka.connect.runtime.errors.LogReporter`. */
const DEAD_LETTER_LINE = '"Error encountered in task"'

/** Alarms on what stands between Kafka and the lake; whether events arrive there is measured by `EventCanary`. */
export class ConnectorObservability extends Construct {
  readonly alarms: Alarms

  constructor(scope: Construct, id: string, given: ConnectorObservabilityProps) {
    super(scope, id)
    const props = wellTyped(this, given, CONNECTOR_OBSERVABILITY_TYPES)
    props.sinks.forEach((sink, index) => wellTyped(this, sink, OBSERVED_SINK_TYPES, `sinks[${index}].`))
    this.alarms = new Alarms(this, 'Alarms', props)
    for (const sink of props.sinks) this.watchTasks(sink, props)
    this.watchLag(props)
    this.watchDeadLetters(props)
  }

  private watchTasks({ connector }: ObservedSink, { steadyEvents = false }: ConnectorObservabilityProps): void {
    const id = connectorId(connector)
    this.alarms.add(`${id}-Stopped`, {
      metric: new cloudwatch.MathExpression({
        expression: `IF(running < 1 OR failed > 0${steadyEvents ? ' OR read <= 0' : ''}, 1, 0)`,
        usingMetrics: {
          running: connector.metricRunningTaskCount(),
          failed: connector.metricErroredTaskCount(),
          ...(steadyEvents && { read: connector.metricSinkRecordReadRate() }),
        },
      }),
      threshold: 0,
      periods: 5,
      missing: cloudwatch.TreatMissingData.BREACHING,
      description: `For 5 minutes ${connector.connectorName} has had no running task, a failed one${steadyEvents ? ', or nothing to read although each topic gets an event a minute' : ''}: Kafka keeps events until their retention ends, and a failed task stays so until it is restarted. Start with: ${this.tail(connector)}`,
    })
  }

  private watchLag({ sinks, clusterName, lag = Duration.minutes(30) }: ConnectorObservabilityProps): void {
    if (clusterName === undefined) return
    const metrics = sinks.flatMap(({ consumerGroup, topics }) =>
      topics.map((topic) => lagMetric({ clusterName, consumerGroup, topic })),
    )
    for (const { end, metric } of largestOf(metrics)) {
      this.alarms.add(`Lag${end}`, {
        metric,
        threshold: lag.toSeconds(),
        periods: 10,
        description: `A sink is more than ${lag.toMinutes()} minutes behind Kafka: it has too few workers, its commits fail, or it is stuck; what is older than the topic's retention is lost. Start with: aws kafkaconnect list-connectors --region ${Stack.of(this).region} --query 'connectors[].[connectorName,connectorState,capacity]'`,
      })
    }
  }

  private watchDeadLetters({ sinks, name }: ConnectorObservabilityProps): void {
    const watched = sinks.flatMap(({ connector }) =>
      connector.logGroup === undefined ? [] : [{ connector, logGroup: connector.logGroup }],
    )
    for (const { connector, logGroup } of watched) {
      new logs.MetricFilter(this, `${connectorId(connector)}-DeadLetters`, {
        logGroup,
        filterPattern: logs.FilterPattern.literal(DEAD_LETTER_LINE),
        metricNamespace: `${DEAD_LETTERS.namespace}/${name}`,
        metricName: DEAD_LETTERS.metricName,
        metricValue: '1',
      })
    }
    if (watched.length === 0) return
    const filter = ` --filter-pattern '${DEAD_LETTER_LINE}'`
    const commands = watched.slice(0, COMMANDS_PER_ALARM).map(({ connector }) => this.tail(connector, filter))
    this.alarms.add('DeadLetters', {
      metric: deadLetterMetric(name),
      threshold: 0,
      periods: 1,
      description: `Records went to a dead-letter topic: a sink cannot store them, and they stay there until its retention ends. Which and why: ${commands.join('; ')}`,
    })
  }

  private tail({ connectorName, logGroup }: ObservedSink['connector'], more = ''): string {
    const { region } = Stack.of(this)
    return logGroup === undefined
      ? `aws kafkaconnect list-connectors --connector-name-prefix ${connectorName} --region ${region}`
      : `aws logs tail ${logGroup.logGroupName} --since 15m --region ${region}${more}`
  }
}

/** The sink's own name, which stays when its connector is replaced under a new one. */
function connectorId({ node, connectorName }: ObservedSink['connector']): string {
  return node.path.split('/').at(-2) ?? connectorName
}
