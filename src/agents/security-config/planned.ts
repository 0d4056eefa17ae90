import { KAFKA_PORTS } from '../../constructs/kafka-cluster/kafka-ports.js'
import { connectTransport } from '../../spec/connector-configuration.js'
import { COLLECTOR_PORTS } from '../../spec/container-facts.js'
import type { Spec } from '../../spec/index.js'
import { loadBalancerPlan } from '../load-balancer/plan.js'

export interface PlannedRule {
  readonly from: string
  readonly to: string
  readonly port: number
  readonly reason: string
}

export interface PlannedStatement {
  readonly who: string
  readonly may: string
  readonly on: string
  readonly reason: string
}

/** What the spec asks for on the network; the templates of the stacks are what counts, once they exist. */
export function plannedRules(spec: Spec): readonly PlannedRule[] {
  const clients = spec.network.exposure === 'internet' ? 'everybody (0.0.0.0/0)' : 'the VPC'
  const groupOwner = spec.kafka.manageSecurityGroupRules
    ? ''
    : "; the rule on the cluster's own group is yours to add, the stack prints the command"
  const transport = connectTransport(spec.kafka)
  const connectPort = KAFKA_PORTS[transport === 'plaintext' ? 'none' : transport]
  return [
    ...loadBalancerPlan(spec).listeners.map(({ port }) => ({
      from: clients,
      to: 'load balancer',
      port,
      reason: 'events from clients',
    })),
    { from: 'load balancer', to: 'collector tasks', port: COLLECTOR_PORTS.events, reason: 'events and health checks' },
    {
      from: 'collector tasks',
      to: 'Kafka brokers',
      port: KAFKA_PORTS[spec.kafka.auth],
      reason: `events to Kafka${groupOwner}`,
    },
    {
      from: 'collector tasks',
      to: 'AWS APIs',
      port: 443,
      reason: 'image, logs, parameters, credentials, backup in S3',
    },
    ...(spec.sinks.length === 0
      ? []
      : [
          {
            from: 'connector workers',
            to: 'Kafka brokers',
            port: connectPort,
            reason: `events from Kafka${groupOwner}`,
          },
          { from: 'connector workers', to: 'AWS APIs', port: 443, reason: 'S3, Glue, logs' },
        ]),
  ]
}

/** What the spec asks for by IAM, one line for each purpose. */
export function plannedStatements(spec: Spec): readonly PlannedStatement[] {
  const { auth, connectAuth } = spec.kafka
  const { solution } = spec.collector
  const topics = spec.topics.map(({ name }) => name).join(', ')
  const iceberg = spec.sinks.filter((sink) => sink.type === 'iceberg')
  return [
    ...(auth === 'iam'
      ? [
          {
            who: 'collector tasks',
            may: 'connect, describe, write',
            on: `the cluster and its topics ${topics}`,
            reason: 'write events, to no other topic',
          },
        ]
      : []),
    ...(auth === 'scram'
      ? [
          {
            who: 'ECS',
            may: 'read',
            on: spec.kafka.secretArn ?? 'the SCRAM secret',
            reason: 'user and password for the task, when it starts',
          },
          ...(solution === 'nginx-lua'
            ? [
                {
                  who: 'collector tasks',
                  may: 'read',
                  on: spec.kafka.secretArn ?? 'the SCRAM secret',
                  reason: 'user and password again, when they change',
                },
              ]
            : []),
        ]
      : []),
    ...(solution === 'nginx-lua'
      ? [
          {
            who: 'collector tasks',
            may: 'write, abort uploads',
            on: `s3://${spec.backup.bucket}/${spec.backup.prefix}/*`,
            reason: 'back up what waits for Kafka and what was refused, under this prefix only',
          },
        ]
      : []),
    {
      who: 'ECS',
      may: 'pull, read, log',
      on: "the image, the brokers' parameter, the log group",
      reason: 'start a task',
    },
    ...(connectAuth === 'iam' && spec.sinks.length > 0
      ? [
          {
            who: 'connectors',
            may: 'connect, read, commit offsets',
            on: `topics of each sink, groups ${spec.name}-*`,
            reason: 'read events and remember how far',
          },
        ]
      : []),
    ...(connectAuth === 'iam' && iceberg.length > 0
      ? [
          {
            who: 'Iceberg connector',
            may: 'read, write, transact',
            on: `${spec.name}-control-*, transactional ids ${spec.name}-*`,
            reason: 'commit files and offsets in one transaction',
          },
        ]
      : []),
    ...spec.sinks.map((sink) => ({
      who: `${sink.type} connector`,
      may: 'read, write, abort uploads',
      on: `s3://${sink.bucket}/${sink.type === 's3-json' ? sink.prefix : (sink.prefix ?? 'warehouse')}/*`,
      reason: 'store events, under this prefix only',
    })),
    ...iceberg.map((sink) => ({
      who: 'Iceberg connector',
      may: 'get, update',
      on: `${sink.database}.${sink.table}`,
      reason: 'make a commit the current version of the table',
    })),
  ]
}
