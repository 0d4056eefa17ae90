import { sayPrefix } from './buckets.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { bare, type Cue, isMeant, isNameLike, MEDIUM, STRONG, TOKEN, VALUE } from './names.js'
import { findColumns } from './columns.js'
import { findDeclined, sayType } from './sink-kinds.js'
import type { Hit, Turn } from './turn.js'
import type { Span } from './types.js'

const NAMED = new RegExp(
  `(?<noun>(?:glue |iceberg |athena )?(?:database|db|schema name)|(?:glue |iceberg )?table|数据库|(?<![仓据])库名?(?!存)|表名?|(?:key )?prefix|前缀)(?:\\s+name)?(?:的?(?:名字|名称|名))?(?:(?<strong>${STRONG})|(?<medium>${MEDIUM})|\\s+|(?=["'\`A-Za-z]))(?!(?:database|db|table)(?![\\w.-]))${VALUE}`,
  'dgi',
)
/** "database analytics table events partitioned by hour": the next noun, or how it is written, ends the name before it. */
const NEXT_NOUN =
  /^\s+(?:(?:table|database|prefix)(?=\s)|(?:partition(?:ing|s)?|commit(?:s|ting)?|every|hourly|daily|monthly|yearly|(?:by|per) (?:hour|day|month|year)|under|stored)\b|\s*按)/i
/** What a table or database has, and is not called. */
const PARTS = /^(?:outputs?|formats?|layouts?|schemas?|files?|rows?|writes?|sinks?|gets?)$/i
const CALLED = new RegExp(
  `(?<noun>database|table|数据库|表)(?:(?!table|database|bucket|topic|cluster|表|桶)[^,.;\\n，。；"'\`]){0,30}?(?:\\b(?:called|named)\\b|叫做?|名为|名叫)\\s*${VALUE}`,
  'dgi',
)
const BEFORE = new RegExp(
  `(?:"(?<quoted>[^"\\n]{1,80})"|'(?<single>[^'\\n]{1,80})'|\`(?<ticked>[^\`\\n]{1,80})\`|(?<![\\w./@:-])(?<token>${TOKEN}))\\s*(?:(?:glue|iceberg) )?(?<noun>database(?!\\w)|table(?!\\w)|数据库|表(?!示|明|现|格)|prefix(?!\\w))`,
  'dgi',
)
const DOTTED =
  /(?:\btable|表名?|\biceberg (?:table )?(?:as|to|in|into|called|named)?)\s*(?::|=|,|is|called|named|叫|是|为|用)*\s*["'`]?(?<database>[a-z0-9_]{1,120})\.(?<table>[a-z0-9_]{1,120})["'`]?(?![\w.-])/dgi
const DOTTED_BEFORE =
  /(?<![\w./@:-])["'`]?(?<database>[a-z][a-z0-9_]{0,119})\.(?<table>[a-z][a-z0-9_]{0,119})["'`]?\s*(?:(?:glue|iceberg) )?(?:table(?!\w)|表(?!示|明|现|格))/dgi
const IN_DATABASE =
  /\btable\s+(?:in|of|inside|under)\s+(?:the\s+)?(?:glue\s+)?(?:database|db)\s+["'`]?(?<database>[A-Za-z0-9_-]{1,120})["'`]?,?\s+(?:called|named)\s+["'`]?(?<table>[A-Za-z0-9_-]{1,120})["'`]?/dgi
const UNDER =
  /(?<![\w-])(?:under|below|beneath|in folder|in the folder|folder|path|prefixed with|目录(?:是|为|下)?|放在|路径)\s*(?:the )?(?:prefix |folder |path )?["'`]?(?<value>(?:[A-Za-z0-9_=.-]+\/)+[A-Za-z0-9_=.-]*|\/?[A-Za-z0-9_=-]+\/)["'`]?/dgi

/** Which sinks there are, and everything that is said of them; `sinks.json.…` and `sinks.iceberg.…` get their index afterwards. */
export function findSinks(turn: Turn, found: Findings, context: Context): void {
  findDeclined(turn, found, context)
  findColumns(turn, found)
  for (const hit of [IN_DATABASE, DOTTED, DOTTED_BEFORE].flatMap((pattern) => turn.hits(pattern))) {
    if (turn.negated(hit)) continue
    sayIceberg(turn, found, hit, 'database', hit.span('database'))
    sayIceberg(turn, found, hit, 'table', hit.span('table'))
    turn.mask(hit)
  }
  for (const pattern of [NAMED, CALLED]) {
    for (const hit of turn.hits(pattern)) {
      const cue: Cue = pattern === CALLED || hit.has('strong') ? 'strong' : hit.has('medium') ? 'medium' : 'none'
      const value = hit.group('value')
      if (
        /^["'`]?(?:by|per|partition\w*|every|commits?|prefix|bucket|s3:)$/i.test(bare(value)) ||
        (cue === 'none' && PARTS.test(bare(value))) ||
        !isMeant(value, cue, turn.after(hit.span('value'), 20).replace(NEXT_NOUN, ','), turn.before(hit, 12))
      )
        continue
      takeNamed(turn, found, hit, hit.span('value'))
    }
  }
  for (const hit of turn.hits(BEFORE)) {
    const quoted = ['quoted', 'single', 'ticked'].find((name) => hit.has(name))
    if (quoted || (isNameLike(hit.group('token')) && !/^\d/.test(hit.group('token'))))
      takeNamed(turn, found, hit, hit.span(quoted ?? 'token'))
  }
  for (const hit of turn.hits(UNDER)) {
    const role = turn.roleAt(hit)
    if (
      !/\b(?:json|iceberg|s3|bucket|backup|files?|data|events?|prefix|store|put|land)\b|桶|备份|文件|数据/i.test(
        turn.clauseText(hit),
      )
    )
      continue
    const { start } = hit.span('value')
    const value = bare(hit.group('value'))
    sayPrefix(found, role?.role ?? 'json', value, { start, end: start + value.length }, role)
    turn.mask(hit)
  }
}

function takeNamed(turn: Turn, found: Findings, hit: Hit, whole: Span): void {
  const text = turn.whole.slice(whole.start, whole.end)
  const value = bare(text)
  const start = whole.start + Math.max(0, text.indexOf(value))
  const span = { start, end: start + value.length }
  const noun = hit.group('noun').toLowerCase()
  if (/prefix|前缀/.test(noun)) {
    if (/\brole\s*$|角色/.test(turn.before(hit, 10)) || /role/i.test(turn.before(hit.span('noun'), 6))) return
    const role = turn.roleAt({ ...span, sentence: hit.sentence })
    sayPrefix(found, role?.role ?? 'json', value, span, role)
  } else if (turn.negated({ ...span, sentence: hit.sentence })) {
    found.deny(`sinks.iceberg.${/table|表/.test(noun) ? 'table' : 'database'}`, span, value)
  } else sayIceberg(turn, found, hit, /table|表/.test(noun) ? 'table' : 'database', span)
  turn.mask(span)
}

function sayIceberg(turn: Turn, found: Findings, hit: Hit, field: 'database' | 'table', span: Span): void {
  found.say(`sinks.iceberg.${field}`, turn.whole.slice(span.start, span.end), span, { shape: `sinks.0.${field}` })
  sayType(found, 'iceberg', turn.roleAt(hit, ['iceberg']))
}
