import type { Known } from '../known.js'
import { clusterKind } from '../cluster-kind.js'
import { capabilityOf } from '../region-capabilities.js'
import type { Solution, Spec } from '../schema.js'

type Auth = Spec['kafka']['auth']
/** What each solution's Kafka client can do, the best first. Vector has no AWS_MSK_IAM mechanism. */
export const AUTH_MODES: Readonly<Record<Solution, readonly Auth[]>> = {
  'nginx-lua': ['iam', 'scram', 'tls', 'none'],
  'nginx-vector': ['scram', 'tls', 'none'],
}

/** Authentication of collectors and connectors, and who makes the topics. */
export function fillKafka(known: Known, solution: Solution): void {
  const modes = AUTH_MODES[solution]
  const offered = known.lock?.cluster?.bootstrap
  if (known.fact('kafka.secretArn') !== undefined) known.derive('kafka.auth', 'scram', 'a SCRAM secret was named')
  const usable = offered === undefined ? undefined : modes.find((mode) => offered[mode] !== undefined)
  known.lookedUp('kafka.auth', usable, 'kafka:GetBootstrapBrokers')
  known.byDefault('kafka.auth', modes[0] as Auth, `the best that ${solution} supports`)
  const auth = known.value<Auth>('kafka.auth')
  const isOpen = auth === 'none' || auth === 'tls'
  known.derive(
    'kafka.connectAuth',
    isOpen ? 'none' : 'iam',
    `iam unless the collectors use none or tls (they use ${auth})`,
  )
  known.byDefault('kafka.manageSecurityGroupRules', false)
  fillTopicManagement(known)
}

/** CloudFormation makes the topics where MSK's topic API exists: provisioned clusters, Kafka 3.6 or later. */
function fillTopicManagement(known: Known): void {
  const version = known.lock?.cluster?.kafkaVersion
  const region = known.value<string>('region') ?? ''
  if (clusterKind(known.lock) === 'serverless')
    known.derive('topicManagement', 'tool', 'AWS::MSK::Topic needs a provisioned cluster, this one is serverless')
  if (isBefore36(version))
    known.derive('topicManagement', 'tool', `AWS::MSK::Topic needs Kafka 3.6, the cluster has ${version}`)
  if (capabilityOf(region, 'msk-topic').state === 'no')
    known.derive('topicManagement', 'tool', `AWS::MSK::Topic is not available in ${region}`)
  known.byDefault('topicManagement', 'cloudformation')
}

/** Whether a Kafka version such as `3.5.1` or `2.8.2.tiered` is older than 3.6; unknown versions are not. */
export function isBefore36(version: string | undefined): boolean {
  const match = /^(\d+)\.(\d+)/.exec(version ?? '')
  if (match === null) return false
  const [major, minor] = [Number(match[1]), Number(match[2])]
  return major < 3 || (major === 3 && minor < 6)
}
