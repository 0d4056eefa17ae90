import type { Scalar } from '../../../spec/schema.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import type { Layout } from './layout-sinks.js'
import { bothKinds } from './sink-kinds.js'
import type { Turn } from './turn.js'
import type { LocalCommands } from './local-commands.js'
import type { Statement, TurnUnderstanding } from './types.js'

const ADDITIVE =
  /\b(?:also|add|adding|another|additional(?:ly)?|plus|too|as well|more)\b|再加|增加|新增|另外|还有|也|加一个|加上|添加/i
const GROWING: readonly string[] = [
  'collector.paths',
  'collector.corsOrigins',
  'network.taskSubnetIds',
  'network.loadBalancerSubnetIds',
]

interface Rest extends LocalCommands {
  readonly layouts: readonly Layout[]
  readonly settled: readonly string[]
  readonly about?: string
}

/** Puts one turn's result together: what is taken back, what is said, what stays open. */
export function finish(turn: Turn, found: Findings, context: Context, rest: Rest): TurnUnderstanding {
  const own = shrunk(turn, grown(turn, found.statements(), context), found, context)
  const said = new Set(own.map(({ path }) => path))
  const moved = rest.layouts.flatMap((layout) => layout.statements).filter(({ path }) => !said.has(path))
  const statements = [...moved, ...own]
  const retractions = [...rest.layouts.flatMap((layout) => layout.retractions), ...takenBack(found, context, said)]
  const questions = found.questions().filter(({ path }) => !said.has(path))
  const settled = new Set(rest.settled)
  if (context.asks('other') && !questions.some(({ path }) => path === 'other')) settled.add('other')
  // Without sinks there are no connectors that have to log in.
  if (context.asks('kafka.connectAuth') && bothKinds(found, context).length === 0) settled.add('kafka.connectAuth')
  return {
    statements,
    retractions: [...new Set([...retractions, ...superseded(turn, said, context)])],
    questions,
    settled: [...settled],
    intents: rest.intents,
    ...(rest.about !== undefined && { about: rest.about }),
    ...(rest.rehearsal !== undefined && { rehearsal: rest.rehearsal }),
    ...(rest.events !== undefined && { events: rest.events }),
  }
}

/** "also allow …" adds to a list that was said before. */
function grown(turn: Turn, statements: readonly Statement[], context: Context): Statement[] {
  return statements.map((statement) => {
    const before = context.value(statement.path)
    if (
      !GROWING.includes(statement.path) ||
      !Array.isArray(before) ||
      !Array.isArray(statement.value) ||
      !ADDITIVE.test(turn.whole)
    )
      return statement
    return { ...statement, value: [...new Set([...(before as Scalar[]), ...(statement.value as Scalar[])])] }
  })
}

/** "remove … from CORS" leaves the rest of a list that was said before. */
function shrunk(turn: Turn, statements: readonly Statement[], found: Findings, context: Context): Statement[] {
  const left = GROWING.flatMap((path): Statement[] => {
    const before = context.value(path)
    const [first, ...others] = found
      .deniedPaths()
      .filter((denial) => denial.path === path && denial.value !== undefined)
    if (!first || !Array.isArray(before)) return []
    const denied = [first, ...others].map(({ value }) => value)
    const said = statements.find((statement) => statement.path === path)
    const all = new Set([...(before as Scalar[]), ...((said?.value ?? []) as readonly Scalar[])])
    const value = [...all].filter((item) => !denied.includes(item))
    return value.length === 0 ? [] : [{ path, value, quote: said?.quote ?? turn.quote(first) }]
  })
  return [...statements.filter(({ path }) => !left.some((one) => one.path === path)), ...left]
}

/** What was said before and is denied now, where nothing takes its place. */
function takenBack(found: Findings, context: Context, said: ReadonlySet<string>): string[] {
  return found.deniedPaths().flatMap(({ path, value }) => {
    const roots = path === 'intent.bucket' ? bucketPaths(context) : [path.replace(/^topics\.@\./, 'topics.0.')]
    return roots.filter(
      (root) =>
        !said.has(root) &&
        context.value(root) !== undefined &&
        (value === undefined ||
          context.value(root) === value ||
          (Array.isArray(context.value(root)) && (context.value(root) as unknown[]).includes(value))),
    )
  })
}

const bucketPaths = (context: Context): string[] =>
  context.draft.statements
    .map(({ path }) => path)
    .filter((path) => /^(?:intent\.bucket|sinks\.\d+\.bucket|backup\.bucket)$/.test(path))

/** A new average takes the place of a peak that was said for the old load, and a new region that of the account's other one. */
function superseded(turn: Turn, said: ReadonlySet<string>, context: Context): string[] {
  const correcting =
    /\b(?:actually|instead|make|change|sorry|no|nope|rather|correction|not)\b|改|其实|更正|应该|不对/i.test(turn.whole)
  const paths: string[] = []
  const peak = 'collector.load.peakEventsPerSecond'
  if (
    correcting &&
    said.has('intent.average.count') &&
    !said.has(peak) &&
    context.value(peak) !== undefined &&
    context.value('intent.average.count') === undefined
  )
    paths.push(peak)
  return paths
}
