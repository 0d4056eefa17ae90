const PIECE =
  'the|our|my|aws|amazon|msk|kafka|s3|ecs|fargate|glue|iceberg|json|raw|warehouse|backup|main|target|storage|peak|average|avg|mean|max(?:imum)?|min(?:imum)?|default|log|event|events|message|record|payload|task|tasks|load balancer|lb|public|private|alarm|alert|certificate|acm|topic|cluster|bucket|vpc|commit|flush|in-?sync|cpu|memory|nginx|collector|deployment|daily|number of|expected'
const NOUN =
  'regions?|clusters?|buckets?|topics?|accounts?|peaks?|load|rate|traffic|throughput|volume|eps|rps|qps|size|bytes|solution|variant|collector|auth(?:entication)?|vpc|subnets?|domain|host ?name|certificate|cert|retention|partitions?|replicas?|replication|rf|database|db|table|prefix|durability|exposure|access|cors|origins?|e-?mail|alarms?|alerts?|tags?|v?cpus?|memory|ram|tasks?|architecture|logs?|outage|flush|commit|partitioning|names?|arn|brokers?|sinks?|kms key|environment|isr|events per second|iceberg|json|spot|graviton|dashboard|latency|performance|kafka|msk|s3'
const TAIL =
  'names?|ids?|arns?|codes?|counts?|factors?|sizes?|period|hours?|days?|seconds?|interval|e-?mail|per second|address|type'
const CHINESE =
  '(?:aws|msk|kafka|s3)?\\s*(?:所在)?(?:区域|地区|地域|集群|存储桶|桶|账号|账户|峰值|负载|流量|吞吐量?|平均(?:值|大小)?|(?:平均)?(?:事件|消息|记录)大小|方案|认证(?:方式)?|子网|域名|证书|主题|分区数?|副本数?|保留(?:时间|期|天数|小时)?|数据库|表|前缀|库|告警(?:邮箱)?|邮箱|日志(?:保留)?|任务数?|内存|架构)(?:名称?|名字|id|arn)?'

const LABEL = new RegExp(
  `^["'\`*\\s]*(?:(?:${PIECE})\\s+){0,3}(?:${NOUN})(?:\\s+(?:${TAIL})){0,2}\\s*(?:\\([^)]{0,20}\\))?["'\`*\\s]*$|^["'\`*\\s]*${CHINESE}\\s*(?:[（(][^)）]{0,20}[)）])?["'\`*\\s]*$`,
  'i',
)

/** Whether a cell, a key or the start of a line is the name of a field rather than a value. */
export function isLabel(text: string): boolean {
  return text.length < 60 && LABEL.test(text)
}

/** A key of JSON as words: `bucketName`, `bucket_name` and `bucket-name` are "bucket name". */
export function wordsOfKey(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
}
