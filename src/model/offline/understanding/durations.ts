import { LOG_RETENTION_DAYS } from '../../../spec/schema.js'
import type { Findings } from './findings.js'
import { sayType } from './sink-kinds.js'
import type { Hit, Turn } from './turn.js'
import { DURATION, parseDuration, secondsOf, TIME_UNIT } from './units.js'
import { NUMBER, parseNumber } from './numbers.js'

const LENGTH = new RegExp(
  `(?<length>${DURATION})|(?:\\bevery|\\beach|每隔?|每个?|\\bper)\\s*(?<each>second|minute|hour|day|秒|分钟|小时|天)(?![a-z])|(?<adverb>\\b(?:hourly|daily)\\b)`,
  'dgi',
)
const KEYED = new RegExp(
  `\\b(?<key>retention ?hours|commit ?seconds|flush ?seconds|outage ?minutes|log ?retention ?days)\\b["']?\\s*(?:is|of|:|=|to)?\\s*(?<number>${NUMBER})(?!\\s*${TIME_UNIT})`,
  'dgi',
)

type Kind = 'retention' | 'logs' | 'flush' | 'commit' | 'outage' | 'storage' | 'interval' | 'background'

const CUES: readonly (readonly [Kind, RegExp])[] = [
  ['logs', /(?<![\w-])(?:logs?|log retention|cloudwatch|logging)(?![\w-])(?! lines?| events?)|日志/gi],
  [
    'storage',
    /(?<![\w-])(?:in|from|on) s3\b|\bglacier\b|\blifecycle\b|\bobjects?\b|\bsnapshots?\b|\bttl\b|\bexpire|快照|生命周期|\barchiv\w+/gi,
  ],
  [
    'retention',
    /\b(?:retention|retain\w*|keeps?|kept|keeping|held?|hold|stays?|stored?|replayable)\b|保留|保存|留存|存留|留/gi,
  ],
  ['commit', /\bcommit\w*\b|提交/gi],
  [
    'flush',
    /\b(?:flush\w*|roll\w*|rotat\w*|new (?:json )?files?|files? every|deliver\w*|batch\w*|upload\w*)\b|刷写|刷新|落(?:一次)?盘|刷|滚动|切分|攒/gi,
  ],
  [
    'outage',
    /\b(?:outages?|downtime|unavailab\w+|down|offline|surviv\w+|ride out|tolerat\w+|buffer\w*|spill\w*|disconnect\w*|unreachable)\b|宕机|故障|中断|不可用|断开|挂掉?|撑|缓冲/gi,
  ],
  [
    'interval',
    /\b(?:every|each|interval|write|writes|lands?|land|appear|within|available|fresh\w*)\b|每隔?|写入?|间隔|一次/gi,
  ],
  [
    'background',
    /\b(?:by|in|next|last|past|ago|for the (?:last|past)|within the next|timeout|session|trial|deadline|deregistration|drain\w*|old|since|latency|respon\w+|p9\d|meeting|call|finish\w*|launch\w*|go live|ready|weeks? from)\b|之前|以前|超时|会话|延迟|响应|上线|过去|内/gi,
  ],
]

/** Lengths of time, each given to what its words are about: retention, logs, flush, commit, outage. */
export function findDurations(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(KEYED)) {
    const number = parseNumber(hit.group('number'))
    const key = hit.group('key').toLowerCase().replace(/ /g, '')
    if (number === undefined) continue
    if (key === 'retentionhours')
      found.say('topics.@.retentionHours', number, hit, { shape: 'topics.0.retentionHours' })
    if (key === 'commitseconds') sayInterval(turn, found, hit, 'commit', number)
    if (key === 'flushseconds') sayInterval(turn, found, hit, 'flush', number)
    if (key === 'outageminutes') found.say('collector.outageMinutes', number, hit)
    if (key === 'logretentiondays') sayLogs(found, number, hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(LENGTH)) {
    const seconds = hit.has('length')
      ? parseDuration(hit.group('length'))
      : hit.has('each')
        ? secondsOf(hit.group('each'))
        : /hourly/i.test(hit.text)
          ? 3600
          : 86_400
    if (seconds === undefined || seconds < 0) continue
    const kind = kindOf(turn, hit)
    if (kind === undefined || (hit.has('adverb') && kind !== 'flush' && kind !== 'commit')) continue
    if (hit.has('length') && turn.negated(hit)) {
      found.cover(hit)
      continue
    }
    if (store(turn, found, hit, kind, Number(seconds.toPrecision(12)))) turn.mask(hit)
  }
}

function store(turn: Turn, found: Findings, hit: Hit, kind: Kind, seconds: number): boolean {
  switch (kind) {
    case 'logs':
      sayLogs(found, seconds / 86_400, hit)
      return true
    case 'retention':
      found.say('topics.@.retentionHours', Math.ceil(seconds / 3600), hit, { shape: 'topics.0.retentionHours' })
      return true
    case 'outage':
      found.say('collector.outageMinutes', Math.ceil(seconds / 60), hit)
      return true
    case 'commit':
    case 'flush':
      sayInterval(turn, found, hit, kind, Math.ceil(seconds))
      return true
    case 'storage':
      found.askOther(
        `How long objects stay in S3 ("${turn.quote(hit)}") is no field of the spec; a lifecycle rule of the bucket does it.`,
        'topics: [ { name: app_logs, retentionHours: 72 } ]',
      )
      return true
    default:
      return false
  }
}

function sayInterval(turn: Turn, found: Findings, hit: Hit, kind: 'commit' | 'flush', seconds: number): void {
  const sink = kind === 'commit' ? 'iceberg' : 'json'
  found.say(`sinks.${sink}.${kind}Seconds`, seconds, hit, { shape: `sinks.0.${kind}Seconds` })
  sayType(found, sink, turn.roleAt(hit, [sink]))
}

function sayLogs(found: Findings, days: number, hit: Hit): void {
  const whole = Math.round(days)
  if ((LOG_RETENTION_DAYS as readonly number[]).includes(whole))
    return found.say('observability.logRetentionDays', whole, hit)
  const above = LOG_RETENTION_DAYS.find((fits) => fits > whole)
  const below = LOG_RETENTION_DAYS.findLast((fits) => fits < whole)
  const choices = [below, above].filter((fits) => fits !== undefined).map(String)
  found.cover(hit)
  found.ask({
    path: 'observability.logRetentionDays',
    text: `CloudWatch keeps logs for certain numbers of days only, and ${whole} is none of them. Which one fits: ${choices.join(' or ')}?`,
    choices,
  })
}

/** What the words nearest to a length of time are about. */
function kindOf(turn: Turn, hit: Hit): Kind | undefined {
  const clause = turn.clauseAt(hit.sentence, hit.start)
  const inClause = decide(turn, hit, turn.whole.slice(clause.start, clause.end), hit.start - clause.start)
  if (inClause !== undefined && inClause !== 'interval') return inClause === 'background' ? undefined : inClause
  const own = turn.roles.some(({ start, end }) => start >= clause.start && end <= clause.end)
  if (inClause === 'interval' && own) return intervalOf(turn, hit)
  const before = turn.whole.slice(hit.sentence.start, clause.end)
  const wider = decide(turn, hit, before, hit.start - hit.sentence.start)
  if (wider !== undefined && wider !== 'interval' && wider !== 'background') return wider
  if (inClause === 'interval' || wider === 'interval' || hit.has('each') || hit.has('adverb'))
    return intervalOf(turn, hit)
  if (
    /\btopics?\b|主题|partitions?|分区/i.test(before) &&
    !/\bin\b[^,]*$/i.test(turn.before(hit, 12)) &&
    hit.has('length')
  )
    return 'retention'
  return undefined
}

/** "JSON every 2 minutes": which sink writes at that interval. */
function intervalOf(turn: Turn, hit: Hit): Kind | undefined {
  const role = turn.roleAt(hit)?.role
  return role === 'iceberg' ? 'commit' : role === 'json' ? 'flush' : undefined
}

function decide(turn: Turn, hit: Hit, text: string, at: number): Kind | undefined {
  const found = CUES.map(([kind, pattern]) => {
    let best = Infinity
    for (const match of text.matchAll(pattern)) {
      const distance =
        match.index < at ? at - (match.index + match[0].length) : 1.2 * (match.index - at - hit.text.length) + 3
      if (
        kind === 'background' &&
        (match.index > at || distance > (/^(?:by|in|next|last|past|ago|old|内)$/i.test(match[0]) ? 2 : 14))
      )
        continue
      if (kind === 'interval' && match.index > at) continue
      best = Math.min(best, Math.max(0, distance))
    }
    return { kind, distance: best }
  }).filter(({ distance }) => distance < 70)
  const of = (kind: Kind): number => found.find((one) => one.kind === kind)?.distance ?? Infinity
  if (of('retention') < Infinity || /\bretention\b/.test(text)) {
    if (of('logs') < Infinity && !isIdentifier(turn, text)) return 'logs'
    if (of('storage') < Infinity) return 'storage'
  }
  const named = found.some(({ kind }) => kind === 'commit' || kind === 'flush' || kind === 'outage')
  return found
    .filter(
      ({ kind }) =>
        kind !== 'storage' &&
        (kind !== 'interval' || !named) &&
        (kind !== 'retention' || of('retention') < 40 || !named) &&
        (kind !== 'logs' || of('retention') < Infinity || of('interval') === Infinity),
    )
    .sort((left, right) => left.distance - right.distance)[0]?.kind
}

/** "click logs in the topic": logs that are events. */
function isIdentifier(_turn: Turn, text: string): boolean {
  return (
    /\b(?:topics?|kafka)\b|主题/i.test(text) &&
    !/\b(?:cloudwatch|container|application|service|nginx) logs?\b|(?<![\w-])logs? (?:for|retention|are kept|kept)/i.test(
      text,
    )
  )
}
