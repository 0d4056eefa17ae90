import type { Findings } from './findings.js'
import { sayType } from './sink-kinds.js'
import type { Turn } from './turn.js'

const COLUMN =
  /(?:(?:\bcolumns?|\bfields?|字段|列|\bschema)\s*(?:[:(]\s*)?)?["'`]?(?<name>[a-z][a-z0-9_]{0,63})["'`]?\s*(?:as|:|\(|is an?|,|of type|类型(?:是|为)?|\s)\s*(?:an? )?(?<type>string|int|integer|long|bigint|float|double|boolean|bool|date|timestamp)\b\)?\s*(?:\(?\s*(?:from|at|path|<-|=|,|@|来自|取自|路径(?:是|为)?|:)\s*)(?:the )?(?:path |field )*["'`]?(?<path>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,7})/dgi

/** Typed columns of the Iceberg table: name, type and path in the event. */
export function findColumns(turn: Turn, found: Findings): void {
  let index = 0
  for (const hit of turn.hits(COLUMN)) {
    const type =
      { integer: 'int', bigint: 'long', bool: 'boolean' }[hit.group('type').toLowerCase()] ??
      hit.group('type').toLowerCase()
    if (
      !/\bcolumns?\b|\bfields?\b|\bschema\b|字段|列/i.test(turn.whole.slice(hit.sentence.start, hit.end)) ||
      turn.negated(hit)
    )
      continue
    const at = `sinks.iceberg.schema.${index++}`
    found.say(`${at}.name`, hit.group('name'), hit.span('name'), { shape: 'sinks.0.schema.0.name' })
    found.say(`${at}.type`, type, hit.span('type'), { shape: 'sinks.0.schema.0.type' })
    found.say(`${at}.path`, hit.group('path'), hit.span('path'), { shape: 'sinks.0.schema.0.path' })
    sayType(found, 'iceberg', turn.roleAt(hit, ['iceberg']))
    turn.mask(hit)
  }
}
