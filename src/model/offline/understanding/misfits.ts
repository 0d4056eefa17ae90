import { askAbout } from './check.js'
import type { Findings } from './findings.js'
import { isNameLike } from './names.js'
import { MASK } from './text.js'
import type { Turn } from './turn.js'
import { NEVER_NAMES, ORDINARY } from './words.js'

/** Fields that take one value, by the words that stand before a colon or an equals sign. */
const LABELS: readonly (readonly [string, string])[] = [
  ['region', 'region|区域|地区|地域'],
  ['account', 'account(?: (?:id|number))?|账号|账户'],
  ['kafka.cluster', '(?:msk |kafka )?cluster(?: name)?|集群(?:名称?)?'],
  ['intent.bucket', '(?:s3 )?bucket(?: name)?|(?:存储)?桶(?:名称?)?'],
  ['topics.@.name', 'topic|主题'],
  ['network.vpcId', 'vpc(?: ?id)?'],
  ['network.taskSubnetIds', '(?:task |private )?subnets?(?: ?ids?)?|子网'],
  ['network.domainName', 'domain(?: ?names?)?|host ?name|域名'],
  ['network.certificateArn', '(?:acm )?certificate(?: ?arn)?|证书'],
  ['kafka.auth', 'auth(?:entication)?(?: mode)?|认证(?:方式)?'],
  ['collector.solution', 'solution|方案'],
  ['collector.load.averageEventBytes', '(?:average )?(?:event|record|message) size|事件大小'],
  ['collector.tasks.memoryMiB', 'memory|内存'],
  ['collector.tasks.architecture', '(?:cpu )?architecture|架构'],
  ['observability.alarmEmail', 'alarm (?:e-?mail|address)|告警邮箱'],
  ['observability.logRetentionDays', 'log retention|日志保留'],
  ['topics.@.partitions', 'partitions?|分区数?'],
  ['topics.@.replicationFactor', 'replication(?: factor)?|副本数?'],
]
const UNDECIDED =
  /^(?:unknown|tbd|todo|none|n\/?a|default|later|any|same|not sure|to be|see |as |the |a |no\b|yes\b|\?|-|默认|未定|待定|无|随便|没有)/i
const LABELLED = LABELS.map(
  ([path, words]) =>
    [
      path,
      new RegExp(
        `(?:^|[,;，；、(]|^\\s*(?:[-*•+]|\\d{1,2}[.)]))\\s*(?:the |our |aws )?(?:${words})(?:\\s*(?<sign>[:=])\\s*|\\s+(?:(?:is|are|called|named)\\s+)?)(?<value>[^\\s,;，；、)][^,;，；、\\n]{0,60}?)\\s*(?=[,;，；、\\n]|[.。!]?\\s*$)`,
        'dgi',
      ),
    ] as const,
)

/** A single word right behind the noun that can only be a wrong value: "bucket BUCKET", "topic click$events", "域名 abc". */
function isMisfit(path: string, value: string): boolean {
  if (path === 'intent.bucket') return /^\d{1,3}(?:\.\d{1,3}){3}$|^(?!ARN|IAM|KMS|TBD|AWS)[A-Z]{3,}$/.test(value)
  if (path === 'topics.@.name') return /^[A-Za-z][\w.-]*[$!&|<>{}()][\w.$-]*$/.test(value)
  return /^network\.(?:domainName|certificateArn)$/.test(path) && /^[a-z]{2,12}$/.test(value) && !isWord(value)
}

const isWord = (value: string): boolean =>
  NEVER_NAMES.has(value) || ORDINARY.has(value) || /(?:ing|ed|ly|s|tion)$/.test(value)

/** "{{name}}", "${CLUSTER}": what a template leaves open, as nobody would call anything. */
const PLACEHOLDER = /["'`]?(?<text>\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\})["'`]?/dgi
const PLACEHOLDER_OF: readonly (readonly [RegExp, string])[] = [
  [/cluster|集群/i, 'kafka.cluster'],
  [/bucket|桶/i, 'intent.bucket'],
  [/topic|主题/i, 'topics.@.name'],
]

/** A placeholder that nobody has filled in is asked about, for the field whose noun stands beside it. */
function findPlaceholders(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(PLACEHOLDER)) {
    const span = hit.span('text')
    if (found.isCovered(span)) continue
    const beside = `${turn.before(hit, 16)} ${turn.after(hit, 12)}`
    const path = PLACEHOLDER_OF.find(([noun]) => noun.test(beside))?.[1]
    found.cover(span)
    if (path === undefined || found.has(path) || found.asks(path))
      found.askOther(`"${turn.quote(span)}" is a placeholder. What stands in its place?`)
    else found.ask({ ...askAbout(path.replace('@', '0'), turn.quote(span)), path })
  }
}

/** "domain name: not a domain": a value under a field's own name that nobody could read is asked about. */
export function findMisfits(turn: Turn, found: Findings): void {
  for (const [path, pattern] of LABELLED) {
    if (found.has(path) || found.asks(path)) continue
    for (const hit of turn.hits(pattern)) {
      const span = hit.span('value')
      const value = hit.group('value').replace(/[.。!]$/, '')
      if (!hit.has('sign') && (/\s/.test(value) || !(isNameLike(value) || isMisfit(path, value)))) continue
      if (value.includes(MASK) || found.isCovered(span) || UNDECIDED.test(value) || turn.negated(hit)) continue
      found.cover(span)
      found.ask({ ...askAbout(path.replace('@', '0'), turn.quote(span)), path })
    }
  }
  findPlaceholders(turn, found)
}
