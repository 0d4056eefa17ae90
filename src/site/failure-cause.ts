/** Why a connector or a task failed, in plain data. */
export interface FailureCause {
  /** PascalCase, stable; `Unknown` where the trace says nothing known. */
  readonly code: string
  readonly cause: string
  readonly hint: string
  /** The line of the trace that says most. */
  readonly line: string
}

type Known = readonly [pattern: RegExp, code: string, cause: string, hint: string]

/** The first that fits the innermost cause wins, so what is special stands before what is general. */
const KNOWN: readonly Known[] = [
  [
    /ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError|Failed to find any class/,
    'ClassMissing',
    'a class is missing from the plugin or is of another version',
    '`clickstream plugins verify` compares the jars with their lock; look at connector.class and the transforms',
  ],
  [
    /OutOfMemoryError/,
    'OutOfMemory',
    'the worker ran out of memory',
    'give the connector fewer tasks or more capacity (`capacity` of the sink), or lower memory.bytes',
  ],
  [/No space left on device/, 'DiskFull', 'the disk is full', 'free some space, then restart the connector'],
  [
    /NoSuchBucket|bucket does not exist/i,
    'BucketMissing',
    'the bucket does not exist',
    'make the bucket, or write the name of one that exists into `bucket` of the sink',
  ],
  [
    /NoSuchTableException|NoSuchNamespaceException|EntityNotFoundException|Table does not exist/,
    'TableMissing',
    'the table does not exist',
    'the table comes with the Connectors stack: deploy it again, and look at `database` and `table` of the sink',
  ],
  [
    /SaslAuthenticationException|SslAuthenticationException|SSLHandshakeException/,
    'LoginRefused',
    'the brokers refused the login',
    'look at `kafka.connectAuth`, and whether the cluster allows this kind of login',
  ],
  [
    /AccessDenied|Access Denied|AuthorizationException|AuthorizationFailed|not authorized|Forbidden|Status Code: 403/i,
    'AccessDenied',
    'access was denied',
    'look at the role of the connector: bucket, key, Glue database, topics and group have a statement each',
  ],
  [
    /UnknownTopicOrPartition|not present in metadata|unknown topic/i,
    'TopicMissing',
    'a topic does not exist',
    '`clickstream topics` names it, `clickstream topics apply` makes it',
  ],
  [
    /ConfigException|Invalid value .* for configuration|Missing required configuration/,
    'SettingRefused',
    'a setting is wrong',
    'correct it in clickstream.yaml and synthesize again',
  ],
  [
    /RecordTooLargeException|MESSAGE_TOO_LARGE/,
    'RecordTooLarge',
    'a record is larger than its topic takes',
    '`clickstream topics` compares max.message.bytes with the plan',
  ],
  [
    /BadRecordException/,
    'BadRecord',
    'the sink cannot store this record',
    'it stays among the dead letters; what wrote it into the topic did not go through the collector',
  ],
  [
    /DataException|SerializationException|JsonParseException|JsonEOFException|ConversionException|Error during (?:de)?serialization/,
    'ConversionFailed',
    'a record could not be converted',
    '`clickstream connectors errors` shows what was put aside; errors.tolerance=all keeps the task running',
  ],
  [
    /ProducerFenced|InvalidProducerEpoch|FencedInstanceId|fenced/i,
    'Fenced',
    'another task with the same identity took over',
    'look for a second connector with the same consumer group; a restart mends what is left',
  ],
  [
    /Connection refused|UnknownHostException|NoRouteToHost|No resolvable bootstrap|Unable to execute HTTP request|DisconnectException|connect timed out|TimeoutException/i,
    'Unreachable',
    'the brokers, S3 or Glue could not be reached',
    'look at security groups, endpoints and whether the brokers run, then restart the connector',
  ],
]

/** Explains the trace of a failed connector or task. */
export function failureCause(trace = ''): FailureCause {
  const lines = trace.split('\n').map((line) => line.trim())
  const first = lines[0] ?? ''
  const causes = lines.filter((line) => line.startsWith('Caused by: ')).map((line) => line.slice('Caused by: '.length))
  // The innermost says most; what is around it counts where the innermost is nothing known.
  for (const line of [...causes.toReversed(), first]) {
    const known = KNOWN.find(([pattern]) => pattern.test(line))
    if (known === undefined) continue
    const [, code, cause, hint] = known
    return { code, cause, hint, line }
  }
  const line = causes.at(-1) ?? first
  return {
    code: 'Unknown',
    cause: line === '' ? 'the worker gives no trace' : line,
    hint: 'look at the worker’s log around this time',
    line,
  }
}
