import { z } from 'zod'
import { REGIONS } from './regions.js'

/**
 * The leaves of the spec. Each is an allow-list of characters within AWS's own length limits, because these values end up in
 * nginx, YAML and JSON files; `description` and `examples` feed the editor's JSON Schema, the errors and the questions.
 */
const text = (pattern: RegExp, description: string, ...examples: string[]): z.ZodString =>
  z.string().regex(pattern).meta({ description, examples })

const whole = (min: number, max: number, description: string, ...examples: number[]): z.ZodNumber =>
  z.number().int().min(min).max(max).meta({ description, examples })

const flag = (description: string): z.ZodBoolean => z.boolean().meta({ description })

const list = <T extends z.ZodType>(item: T, min: number, max: number, description: string): z.ZodArray<T> =>
  z
    .array(item)
    .min(min)
    .max(max)
    .refine((items) => new Set(items.map((entry) => JSON.stringify(entry))).size === items.length, {
      message: 'holds the same entry twice',
    })
    .meta({ description })

const ARN = 'arn:aws(?:-cn|-us-gov)?'

export const field = {
  text,
  whole,
  flag,
  list,
  projectName: text(
    /^[a-z][a-z0-9-]{1,22}[a-z0-9]$/,
    'Prefix of every resource: 3 to 24 lowercase letters, digits and hyphens, starting with a letter',
    'web-events',
  ),
  region: z
    .enum(REGIONS.map((region) => region.code) as [string, ...string[]])
    .meta({ description: 'AWS region code', examples: ['us-east-1'] }),
  account: text(/^\d{12}$/, 'AWS account id: 12 digits, in quotes', '123456789012'),
  bucket: z
    .string()
    .regex(/^(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .refine((name) => !/-s3alias$|--ol-s3$|\.mrap$|--x-s3$|--table-s3$/.test(name))
    .meta({
      description: 'S3 bucket name: 3 to 63 lowercase letters, digits, hyphens and dots',
      examples: ['my-data-bucket'],
    }),
  prefix: text(
    /^(?!.*\/\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9_=.-][A-Za-z0-9_=./-]{0,199}(?<!\/)$/,
    'Key prefix in the bucket, without a slash at either end',
    'events',
  ),
  topic: text(
    /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}$/,
    'Kafka topic name: letters, digits, dots, underscores and hyphens',
    'app_logs',
  ),
  header: text(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, 'HTTP request header name', 'project'),
  recordKey: text(
    /^(?:none|header:[A-Za-z][A-Za-z0-9-]{0,62}|json:[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,7})$/,
    'Kafka record key: none, header:<name>, or json:<path>',
    'none',
    'header:x-user-id',
    'json:user.id',
  ),
  urlPath: text(/^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*)?$/, 'Path that takes events', '/collect'),
  origin: text(
    /^https?:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::\d{1,5})?$/,
    'Exact web origin: scheme, host in lowercase and, where it is not the usual one, port; no path and no wildcard',
    'https://www.example.com',
  ),
  domainName: text(
    /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'Host name of the endpoint',
    'collect.example.com',
  ),
  vpcId: text(/^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, 'VPC id', 'vpc-0a1b2c3d4e5f60718'),
  subnetId: text(/^subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, 'Subnet id', 'subnet-0aaaaaaaaaaaaaaa1'),
  certificateArn: text(
    new RegExp(`^${ARN}:acm:[a-z0-9-]+:\\d{12}:certificate/[0-9a-f-]{36}$`),
    'ARN of an ACM certificate in the same region',
    'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
  ),
  cluster: text(
    new RegExp(
      `^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?|${ARN}:kafka:[a-z0-9-]+:\\d{12}:cluster/[A-Za-z0-9-]{1,64}/[0-9a-f-]{36}-[0-9a-z]{1,3})$`,
    ),
    'Name or ARN of the MSK cluster',
    'orders-prod',
  ),
  secretArn: text(
    new RegExp(`^${ARN}:secretsmanager:[a-z0-9-]+:\\d{12}:secret:AmazonMSK_[A-Za-z0-9/_+=.@-]{1,240}$`),
    'ARN of the Secrets Manager secret with the SCRAM user; MSK wants its name to begin with AmazonMSK_',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_clickstream-AbCdEf',
  ),
  glueName: text(/^[a-z0-9_]{1,120}$/, 'Glue name: lowercase letters, digits and underscores', 'clickstream'),
  jsonPath: text(
    /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,7}$/,
    'Field path inside the event',
    'data.amount',
  ),
  kmsKeyArn: text(
    new RegExp(`^${ARN}:kms:[a-z0-9-]+:\\d{12}:key/(?:mrk-[0-9a-f]{32}|[0-9a-f-]{36})$`),
    'ARN of a KMS key (not an alias)',
    'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555',
  ),
  policyArn: text(
    new RegExp(`^${ARN}:iam::(?:aws|\\d{12}):policy/[A-Za-z0-9+=,.@_/-]{1,512}$`),
    'ARN of a managed policy',
    'arn:aws:iam::123456789012:policy/boundary',
  ),
  email: text(/^[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$/, 'E-mail address', 'ops@example.com'),
  tagKey: text(/^(?!aws:|__proto__$)[A-Za-z0-9 _.:/=+@-]{1,128}$/i, 'Tag key', 'team'),
  tagValue: text(/^[A-Za-z0-9 _.:/=+@-]{0,256}$/, 'Tag value', 'data'),
  repository: text(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/, 'ECR repository name', 'clickstream-collector'),
  imageTag: text(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'Image tag', '1.4.2'),
  imageMirror: text(
    /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])(?::\d{1,5})?(?:\/[a-z0-9._-]+)*$/,
    'Registry (and path) that mirrors the base images',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror',
  ),
}
