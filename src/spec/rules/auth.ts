import type { Problem } from '../../errors.js'
import { AUTH_MODES } from '../defaults/kafka.js'
import { clusterKind } from '../cluster-kind.js'
import type { EnvironmentLock } from '../lock.js'
import type { Spec } from '../schema.js'

/** How collectors and connectors prove who they are, and whether the cluster knows that way. */
export function authRules(spec: Spec, lock?: EnvironmentLock): Problem[] {
  return [...solutionRules(spec), ...secretRules(spec), ...connectRules(spec, lock), ...offeredRules(spec, lock)]
}

function solutionRules({ collector, kafka }: Spec): Problem[] {
  if (AUTH_MODES[collector.solution].includes(kafka.auth)) return []
  return [
    {
      code: 'AuthNotSupported',
      path: 'kafka.auth',
      message: `${collector.solution} cannot use kafka.auth: ${kafka.auth}, because Vector's Kafka client cannot sign MSK's IAM tokens`,
      hint: 'write kafka.auth: scram with nginx-vector, or collector.solution: nginx-lua to keep IAM',
    },
  ]
}

// without a secretArn the secret of a SCRAM user is a CloudFormation parameter
function secretRules({ kafka }: Spec): Problem[] {
  if (kafka.auth === 'scram') return []
  return (['secretArn', 'secretKeyArn'] as const)
    .filter((key) => kafka[key] !== undefined)
    .map((key) => ({
      code: 'SecretNotUsed',
      path: `kafka.${key}`,
      message: `kafka.${key} is given, but kafka.auth is ${kafka.auth}`,
      hint: `write kafka.auth: scram, or remove kafka.${key}`,
    }))
}

/** A cluster that offers SCRAM and nothing else, where there are sinks. */
export function scramAlone(clusterArn = '<cluster ARN>'): Problem {
  return {
    code: 'ConnectorsCannotAuthenticate',
    path: 'kafka.connectAuth',
    message: 'the cluster offers SCRAM alone, and MSK Connect knows only iam and none',
    hint: `enable IAM beside SCRAM: aws kafka update-security --cluster-arn ${clusterArn} --current-version <version> --client-authentication 'Sasl={Scram={Enabled=true},Iam={Enabled=true}}', then look the environment up again; or write sinks: []`,
  }
}

function connectRules(spec: Spec, lock?: EnvironmentLock): Problem[] {
  if (spec.sinks.length === 0) return []
  const offered = lock?.cluster?.bootstrap
  if (offered === undefined) return unprovenRules(spec)
  const hasOpen = offered.none !== undefined || offered.tls !== undefined
  if (offered.iam === undefined && !hasOpen && offered.scram !== undefined) return [scramAlone(lock?.cluster?.arn)]
  if (spec.kafka.connectAuth === 'iam' ? offered.iam !== undefined : hasOpen) return []
  const other = spec.kafka.connectAuth === 'iam' ? 'none' : 'iam'
  return [
    {
      code: 'AuthNotOffered',
      path: 'kafka.connectAuth',
      message: `the cluster does not offer kafka.connectAuth: ${spec.kafka.connectAuth}`,
      hint: `write kafka.connectAuth: ${other}, or enable it on the cluster and look the environment up again`,
    },
  ]
}

// a cluster may let some clients in without logging in beside SCRAM or IAM, but only a look at it can tell
function unprovenRules({ kafka }: Spec): Problem[] {
  if (kafka.connectAuth !== 'none' || kafka.auth === 'none' || kafka.auth === 'tls') return []
  return [
    {
      code: 'ConnectorsUnproven',
      path: 'kafka.connectAuth',
      message: `kafka.connectAuth: none beside kafka.auth: ${kafka.auth} needs a cluster that also lets clients in without logging in, and nothing that was looked up shows that`,
      hint: 'write kafka.connectAuth: iam (and enable IAM on the cluster), or look the environment up first',
    },
  ]
}

function offeredRules({ kafka }: Spec, lock?: EnvironmentLock): Problem[] {
  const offered = lock?.cluster?.bootstrap
  const modes = (['iam', 'scram', 'tls', 'none'] as const).filter((mode) => offered?.[mode] !== undefined)
  if (clusterKind(lock) === 'serverless' && kafka.auth !== 'iam') {
    return [
      {
        code: 'AuthNotOffered',
        path: 'kafka.auth',
        message: `MSK Serverless knows only IAM, not kafka.auth: ${kafka.auth}`,
        hint: 'write kafka.auth: iam (with nginx-lua)',
      },
    ]
  }
  if (offered === undefined || modes.length === 0 || modes.includes(kafka.auth)) return []
  return [
    {
      code: 'AuthNotOffered',
      path: 'kafka.auth',
      message: `the cluster does not offer kafka.auth: ${kafka.auth}`,
      hint: `it offers ${modes.join(', ')}; write one of them, or enable ${kafka.auth} on the cluster and look the environment up again`,
    },
  ]
}
