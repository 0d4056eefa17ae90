import type { Problem } from '../../errors.js'
import { ARN_PATHS, parseArn } from '../arn.js'
import type { EnvironmentLock } from '../lock.js'
import { partitionOf } from '../regions.js'
import type { Spec } from '../schema.js'

/** Regions, accounts, partitions and subnets that fit together. */
export function placeRules(spec: Spec, lock?: EnvironmentLock): Problem[] {
  return [...arnRules(spec), ...lockRules(spec, lock), ...networkRules(spec, lock)]
}

function arnsOf(spec: Spec): { path: string; arn: string }[] {
  const values: Record<(typeof ARN_PATHS)[number], string | undefined> = {
    'kafka.cluster': spec.kafka.cluster,
    'network.certificateArn': spec.network.certificateArn,
    'kafka.secretArn': spec.kafka.secretArn,
    'kafka.secretKeyArn': spec.kafka.secretKeyArn,
    'platform.kmsKeyArn': spec.platform.kmsKeyArn,
    'platform.permissionsBoundary': spec.platform.permissionsBoundary,
  }
  return ARN_PATHS.flatMap((path) => (values[path] === undefined ? [] : [{ path, arn: values[path] }]))
}

function arnRules(spec: Spec): Problem[] {
  return arnsOf(spec).flatMap(({ path, arn }): Problem[] => {
    const parts = parseArn(arn)
    if (parts === undefined) return []
    const problems: Problem[] = []
    if (parts.partition !== partitionOf(spec.region)) {
      const message = `${path} is in the partition ${parts.partition}, but ${spec.region} is in ${partitionOf(spec.region)}`
      problems.push({
        code: 'PartitionMismatch',
        path,
        message,
        hint: `name one of the region ${spec.region}, or correct region`,
      })
    } else if (parts.region !== '' && parts.region !== spec.region) {
      const message = `${path} is in ${parts.region}, but region is ${spec.region}`
      problems.push({
        code: 'RegionMismatch',
        path,
        message,
        hint: `name one in ${spec.region}, or write region: ${parts.region}`,
      })
    }
    // MSK Connect and the collectors reach a cluster of another account only over private connectivity, which this tool does not set up
    if (spec.account !== undefined && /^\d{12}$/.test(parts.account) && parts.account !== spec.account) {
      const message = `${path} is in account ${parts.account}, but account is ${spec.account}`
      problems.push({
        code: 'AccountMismatch',
        path,
        message,
        hint: `name one of account ${spec.account}, or correct account`,
      })
    }
    return problems
  })
}

function lockRules(spec: Spec, lock?: EnvironmentLock): Problem[] {
  const arn = lock?.cluster?.arn
  const parts = parseArn(arn ?? '')
  if (arn === undefined || parts === undefined) return []
  const hint = 'look the environment up again, or delete clickstream.lock.json'
  const name = arn.split('/')[1]
  const isSame = spec.kafka.cluster === arn || spec.kafka.cluster === name
  const stale = (path: string, message: string): Problem[] => [{ code: 'LockDoesNotFit', path, message, hint }]
  if (!isSame)
    return stale(
      'kafka.cluster',
      `clickstream.lock.json describes the cluster ${name}, but kafka.cluster is ${spec.kafka.cluster}`,
    )
  if (parts.region !== spec.region)
    return stale('region', `clickstream.lock.json was made in ${parts.region}, but region is ${spec.region}`)
  if (spec.account !== undefined && parts.account !== spec.account) {
    return stale(
      'account',
      `clickstream.lock.json was made in account ${parts.account}, but account is ${spec.account}`,
    )
  }
  return []
}

function networkRules({ network }: Spec, lock?: EnvironmentLock): Problem[] {
  const vpc = lock?.vpc
  const problems: Problem[] = []
  if (vpc !== undefined && network.vpcId !== undefined && vpc.id !== network.vpcId) {
    const message = `clickstream.lock.json describes ${vpc.id}, but network.vpcId is ${network.vpcId}`
    problems.push({
      code: 'LockDoesNotFit',
      path: 'network.vpcId',
      message,
      hint: 'look the environment up again, or correct network.vpcId',
    })
  }
  for (const key of ['taskSubnetIds', 'loadBalancerSubnetIds'] as const)
    problems.push(...subnetRules(network[key] ?? [], `network.${key}`, lock))
  return problems
}

function subnetRules(ids: readonly string[], path: string, lock?: EnvironmentLock): Problem[] {
  const known = lock?.vpc?.subnets
  if (known === undefined || known.length === 0) return []
  const subnets = ids.map((id) => ({ id, subnet: known.find((subnet) => subnet.id === id) }))
  const strangers = subnets.filter(({ subnet }) => subnet === undefined).map(({ id }) => id)
  if (strangers.length > 0) {
    return [
      {
        code: 'UnknownSubnet',
        path,
        message: `${strangers.join(', ')} is not in ${lock?.vpc?.id}`,
        hint: `its subnets are ${known
          .slice(0, 8)
          .map((subnet) => subnet.id)
          .join(', ')}`,
      },
    ]
  }
  const zones = subnets.map(({ subnet }) => subnet?.zone).filter((zone) => zone !== undefined)
  if (zones.length === subnets.length && zones.length > 1 && new Set(zones).size < 2) {
    return [
      {
        code: 'OneZoneOnly',
        path,
        message: `the subnets of ${path} are all in ${zones[0]}`,
        hint: 'name subnets in two zones at least',
      },
    ]
  }
  const twice = zones.find((zone, index) => zones.indexOf(zone) !== index)
  // Source: Elastic Load Balancing user guide, "Availability Zones": one subnet for each zone.
  if (path === 'network.loadBalancerSubnetIds' && twice !== undefined) {
    return [
      {
        code: 'ZoneTwice',
        path,
        message: `two subnets of ${path} are in ${twice}, but a load balancer takes one for each zone`,
        hint: `leave one of those in ${twice} out`,
      },
    ]
  }
  return []
}
