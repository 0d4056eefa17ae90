import { Aws, Stack } from 'aws-cdk-lib/core'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kafkaconnect from 'aws-cdk-lib/aws-kafkaconnect'
import * as logs from 'aws-cdk-lib/aws-logs'
import { existing } from '../existing.js'

export const { app, stack, vpc, kafka, bucket } = existing('SideBySide')

// snippet
const { region } = Stack.of(stack)
const group = 'clicks-json-0a1b2c3d-1111-2222-3333-444455556666-7'
const arn = (kind: string, name: string) => `${kafka.clusterArn.replace(':cluster/', `:${kind}/`)}/${name}`
const securityGroup = new ec2.SecurityGroup(stack, 'Workers', { vpc, allowAllOutbound: false })
securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS APIs')
securityGroup.addEgressRule(kafka.securityGroup, ec2.Port.tcp(9098), 'Kafka')
const policy = new iam.ManagedPolicy(stack, 'Policy', {
  statements: [
    new iam.PolicyStatement({
      actions: ['kafka-cluster:Connect', 'kafka-cluster:DescribeCluster', 'kafka-cluster:WriteDataIdempotently'],
      resources: [kafka.clusterArn],
    }),
    new iam.PolicyStatement({
      actions: [
        'kafka-cluster:CreateTopic',
        'kafka-cluster:DescribeTopic',
        'kafka-cluster:ReadData',
        'kafka-cluster:WriteData',
      ],
      resources: [arn('topic', '__amazon_msk_connect_*')],
    }),
    new iam.PolicyStatement({
      actions: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
      resources: [arn('group', '__amazon_msk_connect_*'), arn('group', group)],
    }),
    new iam.PolicyStatement({
      actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
      resources: [arn('topic', 'app_logs')],
    }),
    new iam.PolicyStatement({
      actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
      resources: [arn('topic', 'clicks-dlq-json')],
    }),
    new iam.PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: [bucket.arnForObjects('events/*')],
    }),
    new iam.PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLikeIfExists: { 's3:prefix': 'events/*' } },
    }),
    new iam.PolicyStatement({ actions: ['s3:ListBucketMultipartUploads'], resources: [bucket.bucketArn] }),
  ],
})
const role = new iam.Role(stack, 'Role', {
  assumedBy: new iam.ServicePrincipal('kafkaconnect.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: {
        'aws:SourceArn': stack.formatArn({
          service: 'kafkaconnect',
          resource: 'connector',
          resourceName: 'clicks-json-*',
        }),
      },
    },
  }),
  managedPolicies: [policy],
})
const logGroup = new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_MONTH })
// Build the ZIP, upload it, and change both names with every new version: all properties are create-only.
const plugin = new kafkaconnect.CfnCustomPlugin(stack, 'Plugin', {
  name: 'clicks-s3-json-1',
  contentType: 'ZIP',
  location: { s3Location: { bucketArn: bucket.bucketArn, fileKey: 'plugins/s3-json-sink-1.zip' } },
})
const configuration = new kafkaconnect.CfnWorkerConfiguration(stack, 'Configuration', {
  name: 'clicks-workers-1',
  propertiesFileContent: Buffer.from(
    [
      'key.converter=org.apache.kafka.connect.converters.ByteArrayConverter',
      'value.converter=org.apache.kafka.connect.converters.ByteArrayConverter',
      'offset.flush.interval.ms=1000',
      'producer.max.request.size=10551296',
    ].join('\n'),
  ).toString('base64'),
})
const connector = new kafkaconnect.CfnConnector(stack, 'Connector', {
  connectorName: 'clicks-json-1',
  kafkaConnectVersion: '3.7.x',
  serviceExecutionRoleArn: role.roleArn,
  kafkaCluster: {
    apacheKafkaCluster: {
      bootstrapServers: kafka.bootstrapServers,
      vpc: {
        subnets: vpc.privateSubnets.map(({ subnetId }) => subnetId),
        securityGroups: [securityGroup.securityGroupId],
      },
    },
  },
  kafkaClusterClientAuthentication: { authenticationType: 'IAM' },
  kafkaClusterEncryptionInTransit: { encryptionType: 'TLS' },
  plugins: [{ customPlugin: { customPluginArn: plugin.ref, revision: plugin.attrRevision } }],
  workerConfiguration: {
    workerConfigurationArn: configuration.attrWorkerConfigurationArn,
    revision: configuration.attrRevision,
  },
  logDelivery: { workerLogDelivery: { cloudWatchLogs: { enabled: true, logGroup: logGroup.logGroupName } } },
  capacity: {
    autoScaling: {
      mcuCount: 1,
      minWorkerCount: 1,
      maxWorkerCount: 2,
      maxAutoscalingTaskCount: 2,
      scaleInPolicy: { cpuUtilizationPercentage: 20 },
      scaleOutPolicy: { cpuUtilizationPercentage: 80 },
    },
  },
  connectorConfiguration: {
    'connector.class': 'clickstream.s3json.S3JsonSinkConnector',
    'tasks.max': '1',
    topics: 'app_logs',
    'key.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
    'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
    'consumer.override.group.id': group,
    'consumer.override.fetch.max.wait.ms': '50',
    'consumer.override.session.timeout.ms': '10000',
    'consumer.override.heartbeat.interval.ms': '3000',
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': 'clicks-dlq-json',
    'errors.deadletterqueue.topic.replication.factor': '3',
    'errors.deadletterqueue.context.headers.enable': 'true',
    'errors.log.enable': 'true',
    'errors.log.include.messages': 'false',
    's3.bucket': bucket.bucketName,
    's3.prefix': 'events',
    's3.region': region,
    compression: 'gzip',
    'compression.level': '6',
    'rotate.bytes': '134217728',
    'rotate.interval.ms': '60000',
    'partition.by': 'hour',
    'partition.time': 'record',
    'memory.bytes': '268435456',
  },
})
connector.node.addDependency(role)
// end
