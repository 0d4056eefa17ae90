import { Stack } from 'aws-cdk-lib/core'
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import { acknowledge, acknowledgeWildcard } from '../nag/acknowledge.js'
import type { CanarySink, IcebergCanarySink, S3JsonCanarySink } from './event-canary-props.js'

/** Where queries run and, unless Athena keeps them, put their results. */
export interface QueryPlace {
  readonly workGroup: string
  readonly results?: { readonly bucket: s3.IBucket; readonly prefix: string }
}

/** Why the canary's rights end in a wildcard. */
const FILES = 'every file of a sink has a name of its own; the prefix belongs to what is measured'

/** Lets the canary read what it measures, and nothing else. */
export function grantReading(
  role: iam.Role,
  sinks: readonly CanarySink[],
  queries: QueryPlace | undefined,
  key: kms.IKey | undefined,
): void {
  for (const sink of sinks) {
    if (sink.type === 'iceberg') grantTable(role, sink)
    else grantFiles(role, sink)
  }
  if (queries !== undefined) grantQueries(role, queries)
  // Results are written with it, what sinks have written is read with it.
  key?.grant(role, 'kms:Decrypt', ...(queries?.results === undefined ? [] : ['kms:GenerateDataKey']))
}

function grantFiles(role: iam.Role, { bucket, prefix }: S3JsonCanarySink): void {
  const objects = bucket.arnForObjects(`${prefix}/*`)
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }))
  role.addToPolicy(
    new iam.PolicyStatement({
      // Without it an object that is not there yet would be "forbidden", not "not found". That question names no prefix.
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLikeIfExists: { 's3:prefix': `${prefix}/_claims/*` } },
    }),
  )
  acknowledgeWildcard(role, objects, FILES)
}

function grantTable(role: iam.Role, { bucket, prefix, database, table }: IcebergCanarySink): void {
  const stack = Stack.of(role)
  const glueArn = (resource: string, resourceName?: string): string =>
    stack.formatArn({ service: 'glue', resource, ...(resourceName !== undefined && { resourceName }) })
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['glue:GetDatabase', 'glue:GetTable'],
      resources: [glueArn('catalog'), glueArn('database', database), glueArn('table', `${database}/${table}`)],
    }),
  )
  const objects = bucket.arnForObjects(`${prefix}/*`)
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }))
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }))
  acknowledgeWildcard(role, objects, FILES)
}

function grantQueries(role: iam.Role, { workGroup, results }: QueryPlace): void {
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution'],
      resources: [Stack.of(role).formatArn({ service: 'athena', resource: 'workgroup', resourceName: workGroup })],
    }),
  )
  if (results === undefined) return
  const objects = results.bucket.arnForObjects(`${results.prefix}/*`)
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: [objects],
    }),
  )
  role.addToPolicy(
    new iam.PolicyStatement({
      // Athena asks where the bucket is before it writes.
      actions: ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
      resources: [results.bucket.bucketArn],
    }),
  )
  acknowledgeWildcard(role, objects, 'Athena gives each of its results a name of its own below the prefix')
}

/** Lets Lambda attach the function to a VPC. Source: Lambda developer guide, "Giving functions access to resources in a VPC". */
export function grantNetwork(role: iam.Role): void {
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'],
      resources: ['*'],
    }),
  )
  acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'Lambda makes network interfaces, which have no names beforehand')
}
