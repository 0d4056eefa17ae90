import type { Context } from './context.js'
import type { Candidate, Findings } from './findings.js'
import { type Layout, moved } from './layout-sinks.js'
import type { TopicMention } from './topics.js'
import type { Statement } from './types.js'
import type { Turn } from './turn.js'

const ADDITIVE =
  /\b(?:also|add|adding|another|additional(?:ly)?|second|extra|plus|too|as well|more|new topic|and)\b|再加|增加|新增|另外|还有|也|加一个|加上|再来|添加/i
const REPLACING =
  /\b(?:name the|call the|instead|rather|actually|change|rename|make|switch|replace|call|should be|is now|now|not)\b|改|换|其实|应该|重命名|不是|叫/i
const EACH = /\b(?:each|every|both|all|apiece|per topic)\b|都|各|每个|所有|全部|两个都/i

/** Gives the topics their indexes, and what was said of topics to those that it is about. */
export function layOutTopics(turn: Turn, found: Findings, context: Context, mentions: readonly TopicMention[]): Layout {
  const known = context.topics()
  const denied = found.deniedPaths().flatMap((denial) => (denial.path === 'topics.@' ? [String(denial.value)] : []))
  const said = [
    ...new Set(
      [...found.at('topics.@.name')]
        .sort((left, right) => left.start - right.start)
        .map((candidate) => String(candidate.value)),
    ),
  ]
  const renamed = new Map(mentions.flatMap(({ was, name }) => (was === undefined ? [] : [[was, name] as const])))
  const names = known.map((name) => renamed.get(name) ?? name)
  const fresh = said.filter((name) => !known.includes(name) && !names.includes(name) && !denied.includes(name))
  const retractions: string[] = []
  const statements = followers(context, renamed, turn, mentions)
  const removed = denied.filter((name) => known.includes(name))
  const [single] = fresh
  if (removed.length === 1 && fresh.length === 1 && single !== undefined)
    names[known.indexOf(removed[0] ?? '')] = single
  else if (removed.length > 0) removeTopics(context, names, removed, retractions, statements)
  else if (
    known.length === 1 &&
    fresh.length === 1 &&
    single !== undefined &&
    !said.includes(known[0] ?? '') &&
    !ADDITIVE.test(turn.whole) &&
    REPLACING.test(turn.whole)
  )
    names[0] = single
  for (const name of fresh) if (!names.includes(name)) names.push(name)
  if (removed.length === 1 && single !== undefined) renamed.set(removed[0] ?? '', single)
  found.rewriteQuestions((path) =>
    path.replace('topics.@.name', `topics.${names.length}.name`).replace('topics.@.', 'topics.0.'),
  )
  found.rewrite((candidate) => {
    const named = /^topics\.@(.+)@\.(.+)$/.exec(candidate.path)
    if (named) return [`topics.${names.indexOf(named[1] ?? '')}.${named[2] ?? ''}`]
    const field = /^topics\.@\.(.+)$/.exec(candidate.path)?.[1]
    if (field === undefined) return [candidate.path]
    if (field === 'name') {
      const index = names.indexOf(String(candidate.value))
      return index < 0 ? [] : [`topics.${index}.name`]
    }
    return targets(turn, candidate, mentions, names, renamed).map((index) => `topics.${index}.${field}`)
  })
  return { retractions, statements }
}

/** What refers to a topic by its name goes on referring to it when that name changes. */
function followers(
  context: Context,
  renamed: ReadonlyMap<string, string>,
  turn: Turn,
  mentions: readonly TopicMention[],
): Statement[] {
  const now = (name: unknown): string => renamed.get(String(name)) ?? String(name)
  return context.draft.statements.flatMap(({ path, value }): Statement[] => {
    if (!/^(?:collector\.routing\.default|sinks\.\d+\.topics)$/.test(path)) return []
    const old = [value].flat().map(String)
    const mention = mentions.find(({ was }) => was !== undefined && old.includes(was))
    if (!mention) return []
    return [{ path, value: Array.isArray(value) ? old.map(now) : now(value), quote: turn.quote(mention) }]
  })
}

function removeTopics(
  context: Context,
  names: string[],
  removed: readonly string[],
  retractions: string[],
  statements: Statement[],
): void {
  const kept = names.map((name, index) => ({ name, index })).filter(({ name }) => !removed.includes(name))
  retractions.push('topics')
  kept.forEach(({ index }, now) => statements.push(...moved(context, `topics.${index}`, `topics.${now}`)))
  names.splice(0, names.length, ...kept.map(({ name }) => name))
}

/** The topics that a number of partitions, copies or hours is about. */
function targets(
  turn: Turn,
  candidate: Candidate,
  mentions: readonly TopicMention[],
  names: readonly string[],
  renamed: ReadonlyMap<string, string>,
): number[] {
  if (names.length <= 1) return [0]
  const everything = names.map((_, index) => index)
  const indexes = (list: readonly TopicMention[]): number[] =>
    [...new Set(list.map((mention) => names.indexOf(renamed.get(mention.name) ?? mention.name)))].filter(
      (index) => index >= 0,
    )
  const sentence = turn.sentences.findLast((one) => one.start <= candidate.start)
  if (!sentence) return everything
  const here = mentions.filter((mention) => mention.start >= sentence.start && mention.end <= sentence.end)
  const forName =
    /^[^,;，；。\n]{0,14}?\b(?:for|on|to|of)\s+(?:the |topic |both |all )*["'`]?([A-Za-z0-9._-]+)|^\s*给\s*([A-Za-z0-9._-]+)/i.exec(
      turn.after(candidate, 60),
    )
  const named = forName && here.filter((mention) => mention.name === (forName[1] ?? forName[2])?.replace(/[.]+$/, ''))
  if (named && named.length > 0) return indexes(named)
  const clause = turn.clauseAt(sentence, candidate.start)
  const inClause = turn.whole.slice(clause.start, clause.end)
  const before = here.filter((mention) => mention.end <= candidate.start)
  const lastName = Math.max(...before.map((mention) => mention.end), clause.start)
  if (
    (before.every((mention) => mention.end <= clause.start) && EACH.test(inClause)) ||
    EACH.test(turn.after(candidate, 12)) ||
    EACH.test(turn.whole.slice(Math.min(lastName, candidate.start), candidate.start))
  )
    return here.length > 1 ? indexes(here) : everything
  if (before.length > 0) return indexes(groupBefore(turn, candidate, before))
  const after = here.filter((mention) => mention.start >= candidate.end && mention.start <= clause.end)
  if (after.length > 0) return indexes(after.slice(0, 1))
  if (here.length > 0) return indexes(here)
  const declared = mentions.filter((mention) => mention.declared)
  const earlier = declared.filter((mention) => mention.end <= candidate.start)
  return earlier.length > 0 ? indexes(earlier) : everything
}

/** The names right before, joined by nothing but commas and conjunctions. */
function groupBefore(turn: Turn, candidate: Candidate, before: readonly TopicMention[]): TopicMention[] {
  const sorted = [...before].sort((left, right) => left.start - right.start)
  const group: TopicMention[] = []
  let end = candidate.start
  for (const mention of sorted.reverse()) {
    const between = turn.whole.slice(mention.end, end)
    if (group.length > 0 && !/^["'`\s]*(?:,|and|&|、|和|与|以及|, ?and|plus|\s)*(?:topic )?["'`]?$/i.test(between))
      break
    group.push(mention)
    end = mention.start
  }
  return group
}
