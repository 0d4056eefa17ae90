import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { literally } from './text.js'
import type { TopicMention } from './topics.js'
import type { Turn } from './turn.js'

/** "don't rename clicks": a topic that is named only to stay as it is. */
const KEPT =
  /(?:\b(?:don'?t|do not|never|not)(?: \w+ to)? (?:rename|remove|drop|delete|replace|change|switch)(?: the)?(?: topic)?|(?:不要|不用|不必|别)\s*(?:改|删|把|将))\s*$/i

/** Names that are known already, wherever they are mentioned again. */
export function findKnown(turn: Turn, found: Findings, mentions: TopicMention[], context: Context): void {
  const names = new Set([...context.topics().filter((name) => name !== ''), ...mentions.map((mention) => mention.name)])
  for (const name of [...names].slice(0, 50)) {
    const pattern = new RegExp(`(?<![\\w.-])${literally(name)}(?![\\w-]|\\.\\w)`, 'dg')
    for (const hit of turn.hits(pattern)) {
      const about = turn.before(hit, 30) + turn.after(hit, 20)
      if (
        context.topics().includes(name) &&
        turn.negated(hit) &&
        !KEPT.test(turn.before(hit, 30)) &&
        /\b(?:remove|drop|delete|forget|without|get rid of|no|not needed|instead|rename|replace|change|from|switch)\b|去掉|删|不要|移除|取消|改|换|不用/i.test(
          about,
        ) &&
        !/json|iceberg|s3|sink|partition|分区/i.test(about)
      ) {
        found.deny('topics.@', hit, name)
      } else mentions.push({ start: hit.start, end: hit.end, name, sentence: hit.sentence, declared: false })
    }
  }
}
