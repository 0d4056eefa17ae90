import type * as iam from 'aws-cdk-lib/aws-iam'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import { acknowledgeWildcard } from '../nag/acknowledge.js'
import type { CollectorBackup } from './collector-service-props.js'

/** Why a task's rights end in a wildcard. */
export const RUNTIME_NAMES =
  'objects and tasks get their names at run time; the prefix before them belongs to these collectors'

/** Lets a role store objects below the prefix and do nothing else with the bucket: a task that was broken into can read no event of another. */
export function grantBackup(role: iam.IRole, { bucket, prefix }: CollectorBackup, key: kms.IKey | undefined): void {
  const objects = bucket.arnForObjects(`${prefix}/*`)
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['s3:AbortMultipartUpload', 's3:PutObject'], resources: [objects] }),
  )
  key?.grant(role, 'kms:GenerateDataKey')
  acknowledgeWildcard(role, objects, RUNTIME_NAMES)
}
