import { join } from 'node:path'
import { Duration } from 'aws-cdk-lib/core'
import * as ecr from 'aws-cdk-lib/aws-ecr'
import { Platform } from 'aws-cdk-lib/aws-ecr-assets'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import type { Construct } from 'constructs'
import { CONTAINERS, type ContainerFacts } from '../../spec/container-facts.js'
import { checkProps } from '../platform/check-props.js'
import type { KafkaAuth } from '../kafka-cluster/kafka-cluster-props.js'
import type { CollectorContainer, KafkaSecretName } from './collector-service-props.js'

export interface CollectorContainersProps {
  readonly solution: 'nginx-lua' | 'nginx-vector'

  readonly auth: KafkaAuth

  /** Folder with the rendered containers, whose base images may come from a mirror; absolute, and never part of a template. */
  readonly containersDir: string

  /** @default 'arm64' */
  readonly architecture?: 'arm64' | 'x86_64'

  /**
   * Takes ready images from this ECR repository of the account: `<tag>` for the container that takes the traffic,
   * `<tag>-<container>` for each other.
   *
   * @default - the images are built from `containersDir` at deployment
   */
  readonly ecr?: { readonly repository: string; readonly tag: string }
}

/** The containers of the two solutions, as their images want to be run. */
export function collectorContainers(scope: Construct, props: CollectorContainersProps): CollectorContainer[] {
  checkProps(scope, [
    CONTAINERS[props.solution][0].secrets[props.auth] === undefined && {
      code: 'AuthNotKnown',
      message: `auth is ${props.auth}`,
      hint: 'give none, tls, scram or iam',
    },
    props.solution === 'nginx-vector' &&
      props.auth === 'iam' && {
        code: 'AuthNotSupported',
        message: 'auth is iam with solution nginx-vector, and Vector has no AWS_MSK_IAM mechanism',
        hint: 'give auth scram, or solution nginx-lua',
      },
  ])
  const repository = props.ecr && ecr.Repository.fromRepositoryName(scope, 'CollectorImages', props.ecr.repository)
  return CONTAINERS[props.solution].map((facts) => ({
    name: facts.name,
    image:
      repository && props.ecr
        ? ecs.ContainerImage.fromEcrRepository(
            repository,
            facts.port === undefined ? `${props.ecr.tag}-${facts.name}` : props.ecr.tag,
          )
        : assetImage(facts, props),
    ...(facts.port !== undefined && { port: facts.port }),
    healthCommand: facts.healthCommand,
    userId: facts.userId,
    volumes: facts.volumes,
    essential: facts.essential,
    ...(facts.awaited !== undefined && { awaited: facts.awaited }),
    stopTimeout: Duration.seconds(facts.stopTimeoutSeconds),
    protectsTask: facts.protectsTask ?? false,
    secrets: facts.secrets[props.auth] as readonly KafkaSecretName[],
  }))
}

function assetImage(facts: ContainerFacts, props: CollectorContainersProps): ecs.ContainerImage {
  return ecs.ContainerImage.fromAsset(join(props.containersDir, facts.folder), {
    platform: props.architecture === 'x86_64' ? Platform.LINUX_AMD64 : Platform.LINUX_ARM64,
  })
}
