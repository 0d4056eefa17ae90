import type { Solution, Spec } from '../../../src/spec/schema.js'
import { containerSpec } from '../../support/container-spec.js'

/** The spec of the contract's collectors; no limit on requests, because every client here has the same address. */
export const contractSpec = (
  solution: Solution,
  collector: Partial<Spec['collector']> = {},
  auth: Spec['kafka']['auth'] = 'none',
  workers: 1 | 2 = 1,
): Spec => {
  const limits = { perAddressPerSecond: 0, perProjectPerSecond: 0 }
  const { tasks } = containerSpec(solution).collector
  // A worker for each vCPU.
  const sized = { ...tasks, cpu: workers === 1 ? 1024 : 2048, memoryMiB: workers * 2048 } as const
  const spec = containerSpec(solution, { limits, tasks: sized, ...collector })
  const scram = auth === 'scram' ? { secretArn: SECRET_ARN } : {}
  return { ...spec, kafka: { ...spec.kafka, auth, ...scram } }
}

/** Name of the SCRAM secret that the stub of Secrets Manager answers for. */
export const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_clickstream-AbCdEf'
