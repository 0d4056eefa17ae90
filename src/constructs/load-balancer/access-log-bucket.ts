import { Duration } from 'aws-cdk-lib/core'
import * as s3 from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { acknowledge } from '../nag/acknowledge.js'

/** The bucket for a load balancer's access logs. Elastic Load Balancing writes to S3-managed keys only, never to a KMS key. */
export function accessLogBucket(scope: Construct, id: string, retention?: Duration): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: retention ?? Duration.days(30) }],
  })
  acknowledge(bucket, 'AwsSolutions-S1', 'it holds access logs itself; logging who reads logs would never end')
  return bucket
}
