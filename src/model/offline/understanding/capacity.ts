import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import { bothKinds, type Kind, sayType } from './sink-kinds.js'
import type { Hit, Turn } from './turn.js'

const MCU = new RegExp(
  `(?<number>${NUMBER})[ -]*mcus?(?![a-z])|\\bmcus?\\s*(?:is|of|to|:|=|per worker)*\\s*(?<after>${NUMBER})`,
  'dgi',
)

/** How large the connectors are: MCU a worker, and workers. */
export function findMcu(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(MCU)) {
    const number = parseNumber(hit.has('number') ? hit.group('number') : hit.group('after'))
    if (number === undefined || turn.negated(hit)) continue
    sayCapacity(turn, found, context, hit, 'mcu', number)
    turn.mask(hit)
  }
}

export function sayCapacity(
  turn: Turn,
  found: Findings,
  context: Context,
  hit: Hit,
  field: 'mcu' | 'minWorkers' | 'maxWorkers',
  number: number,
): void {
  const role = turn.roleAt(hit, ['json', 'iceberg'])
  const kinds: readonly Kind[] = role ? [role.role as Kind] : bothKinds(found, context)
  for (const kind of kinds) {
    found.say(`sinks.${kind}.capacity.${field}`, number, hit, { shape: `sinks.0.capacity.${field}` })
    sayType(found, kind, role)
  }
}
