import type { Solution, Spec } from '../../../src/spec/schema.js'
import { containerSpec } from '../../support/container-spec.js'

/** The spec of the contract's collectors; no limit on requests, because every client here has the same address. */
export const contractSpec = (
  solution: Solution,
  collector: Partial<Spec['collector']> = {},
  auth: Spec['kafka']['auth'] = 'none',
): Spec => {
  const limits = { perAddressPerSecond: 0, perProjectPerSecond: 0 }
  const spec = containerSpec(solution, { limits, ...collector })
  const scram = auth === 'scram' ? { secretArn: SECRET_ARN } : {}
  return { ...spec, kafka: { ...spec.kafka, auth, ...scram } }
}

/** Name of the SCRAM secret that the stub of Secrets Manager answers for. */
export const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_clickstream-AbCdEf'
