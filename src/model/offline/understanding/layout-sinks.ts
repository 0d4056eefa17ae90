import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { type Kind, TYPE_OF } from './sink-kinds.js'
import type { Statement } from './types.js'
import type { Turn } from './turn.js'

/** What giving sinks and topics their indexes changes beside the statements of this turn. */
export interface Layout {
  readonly retractions: readonly string[]
  readonly statements: readonly Statement[]
}

const KINDS: readonly Kind[] = ['json', 'iceberg']

/** Gives the sinks their indexes: s3-json first, iceberg after it, or alone where the other is declined; moves what was said before. */
export function layOutSinks(turn: Turn, found: Findings, context: Context): Layout {
  const denials = new Map(
    found
      .deniedPaths()
      .flatMap((denial) =>
        /^sinks\.(?:json|iceberg)$/.test(denial.path) ? [[denial.path.slice(6), denial] as const] : [],
      ),
  )
  const before = new Set(context.without())
  const isWanted = (kind: Kind): boolean => found.at(`sinks.${kind}.type`).some((type) => !type.weak)
  const declined = KINDS.filter((kind) => denials.has(kind) || (before.has(TYPE_OF[kind]) && !isWanted(kind)))
  for (const kind of declined) {
    const [lost] = found
      .all()
      .filter(
        (candidate) =>
          candidate.start >= (denials.get(kind)?.end ?? 0) &&
          candidate.path.startsWith(`sinks.${kind}.`) &&
          !/\.(?:type|prefix)$/.test(candidate.path),
      )
    if (lost)
      found.askOther(
        `"${turn.quote(lost)}" is about the ${TYPE_OF[kind]} sink, and that was declined; say so if it is wanted after all.`,
        `sinks: [ { type: ${TYPE_OF[kind]} } ]`,
      )
  }
  const kept = KINDS.filter((kind) => !declined.includes(kind))
  const retractions: string[] = []
  const statements: Statement[] = []
  if (declined.length === 0 && before.size > 0) retractions.push('intent.without')
  const denial = [...denials.values()][0]
  if (denial && declined.some((kind) => !before.has(TYPE_OF[kind]))) {
    statements.push({ path: 'intent.without', value: declined.map((kind) => TYPE_OF[kind]), quote: turn.quote(denial) })
  } else if (declined.length > 0 && declined.length < before.size) {
    const type = found.at(`sinks.${kept[0] ?? 'json'}.type`)[0]
    if (type)
      statements.push({ path: 'intent.without', value: declined.map((kind) => TYPE_OF[kind]), quote: turn.quote(type) })
  }
  const oldIndex = new Map(
    [...context.sinkTypes()]
      .map(([index, type]) => [type === 's3-json' ? 'json' : 'iceberg', index] as const)
      .reverse(),
  )
  for (const kind of KINDS) {
    const old = oldIndex.get(kind)
    const now = kept.indexOf(kind)
    if (old === undefined || old === now) continue
    retractions.push(`sinks.${old}`)
    if (now >= 0) statements.push(...moved(context, `sinks.${old}`, `sinks.${now}`))
  }
  const indexed = (path: string): string | undefined => {
    const match = /^sinks\.(json|iceberg)\.(.+)$/.exec(path)
    if (!match) return path
    const bare = match[2] === 'prefix' && !found.has(`sinks.${match[1] ?? ''}.type`)
    const index = bare && kept.length === 1 ? 0 : kept.indexOf(match[1] as Kind)
    return index < 0 ? undefined : `sinks.${index}.${match[2] ?? ''}`
  }
  found.rewriteQuestions(indexed)
  found.rewrite((candidate) => [indexed(candidate.path)].filter((path) => path !== undefined))
  return { retractions, statements }
}

/** What was said below one path, said again below another. */
export function moved(context: Context, from: string, to: string): Statement[] {
  return context.draft.statements
    .filter(({ path }) => path.startsWith(`${from}.`))
    .map((statement) => ({ ...statement, path: to + statement.path.slice(from.length) }))
}
