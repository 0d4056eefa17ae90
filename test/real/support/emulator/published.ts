import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs'
import {
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { buildPlugin } from '../../../../src/plugins/index.js'
import { SILENT } from '../../../../src/report/message.js'
import { Reporter } from '../../../../src/report/reporter.js'
import { DeployedStack, type DeployedTemplate } from './deployed-stack.js'
import type { Emulator } from './emulator.js'

/** An image as a deployed task definition names it. */
export interface TaskImage {
  readonly repository: string
  readonly tag: string
  /** Architecture that the image itself says it is for. */
  readonly platform: string
}

interface Manifest {
  readonly config: { readonly digest: string }
  readonly layers: readonly { readonly digest: string; readonly size: number }[]
}

const MANIFEST = { Accept: 'application/vnd.docker.distribution.manifest.v2+json' }
const reporter = new Reporter({ message: () => {}, document: () => {}, busy: () => SILENT })

/** Images of all deployed task definitions, looked up in the registry. */
export async function taskImages(
  emulator: Emulator,
  templates: ReadonlyMap<string, DeployedTemplate>,
): Promise<TaskImage[]> {
  const ecs = new ECSClient(emulator.client)
  const images: TaskImage[] = []
  for (const name of templates.keys()) {
    const stack = await DeployedStack.read(emulator, name)
    for (const taskDefinition of Object.values(stack.physicalIds('AWS::ECS::TaskDefinition'))) {
      const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
      for (const { image = '' } of answer.taskDefinition?.containerDefinitions ?? []) {
        const [, repository = '', tag = ''] = /^[^/]+\/(.+):([^:]+)$/.exec(image) ?? []
        const { config } = await manifestOf(emulator, repository, tag)
        const blob = await fetch(`${emulator.url}/v2/${repository}/blobs/${config.digest}`)
        images.push({ repository, tag, platform: ((await blob.json()) as { architecture: string }).architecture })
      }
    }
  }
  return images
}

/** Fails where a layer of an image is not in the registry, or is not what its digest says. */
export async function expectWhole(emulator: Emulator, repository: string, tag: string): Promise<void> {
  const { layers } = await manifestOf(emulator, repository, tag)
  if (layers.length < 2) throw new Error(`${repository}:${tag} is nothing but its base`)
  for (const { digest, size } of layers) {
    const blob = await fetch(`${emulator.url}/v2/${repository}/blobs/${digest}`)
    const bytes = Buffer.from(await blob.arrayBuffer())
    const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    if (found !== digest || bytes.length !== size) throw new Error(`layer ${digest} is ${found}, ${bytes.length} bytes`)
  }
}

async function manifestOf(emulator: Emulator, repository: string, tag: string): Promise<Manifest> {
  const answer = await fetch(`${emulator.url}/v2/${repository}/manifests/${tag}`, { headers: MANIFEST })
  if (!answer.ok) throw new Error(`${repository}:${tag} is not in the registry: ${answer.status}`)
  return (await answer.json()) as Manifest
}

/** SHA-256 of each plugin's ZIP, as it lies in the bucket that the custom plugin names. */
export async function publishedPlugins(
  emulator: Emulator,
  templates: ReadonlyMap<string, DeployedTemplate>,
): Promise<Record<string, string>> {
  const s3 = new S3Client({ ...emulator.client, forcePathStyle: true })
  const found: Record<string, string> = {}
  for (const [name, { Resources }] of templates) {
    const stack = await DeployedStack.read(emulator, name)
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::KafkaConnect::CustomPlugin') continue
      const { Location } = stack.resolve(Properties) as {
        Location: { S3Location: { BucketArn: string; FileKey: string } }
      }
      const Bucket = String(Location.S3Location.BucketArn).split(':').pop()
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Location.S3Location.FileKey }))
      const [, lock = ''] = /(s3-json-sink|iceberg-sink)-[0-9a-f]{8}$/.exec(String(Properties?.['Name'])) ?? []
      found[lock] = digestOf((await Body?.transformToByteArray()) ?? new Uint8Array())
    }
  }
  return found
}

/** SHA-256 of the ZIP that this process makes of the lock. */
export async function ownPlugin(lock: string): Promise<string> {
  const { zip } = await buildPlugin(lock, { reporter })
  return digestOf(await readFile(zip))
}

/** Switches the protection of a stack's load balancers off, as their owner does before the end. */
export async function unprotect(emulator: Emulator, stack: DeployedStack | undefined): Promise<void> {
  const elb = new ElasticLoadBalancingV2Client(emulator.client)
  const Attributes = [{ Key: 'deletion_protection.enabled', Value: 'false' }]
  for (const arn of Object.values(stack?.physicalIds('AWS::ElasticLoadBalancingV2::LoadBalancer') ?? {})) {
    await elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: arn, Attributes }))
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
