import type { Region } from './regions.js'

/** The parts of an ARN that say where a resource lives. */
export interface ArnParts {
  readonly partition: Region['partition']
  readonly service: string
  /** Empty for global services. */
  readonly region: string
  /** Empty where the ARN holds none; `aws` for AWS's own policies. */
  readonly account: string
}

/** Takes an ARN apart; undefined where the text is none. */
export function parseArn(text: string): ArnParts | undefined {
  const match = /^arn:(aws|aws-cn|aws-us-gov):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):/.exec(text)
  if (match === null) return undefined
  const [, partition, service, region, account] = match as unknown as [
    string,
    Region['partition'],
    string,
    string,
    string,
  ]
  return { partition, service, region, account }
}

/** The fields of a spec that hold an ARN, the most telling first. */
export const ARN_PATHS = [
  'kafka.cluster',
  'network.certificateArn',
  'kafka.secretArn',
  'kafka.secretKeyArn',
  'platform.kmsKeyArn',
  'platform.permissionsBoundary',
] as const
