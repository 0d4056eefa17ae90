import type { Findings } from './findings.js'
import { type Kind, sayType } from './sink-kinds.js'
import type { TopicMention } from './topics.js'
import type { Turn } from './turn.js'

const TO_TOPIC =
  /\b(?:goes?|going|go|land|lands|into|in|to|as|written|stored|routed|sent|takes?|gets?|holds?|contains?|receives?|for|of|from|only)\b|->|=>|→|写入?|进|存|落|到|给/i

/** "app_logs goes to JSON, web_logs to Iceberg": which topics a sink takes. */
export function findSinkTopics(turn: Turn, found: Findings, mentions: readonly TopicMention[]): void {
  for (const sentence of turn.sentences) {
    for (const clause of sentence.clauses) {
      const names = [
        ...new Set(
          mentions
            .filter((mention) => mention.start >= clause.start && mention.end <= clause.end)
            .map((mention) => mention.name),
        ),
      ]
      const roles = turn.roles.filter(
        (role) =>
          role.start >= clause.start && role.end <= clause.end && (role.role === 'json' || role.role === 'iceberg'),
      )
      const [role] = roles
      const [first] = mentions.filter((mention) => mention.start >= clause.start && mention.end <= clause.end)
      if (!role || !first || names.length === 0 || new Set(roles.map((one) => one.role)).size !== 1) continue
      const between =
        first.start < role.start ? turn.whole.slice(first.end, role.start) : turn.whole.slice(role.end, first.start)
      if (
        between.length > 40 ||
        !TO_TOPIC.test(between) ||
        /\bpartition|分区|\btable|\bbucket/i.test(between) ||
        turn.negated({ ...role, sentence })
      )
        continue
      const kind = role.role as Kind
      const list = precedingNames(turn, mentions, first, names)
      const span = { start: Math.min(list.start, role.start), end: Math.max(first.end, role.end) }
      found.say(`sinks.${kind}.topics`, list.names, span, { shape: 'sinks.0.topics' })
      sayType(found, kind, role)
    }
  }
}

/** "app_logs and web_logs go to JSON": names that a conjunction joins to the first of the clause. */
function precedingNames(
  turn: Turn,
  mentions: readonly TopicMention[],
  first: TopicMention,
  names: readonly string[],
): { names: string[]; start: number } {
  const all = [...names]
  let start = first.start
  for (const mention of mentions
    .filter((other) => other.end <= first.start && other.start >= first.sentence.start)
    .reverse()) {
    if (!/^["'`\s]*(?:,|and|&|、|和|与|, and)\s*["'`]?$/i.test(turn.whole.slice(mention.end, start))) break
    all.unshift(mention.name)
    start = mention.start
  }
  return { names: [...new Set(all)], start }
}
