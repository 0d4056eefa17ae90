import type { Spec } from '../../spec/index.js'

export interface Guidance {
  readonly prerequisites: readonly string[]
  readonly steps: readonly string[]
  readonly practices: readonly string[]
}

/** What to have, in which order it goes, and what good operators do. */
export function guidance(spec: Spec | undefined): Guidance {
  return {
    prerequisites: [
      'an MSK cluster that can be reached from the subnets of the tasks, with an S3 bucket in the same region',
      'an account with `cdk bootstrap` done, AWS credentials, and a container builder (docker, podman, finch or buildah)',
      ...(spec?.kafka.auth === 'scram'
        ? ['the SCRAM user in a secret whose name begins with AmazonMSK_, associated with the cluster']
        : []),
      ...(spec?.kafka.connectAuth === 'iam' || spec === undefined
        ? ['IAM authentication enabled on the cluster: MSK Connect knows only IAM and none']
        : []),
    ],
    steps: [
      'architecture',
      'prerequisites',
      'solution',
      'topics (nothing goes on before they exist)',
      'images',
      'ECS service',
      'load balancer',
      'security',
      'connectors',
      'traffic test: every numbered event is counted in every sink',
    ],
    practices: [
      'plan partitions for two years: they can be raised, never lowered, and keys move when they are',
      'give clients a retry with backoff: 503 means "not stored, send again"',
      'remove duplicates by meta.id: delivery is at least once',
      'watch the lag of the connectors and the dead-letter topics, not only the answers of the collectors',
      'review the change set of every deployment: some changes of connectors and topics are replacements',
    ],
  }
}
