/** Things people ask for that the spec has no field for, each with the nearest line of the spec. */
export interface Unsupported {
  readonly pattern: RegExp
  /** `%` stands for the words. */
  readonly text: string
  readonly example?: string
}

const word = (source: string): RegExp => new RegExp(`(?<![\\w-])(?:${source})(?![\\w-])`, 'dgi')
const SINKS = 'sinks: [ { type: iceberg, database: clickstream, table: app_logs } ]'

export const UNSUPPORTED: readonly Unsupported[] = [
  {
    pattern: word(
      'snowflake|bigquery|big query|redshift|clickhouse|databricks|druid|pinot|opensearch|elasticsearch|elastic search|dynamodb|postgres(?:ql)?|mysql|aurora|mongodb|cassandra|rds|splunk|timestream|firehose|kinesis(?: data (?:streams?|firehose))?|azure(?: event hubs)?|gcs|google cloud|google analytics|hdfs|hive|doris|starrocks|maxcompute',
    ),
    text: 'Events go to S3 as JSON files and to Iceberg tables; "%" is no target.',
    example: SINKS,
  },
  {
    pattern: word('parquet|avro|orc(?! )|csv|protobuf|protocol buffers|delta lake|delta tables?|hudi|xml|msgpack'),
    text: '"%" is not written: sinks are s3-json and iceberg (whose data files are Parquet).',
    example: SINKS,
  },
  {
    pattern: word(
      'redis|memcached|rabbitmq|redpanda|confluent(?: cloud)?|warpstream|sqs|sns|activemq|pulsar|nats|eventbridge',
    ),
    text: '"%" has no place in this solution: collectors write to Amazon MSK.',
    example: 'kafka: { cluster: orders-prod }',
  },
  {
    pattern: word(
      'eks|kubernetes|k8s|lambda|lambdas|ec2(?: instances?)?|app runner|beanstalk|openshift|nomad|gke|helm',
    ),
    text: 'Collectors run on ECS Fargate; "%" is not supported.',
    example: 'collector: { tasks: { cpu: 1024, memoryMiB: 2048, min: 2, max: 12 } }',
  },
  {
    pattern: word('terraform|pulumi|ansible|sam template|bicep|serverless framework'),
    text: 'The output is an AWS CDK project; "%" is not written.',
  },
  {
    pattern: word('hsm|cloudhsm|byok|client-side encryption|end-to-end encryption|field-level encryption'),
    text: '"%" is not supported; a KMS key for everything is.',
    example: 'platform: { kmsKeyArn: arn:aws:kms:us-east-1:123456789012:key/… }',
  },
  {
    pattern: word(
      'gdpr(?: (?:delete|deletion|erasure|compliance|requests?))?|right to (?:be forgotten|erasure)|hipaa|pci(?: dss)?|soc ?2|ccpa|pipl',
    ),
    text: 'There is no field for "%".',
    example: 'collector: { meta: { ip: truncated, userAgent: false } }',
  },
  {
    pattern: word(
      'datadog|new relic|grafana|prometheus|pagerduty|slack|opsgenie|dynatrace|teams channel|webhooks?|sentry|钉钉|飞书|企业微信',
    ),
    text: 'Alarms go by e-mail and figures to CloudWatch; "%" is not connected.',
    example: 'observability: { alarmEmail: ops@example.com, dashboard: true }',
  },
  {
    pattern: word(
      'multi-region|multiple regions|cross-region|active-active|disaster recovery|failover region|second region|mirrormaker|msk replicator',
    ),
    text: 'One spec is one region; "%" is not supported.',
    example: 'region: us-east-1',
  },
  {
    pattern: /(?:双活|多区域|跨区域|跨地域|异地容灾|多活|灾备)/dgi,
    text: 'One spec is one region; "%" is not supported.',
    example: 'region: us-east-1',
  },
  {
    pattern: word('waf|shield|cloudfront|cdn|api gateway|global accelerator|captcha|bot control'),
    text: '"%" in front of the endpoint is not made here.',
    example: 'collector: { trustedHops: 1 }',
  },
  {
    pattern: word(
      'schema registry|glue schema registry|schema validation|json schema|flink|spark streaming|ksql(?:db)?|kafka streams|debezium|dbt|airflow|sagemaker|athena views?|quicksight|lake formation',
    ),
    text: '"%" is no part of this solution.',
    example: SINKS,
  },
  {
    pattern: word('oauth2?|jwt|api keys?|cognito|bearer tokens?|basic auth|kerberos|gssapi|openid'),
    text: '"%" is not supported; how collectors log in to Kafka is.',
    example: 'kafka: { auth: iam }',
  },
  { pattern: word('gzip|zstd|snappy|brotli|lz4'), text: 'Compression ("%") is fixed, not a field.' },
  {
    pattern: word('grpc|websockets?|mqtt|udp|graphql|http/?3|quic'),
    text: 'Events come by HTTP POST or GET; "%" is not supported.',
    example: 'collector: { paths: [/collect] }',
  },
  {
    pattern: word(
      'gpus?|windows containers?|a/b test(?:ing|s)?|feature flags?|exactly[- ]once|dedup(?:e|licat\\w+)?|glacier|intelligent[- ]tiering|object lock|versioning',
    ),
    text: 'There is no field for "%".',
    example: 'collector: { durability: acknowledged }',
  },
]
