import { globMatches } from './iam-statements.js'
import type { AttachedPolicy, IamStatement } from './iam-statements.js'

/** Why an action is granted, most specific first; `*` and `?` as in IAM. Source of what they do: AWS service authorization reference. */
const BY_ACTION: readonly (readonly [pattern: string, reason: string])[] = [
  ['kafka-cluster:Connect', 'open a connection to the Kafka cluster and log in'],
  ['kafka-cluster:DescribeClusterDynamicConfiguration', 'read the settings of the Kafka cluster'],
  ['kafka-cluster:DescribeCluster', 'find the brokers of the Kafka cluster'],
  ['kafka-cluster:WriteDataIdempotently', 'write each record once, also when a write is tried again'],
  ['kafka-cluster:WriteData', 'write records to the topics'],
  ['kafka-cluster:ReadData', 'read records from the topics'],
  ['kafka-cluster:DescribeTopic*', 'find the partitions of the topics'],
  ['kafka-cluster:CreateTopic', "create the connector's own topics"],
  ['kafka-cluster:AlterTopic*', "change the settings of the connector's own topics"],
  ['kafka-cluster:DescribeGroup', 'see which consumer holds which partition'],
  ['kafka-cluster:AlterGroup', 'join the consumer group and commit offsets'],
  ['kafka-cluster:DescribeTransactionalId', 'find the transaction of a commit'],
  ['kafka-cluster:AlterTransactionalId', 'commit files and offsets in one transaction'],
  ['s3:PutObject*', 'write objects to the bucket'],
  ['s3:AbortMultipartUpload', 'give up an upload that did not finish'],
  ['s3:ListMultipartUploadParts', 'go on with an upload that was interrupted'],
  ['s3:ListBucketMultipartUploads', 'find uploads that did not finish'],
  ['s3:ListBucket', 'find out what is already in the bucket'],
  ['s3:List*', 'find out what is already in the bucket'],
  ['s3:GetBucketLocation', 'find the region of the bucket'],
  ['s3:GetBucket*', 'read the settings of the bucket'],
  ['s3:GetObject*', 'read objects of the bucket (table metadata, pinned plugins)'],
  ['s3:DeleteObject*', 'remove files that no longer belong to a table'],
  ['glue:GetDatabase*', 'find the database of the table'],
  ['glue:GetTable*', 'read where the current version of the table is'],
  ['glue:UpdateTable', 'make a commit the current version of the table'],
  ['glue:CreateTable', 'create the table'],
  ['lakeformation:GetDataAccess', 'use a table that Lake Formation governs'],
  ['kms:GenerateDataKey*', 'encrypt what is written'],
  ['kms:Encrypt', 'encrypt what is written'],
  ['kms:ReEncrypt*', 'encrypt what is copied'],
  ['kms:Decrypt', 'read what is encrypted with the key'],
  ['kms:DescribeKey', 'find the settings of the key'],
  ['kms:*', 'let the account manage its own key by IAM policies'],
  ['secretsmanager:GetSecretValue', 'read the Kafka user and password when a task starts, and again when they change'],
  ['secretsmanager:DescribeSecret', 'find the current version of the secret'],
  ['ssm:GetParameter*', 'read the broker addresses and the name of the Kafka secret when a task starts'],
  ['ssm:DescribeParameters', 'find the parameter with the broker addresses'],
  ['ecr:GetAuthorizationToken', 'log in to the image registry'],
  ['ecr:BatchCheckLayerAvailability', 'pull the container image'],
  ['ecr:GetDownloadUrlForLayer', 'pull the container image'],
  ['ecr:BatchGetImage', 'pull the container image'],
  ['ecs:*TaskProtection', 'keep scale-in from stopping a task whose disk holds events that Kafka does not have'],
  ['ecs:UpdateService', 'start the tasks again when the Kafka secret has a new value'],
  ['states:StartExecution', 'start the rollout of a changed secret'],
  ['logs:*LogDelivery', 'let a state machine log its own runs'],
  ['logs:ListLogDeliveries', 'let a state machine log its own runs'],
  ['logs:PutResourcePolicy', 'let a state machine log its own runs'],
  ['xray:*', 'trace the runs of a state machine'],
  ['logs:CreateLogStream', 'write the log'],
  ['logs:PutLogEvents', 'write the log'],
  ['logs:CreateLogGroup', 'write the log'],
  ['logs:Describe*', 'find the log'],
  ['cloudwatch:PutMetricData', 'publish metrics'],
  ['ec2:CreateNetworkInterface', 'attach a function or connector workers to the subnets'],
  ['ec2:DeleteNetworkInterface', 'give back what attached a function to the subnets'],
  ['ec2:DescribeNetworkInterfaces', 'find what attaches a function to the subnets'],
  ['athena:StartQueryExecution', 'ask a table how fresh it is'],
  ['athena:GetQuery*', 'read what a query found'],
  ['sns:Publish', 'send the alarm to its topic'],
  ['sqs:SendMessage', 'hand over what could not be delivered'],
]

/** Who takes a role, and what for. */
const BY_PRINCIPAL: Readonly<Record<string, string>> = {
  'ecs-tasks.amazonaws.com': 'collector tasks take this role when they start',
  'ecs-tasks.amazonaws.com.cn': 'collector tasks take this role when they start',
  'states.amazonaws.com': 'the rollout of a changed secret takes this role when it runs',
  'events.amazonaws.com': 'EventBridge takes this role when the secret has a new value',
  'lambda.amazonaws.com': 'the canary takes this role when it is called',
  'kafkaconnect.amazonaws.com': 'MSK Connect takes this role to run the connector',
  'glue.amazonaws.com': 'Glue takes this role to maintain the table',
  'application-autoscaling.amazonaws.com': 'scaling takes this role to change the number of tasks',
  'delivery.logs.amazonaws.com': 'log delivery takes this role',
  'vpc-flow-logs.amazonaws.com': 'flow logs take this role',
}

/** Managed policies by the end of their ARN. */
const BY_MANAGED_POLICY: Readonly<Record<string, string>> = {
  AmazonECSTaskExecutionRolePolicy: 'pull the container image and write the log',
}

/** Why a statement is there: its actions, or who may take the role; undefined where no reason is recorded for one of them. */
export function reasonOfStatement(statement: IamStatement): string | undefined {
  if (statement.kind === 'trust') return join(statement.principals.map((principal) => BY_PRINCIPAL[principal]))
  if (statement.effect === 'Deny') return 'forbid it, whatever else is allowed'
  return join(statement.actions.map(reasonOfAction))
}

/** Why a managed policy is attached; undefined where no reason is recorded. */
export function reasonOfPolicy({ arn }: AttachedPolicy): string | undefined {
  return BY_MANAGED_POLICY[arn.split('/').at(-1) ?? '']
}

function reasonOfAction(action: string): string | undefined {
  return BY_ACTION.find(([pattern]) => pattern === action || globMatches(pattern, action))?.[1]
}

function join(reasons: readonly (string | undefined)[]): string | undefined {
  if (reasons.length === 0 || reasons.includes(undefined)) return undefined
  return [...new Set(reasons)].join('; ')
}
