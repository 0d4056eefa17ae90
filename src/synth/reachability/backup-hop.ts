import { CONTAINERS } from '../../spec/container-facts.js'
import { at, listOf, nameOf, resourcesOf } from '../cloudformation.js'
import type { Located } from '../cloudformation.js'
import { allows } from '../iam-statements.js'
import { HopProof } from './hop.js'
import type { Hop, ProofInput } from './hop.js'
import { taskDefinitionOf, taskGroups } from './load-balancer-hops.js'
import { roleOf } from './network.js'
import { inOnePartition, proveWayToS3 } from './s3-hop.js'

/** The way of an event that waits for Kafka from a task's disk into the backup bucket; undefined where the solution ships none. */
export function taskToBackup(input: ProofInput): Hop | undefined {
  const { templates, spec } = input
  const [collector, shipper] = CONTAINERS[spec.collector.solution]
  if (shipper?.name !== 'fluent-bit') return undefined
  const { bucket, prefix } = spec.backup
  const proof = new HopProof('collector task', `s3://${bucket}/${prefix}`)
  const service = resourcesOf(templates, 'AWS::ECS::Service')[0]
  const definition = service === undefined ? undefined : taskDefinitionOf(templates, service)
  if (service === undefined || definition === undefined) {
    proof.lacks('no service with a task definition in the templates', 'add it to the ingestion stack')
    return proof.done()
  }
  const shared = volumesOf(definition, collector.name).filter((name) =>
    volumesOf(definition, shipper.name).includes(name),
  )
  if (shared.length > 0) {
    proof.shows(
      nameOf(definition),
      `containers ${collector.name} and ${shipper.name} share volume ${shared.join(', ')}`,
    )
  } else {
    proof.lacks(`no container ${shipper.name} shares a volume with ${collector.name}`, 'mount the same volume in both')
  }
  proveWayToS3(input, proof, 'collector task', taskGroups(templates, service))
  const role = roleOf(input, definition, 'TaskRoleArn')
  const permits = (action: string, resource: string): void =>
    proof.permits(
      allows(inOnePartition(input.statements), role, action, resource),
      `${action} on ${resource}`,
      `let ${role} do ${action} on ${resource}`,
    )
  for (const folder of ['spill', 'rejected']) permits('s3:PutObject', `arn:aws:s3:::${bucket}/${prefix}/${folder}/file`)
  const key = spec.platform.kmsKeyArn?.replace(/^arn:(?:aws-cn|aws-us-gov):/, 'arn:aws:')
  if (key !== undefined) permits('kms:GenerateDataKey', key)
  return proof.done()
}

/** Names of the volumes that a container may write to. */
function volumesOf(definition: Located, container: string): string[] {
  const found = listOf(at(definition.resource.Properties, 'ContainerDefinitions')).find(
    (entry) => at(entry, 'Name') === container,
  )
  return listOf(at(found, 'MountPoints'))
    .filter((mount) => at(mount, 'ReadOnly') !== true)
    .map((mount) => String(at(mount, 'SourceVolume')))
}
