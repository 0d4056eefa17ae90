import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { bothKinds, type Kind, sayType, TYPE_OF } from './sink-kinds.js'
import { MASK } from './text.js'
import type { Turn } from './turn.js'
import type { Span } from './types.js'

const PARTITION =
  /(?<phrase>(?:\bpartition(?:ed|ing|s)?(?: (?:it|them|(?:the |all )?(?:tables?|files|data|events|sinks?|(?:s3 )?json|iceberg)(?: (?:files?|tables?|sink|output|data))?))?\s*(?:from \w+ to|by|per|on|is|:|=|into|to)?\s*(?:by )?(?:the )?(?:event )?|\b(?:one|1) (?:folder|partition|directory) (?:per|an?|each|every) |分区(?:的?(?:方式|粒度|策略|间隔|单位))?\s*(?:还是|应该|要|请)?\s*(?:(?:改成|改为|改|换成|换为|调整?(?:成|为|到)|变成|设为|设成|用)\s*(?:按|以|每个?)?|按|以|每个?)|按|以|每个?)\s*(?<unit>hour(?:ly)?|da(?:y|ily)|month(?:ly)?|year(?:ly)?|小时|天|日|月|年)(?:\s*(?:[一1]\s*个)?(?:分区|划分|目录|partition\w*|来分区|做分区))?|\b(?<adverb>hourly|daily|monthly|yearly)\s+partition\w*|(?<=\bpartition[^.;\n]{3,60}\b(?:json|iceberg)(?: files| tables?| sink)?\s)(?:by|per)\s*(?<short>hour|day|month|year)|(?<=[,，、;]\s*)(?:by|per|按)\s*(?<lone>hour|day|month|year|小时|天|月)(?=\s*(?:[,，、;。.]|$|\n))|\bpartitionBy["']?\s*[:=]?\s*["']?(?<key>hour|day|month|year))/dgi

/** "table clicks by day", "JSON files by hour, 表 clicks 按天": a sink or its table, whose name is masked by now, and how it is divided. */
const BEHIND = new RegExp(
  `(?:\\b(?:json|iceberg)(?: files?| sink| output| data)?|(?:\\b(?:json |iceberg )?tables?|表名?)\\s*(?:[:=是叫为]|called|named)?\\s*["'\`]?${MASK}*["'\`]?)\\s*,?\\s*(?<phrase>(?:by|按)\\s*(?<unit>hour|day|month|year|小时|天|日|月|年)|per (?<short>hour|day|month|year)|(?<adverb>hourly|daily|monthly|yearly))(?=\\s*(?:$|[,;.)\\n]|。|(?:and|with|in|under)\\b|和|分区))`,
  'dgi',
)
const WRITES = /\b(?:flush|roll|rotat|commit|new|deliver|upload|batch|writ)\w*|刷|提交|落盘/i
/** "make it hourly", "改成按小时": says only what changes, not what it is about. */
const CHANGED =
  /(?:\b(?:make|change|switch|turn|set)\s+(?:it|that|this)\s+(?:to\s+)?(?:be\s+)?|\b(?:no|sorry|actually),?\s+(?=by)|(?:改成|改为|换成|换为|调整?(?:成|为)|变成|应该是|还是)\s*(?=按|以|每))(?<phrase>(?:by |per )?(?:the )?(?<unit>hour(?:ly)?|day|daily|month(?:ly)?|year(?:ly)?)|(?:按|以|每个?)\s*(?<adverb>小时|天|日|月|年))(?=\s*(?:$|[,;.。!吧]|(?:instead|please|then|rather)\b))/dgi
/** "Iceberg by month": enough where the unit was asked for. */
const ANSWER =
  /(?<phrase>\b(?:by|per) (?<unit>hour|day|month|year)\b|按\s*(?<adverb>小时|天|日|月|年)(?!\s*(?:分区|划分)))/dgi
const EVERY_SINK = /\b(?:both|all|every\w*|each|also|too|as well)\b|都|全部|所有|也|两/i

/** By which unit of time the sinks are partitioned. */
export function findPartitioning(turn: Turn, found: Findings, context: Context): void {
  const alone = turn.hits(BEHIND).filter((hit) => !WRITES.test(turn.clauseText(hit)))
  const changed = [
    ...(isAboutPartitioning(context) ? turn.hits(CHANGED) : []),
    ...(context.draft.questions.some(({ path }) => path.endsWith('.partitionBy')) ? turn.hits(ANSWER) : []),
  ]
  const hits = [...turn.hits(PARTITION), ...alone, ...changed]
  const named = new Set(hits.length > 1 ? hits.map((hit) => turn.roleAt(hit)?.role) : [])
  for (const hit of hits) {
    const word = (
      hit.group('unit') ||
      hit.group('adverb') ||
      hit.group('short') ||
      hit.group('lone') ||
      hit.group('key')
    ).toLowerCase()
    const unit = /^h|小时/.test(word) ? 'hour' : /^d|天|日/.test(word) ? 'day' : /^m|月/.test(word) ? 'month' : 'year'
    if (hit.has('lone') && turn.roleAt(hit) === undefined) continue
    if (
      (!hit.has('short') &&
        !hit.has('lone') &&
        !alone.includes(hit) &&
        !changed.includes(hit) &&
        !/partition|分区|folder|directory|目录|划分/i.test(hit.text)) ||
      turn.negated(hit)
    )
      continue
    const role = turn.roleAt(hit)
    const table =
      /\btables?\b|表|warehouse/i.test(turn.clauseText(hit)) || isBehindTable(turn, found, hit)
        ? 'iceberg'
        : /\bfiles?\b|文件/i.test(turn.clauseText(hit))
          ? 'json'
          : undefined
    const kinds: readonly Kind[] = alone.includes(hit)
      ? [/^json\b(?! table)/i.test(hit.text) ? 'json' : 'iceberg']
      : role?.role === 'json' || role?.role === 'iceberg'
        ? [role.role]
        : table
          ? [table]
          : unnamed(turn, found, context, unit, hit)
    for (const kind of kinds) {
      if (kinds.length > 1 && named.has(kind)) continue
      found.say(`sinks.${kind}.partitionBy`, unit, hit.span('phrase'), { shape: 'sinks.0.partitionBy' })
      sayType(found, kind, role?.role === kind ? role : undefined)
    }
    turn.mask(hit)
  }
}

/** "table hits, partitioned by hour": nothing but a comma stands between. */
function isBehindTable(turn: Turn, found: Findings, { start }: Span): boolean {
  return found
    .at('sinks.iceberg.table')
    .some(({ end }) => end <= start && /^["'`\s,]*$/.test(turn.whole.slice(end, start)))
}

/** Whether a unit of time alone can be about partitions: they were talked of, and no interval was. */
function isAboutPartitioning(context: Context): boolean {
  const said = context.draft.statements.map(({ path }) => path)
  return (
    said.some((path) => path.endsWith('.partitionBy')) && !said.some((path) => /(?:flush|commit)Seconds$/.test(path))
  )
}

/** The sinks that a unit is about where no sink is named: those whose partitioning was said before, or all of them; asks where that is open. */
function unnamed(turn: Turn, found: Findings, context: Context, unit: string, hit: Span): readonly Kind[] {
  const both = bothKinds(found, context)
  const before = new Map(both.map((kind) => [kind, context.sinkValue(TYPE_OF[kind], 'partitionBy')]))
  const said = both.filter((kind) => before.get(kind) !== undefined)
  if (said.length === 0 || EVERY_SINK.test(turn.whole)) return both
  const other = said.filter((kind) => before.get(kind) !== unit)
  if (other.length < 2 || new Set(before.values()).size === 1) return said
  found.cover(hit)
  for (const kind of said)
    found.ask({
      path: `sinks.${kind}.partitionBy`,
      text: `"${turn.quote(hit)}" names no sink. How is ${TYPE_OF[kind]} to be partitioned: by ${unit}, or by ${String(before.get(kind))} as before? Say it with the sink, for example "${kind === 'json' ? 'JSON' : 'Iceberg'} by ${unit}".`,
    })
  return []
}
