import { parse } from 'yaml'
import { leafSchemasAt } from '../../../spec/leaf-schema.js'
import { leavesOf } from '../../../spec/paths.js'
import { askAbout, isValid } from './check.js'
import type { Findings } from './findings.js'
import { ROOTS } from './pasted.js'
import type { Turn } from './turn.js'

const FLOW = new RegExp(`^[\\s>*\`-]*(?<yaml>(?:${ROOTS}):[ \\t]*[{[].{1,1000}[}\\]])[\\s\`.]*$`)
const DOTTED = new RegExp(
  `(?<![\\w.-])(?<path>(?:${ROOTS})(?:\\.[A-Za-z0-9]+){1,5})\\s*(?::|=|\\bto\\b|\\bis\\b)\\s*(?<value>\\[[^\\]\\n]{0,300}\\]|"[^"\\n]{1,200}"|[^\\s,;，；]{1,200})`,
  'dg',
)

/** Lines of clickstream.yaml, as our own questions show them, and dotted paths with a value. Returns the paths that were spelt out. */
export function findYamlLines(turn: Turn, found: Findings): ReadonlySet<string> {
  const spelt = new Set<string>()
  for (const { path, value, ...span } of turn.pasted) {
    spelt.add(path)
    found.say(path, value, span)
    turn.mask({ start: span.start - path.length - 2, end: span.end })
  }
  for (const sentence of turn.sentences) {
    const line = turn.whole.slice(sentence.start, sentence.end)
    const yaml = FLOW.exec(line)?.groups?.['yaml']
    if (yaml === undefined) continue
    const start = sentence.start + line.indexOf(yaml)
    const span = { start, end: start + yaml.length }
    for (const [path, value] of leavesOf(parsed(yaml))) {
      if (leafSchemasAt(path).length === 0) continue
      spelt.add(path)
      found.say(path, value, span)
    }
    turn.mask(span)
  }
  for (const hit of turn.hits(DOTTED)) {
    const path = hit.group('path')
    if (leafSchemasAt(path).length === 0) continue
    const value = parsed(hit.group('value').replace(/[.!?]+$/, ''))
    const leaf = [value, String(value)].find((one) => isValid(path, one as string))
    spelt.add(path)
    if (leaf === undefined) found.ask(askAbout(path, value))
    else found.say(path, leaf as string, hit)
    turn.mask(hit)
  }
  return spelt
}

function parsed(yaml: string): unknown {
  try {
    return parse(yaml, { maxAliasCount: 0, logLevel: 'silent' })
  } catch {
    return undefined
  }
}
