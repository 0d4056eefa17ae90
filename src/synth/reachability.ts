import type { EnvironmentLock } from '../spec/lock.js'
import type { Spec } from '../spec/schema.js'
import { iamStatements } from './iam-statements.js'
import { taskToBackup } from './reachability/backup-hop.js'
import { connectorToKafka, taskToKafka } from './reachability/kafka-hops.js'
import { clientToLoadBalancer, loadBalancerToTask } from './reachability/load-balancer-hops.js'
import type { Hop, ProofInput } from './reachability/hop.js'
import { connectorToS3 } from './reachability/s3-hop.js'
import { securityGroupRules } from './security-rules.js'
import { resourcesOf } from './cloudformation.js'
import type { Templates } from './cloudformation.js'

export interface ReachabilityOptions {
  readonly spec: Spec
  readonly lock?: EnvironmentLock
}

/** The whole way of an event, hop by hop. */
export interface ReachabilityProof {
  /** False where a link is missing in the templates; what is left to do outside of them does not count. */
  readonly reachable: boolean
  readonly hops: readonly Hop[]
}

/**
 * Proves from the templates alone that an event can go client → load balancer → task → Kafka ← connector → S3, and from the
 * task to the backup bucket while it waits for Kafka: every hop
 * names the rules and resources that let it through, what is missing with its repair, and what is left to do by you.
 */
export function proveReachability(templates: Templates, { spec, lock }: ReachabilityOptions): ReachabilityProof {
  const input: ProofInput = {
    templates,
    spec,
    ...(lock !== undefined && { lock }),
    rules: securityGroupRules(templates),
    statements: iamStatements(templates),
  }
  const connectors = resourcesOf(templates, 'AWS::KafkaConnect::Connector')
  const backup = taskToBackup(input)
  const hops = [
    clientToLoadBalancer(input),
    loadBalancerToTask(input),
    taskToKafka(input),
    ...(backup === undefined ? [] : [backup]),
    ...connectors.flatMap((connector) => [connectorToKafka(input, connector), connectorToS3(input, connector)]),
    ...absent(spec.sinks.length - connectors.length),
  ]
  return { reachable: hops.every(({ status }) => status !== 'broken'), hops }
}

function absent(count: number): Hop[] {
  if (count <= 0) return []
  return [
    {
      from: 'connector',
      to: 'S3',
      status: 'broken',
      evidence: [],
      missing: [
        {
          what: `${count} sinks of the spec have no connector in the templates`,
          fix: 'add them to the connectors stack',
        },
      ],
      duties: [],
    },
  ]
}
