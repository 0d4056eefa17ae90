import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { literally } from './text.js'
import type { Turn } from './turn.js'

/** Keys of tags that are also fields of the spec: only "the region tag" is about the tag. */
const FIELDS =
  /^(?:region|name|bucket|cluster|topic|database|table|account|auth|prefix|memory|cpu|domain|vpc|project)$/i
const CHANGES = /\b(?:change|set|make|update|switch|rename|should|actually|instead|sorry|no)\b|改|换|设|更正|应该/i

/** "change team to growth", "把env改成dev", "remove the env tag": tags that were said before. */
export function findTagCorrections(turn: Turn, found: Findings, context: Context): void {
  const known = context.draft.statements.filter(({ path }) => path.startsWith('tags.'))
  for (const { path } of known.slice(0, 50)) {
    const key = path.slice(5)
    const name = `(?<![\\w./-])${literally(key)}(?![\\w./-])`
    const tagged = `(?:(?:\\btag|标签)\\s*${name}|${name}\\s*(?:的)?(?:tag\\b|标签))`
    const removed = new RegExp(
      `(?:\\b(?:remove|drop|delete|forget|without|no|get rid of)\\s+(?:the\\s+)?|(?:去掉|删掉|删除|移除|不要|取消)\\s*)${tagged}|${tagged}\\s*(?:去掉|删掉|删除|移除|不要)`,
      'dgi',
    )
    for (const hit of turn.hits(removed)) {
      found.deny(path, hit)
      turn.mask(hit)
    }
    const value = `["'\`]?(?<value>[A-Za-z0-9_./+@-]{1,256})["'\`]?`
    const changed = new RegExp(
      `(?:${tagged}\\s+is\\s+|(?:${tagged}${FIELDS.test(key) ? '' : `|${name}`})\\s*(?:(?:value )?(?:to|should be)\\s+|->|=|:|(?:改成|改为|换成|设为|变成|应该是|为|是)\\s*))${value}`,
      'dgi',
    )
    if (!CHANGES.test(turn.whole)) continue
    for (const hit of turn.hits(changed)) {
      const text = hit.group('value').replace(/[.]+$/, '')
      const { start } = hit.span('value')
      if (!found.has(path)) found.say(path, text, { start, end: start + text.length })
      turn.mask(hit)
    }
  }
}
