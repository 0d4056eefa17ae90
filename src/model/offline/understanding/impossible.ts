import { askAbout } from './check.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import type { Turn } from './turn.js'

const FOREVER = /(?:\b(?:forever|indefinitely|infinite(?:ly)?)\b|永久|永远|无限期)/dgi
const KEPT = /\b(?:retention|retain\w*|keep|kept|logs?|topics?)\b|保留|保存|留存|日志|主题/i
const IN_S3 = /\b(?:s3|bucket|files?|json|iceberg|back-?ups?|tables?|archive)\b|桶|备份|文件|表/i
const PARTITION =
  /\bpartition(?:ed|ing|s)?(?: (?:it|them|the (?:tables?|files|data)|iceberg|json))?\s+(?:by|per)\s+(?:the )?(?<unit>week|minute|second|quarter)\b|按\s*(?<chinese>周|星期|分钟|秒|季度)\s*分区|\b(?<adverb>weekly|quarterly)\s+partition(?:s|ed|ing)?\b/dgi
const BACKUP = /(?:\b(?:the |any )?back-?ups?\b|备份)(?! ?bucket|桶|\s*(?:prefix|前缀))/dgi
const CONFIRMED_BACKUP = /\b(?:separate|extra|another|own|different|second|in|to|at|for)\b|单独|另外|放|存|在/i
const KEPT_BACKUP =
  /\b(?:never|don'?t|do not|must not|cannot|can't)\s+(?:skip|drop|forget|lose|remove|disable|delete)\b|(?:不能|不要|别)(?:少|丢|忘|删|没有)/i
const TITLE =
  /\b(?:[Nn]ame|[Cc]all) (?:it|this|the (?:project|stack|deployment|solution))\s+(?:as )?(?<value>[A-Z][\w']*(?: [A-Z][\w']*)+!?)/dg
const BARE_ORIGIN =
  /\b(?:cors|origins?)\b[^.;\n]{0,30}?(?<![\w./:@-])(?<host>(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24})(?![\w/:])/dgi

/** What is clear and cannot be: the question says why and what can. */
export function findImpossible(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(FOREVER)) {
    const clause = turn.clauseText(hit)
    if (!KEPT.test(clause) || IN_S3.test(clause) || turn.negated(hit)) continue
    const isLogs = /\blogs?\b|日志/.test(clause) && !/\btopics?\b|主题/.test(clause)
    const path = isLogs ? 'observability.logRetentionDays' : 'topics.@.retentionHours'
    found.cover(hit)
    found.ask({ ...askAbout(path.replace('@', '0'), turn.quote(hit)), path })
  }
  for (const hit of turn.hits(PARTITION)) {
    if (turn.negated(hit)) continue
    const kind = turn.roleAt(hit)?.role === 'iceberg' ? 'iceberg' : 'json'
    const unit = hit.span(hit.has('unit') ? 'unit' : hit.has('chinese') ? 'chinese' : 'adverb')
    found.cover(hit)
    found.ask({ ...askAbout('sinks.0.partitionBy', turn.quote(unit)), path: `sinks.${kind}.partitionBy` })
  }
  findNoBackup(turn, found, context)
  for (const hit of turn.hits(TITLE)) {
    if (!found.has('name') && !found.asks('name')) found.ask(askAbout('name', hit.group('value')))
    found.cover(hit)
  }
  for (const hit of turn.hits(BARE_ORIGIN)) {
    if (found.has('collector.corsOrigins') || turn.negated(hit)) continue
    const origin = `https://${hit.group('host')}`
    found.cover(hit)
    found.ask({
      path: 'collector.corsOrigins',
      text: `An origin has its scheme: is ${origin} meant by "${turn.quote(hit.span('host'))}"?`,
      choices: [origin],
    })
  }
}

function findNoBackup(turn: Turn, found: Findings, context: Context): void {
  if (context.value('backup.bucket') !== undefined || found.all().some(({ path }) => path.startsWith('backup.'))) return
  for (const hit of turn.hits(BACKUP)) {
    if (!turn.negated(hit) || CONFIRMED_BACKUP.test(turn.clauseText(hit)) || KEPT_BACKUP.test(turn.clauseText(hit)))
      continue
    const bucket = found.at('intent.bucket')[0]?.value ?? context.value('intent.bucket')
    found.cover(hit)
    found.ask({
      path: 'backup.bucket',
      text: 'What Kafka could not take is always backed up in S3, so that no event is lost; without a bucket of its own it goes into the one bucket. Which bucket is it?',
      ...(typeof bucket === 'string' && { choices: [bucket] }),
    })
  }
}
