import { bare } from './names.js'
import type { Hit, Turn } from './turn.js'
import { NEVER_NAMES } from './words.js'

/** Ordinary words that people do give to a cluster. */
const GIVEN =
  /^(?:live|fast|good|great|online|shared|data|default|large|small|big|private|public|traffic|storage|warehouse|stack|team|plus|top|limited|ready|single|core|hot|cold)$/i
const KIND = /^(?:iam|scram|m?tls|sasl|plaintext|arn|id|vpc|in|cn|express|version)$/i
const OPENS = /(?:^|[,;:.(\n、]|\b(?:and|with|use|using|on|to|from))\s*$/i

/** An ordinary word that is a name by its place: "集群live，东京", "cluster live in us-east-1". */
export function isPlainName(turn: Turn, hit: Hit): boolean {
  const value = hit.group('value')
  const word = bare(value)
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(word) || KIND.test(word)) return false
  const span = hit.span('value')
  const rest = /[.;!]$/.test(value) ? '' : turn.after(span, 12)
  const noun = turn.whole.slice(hit.start, span.start)
  if (/集群(?:名(?:字|称)?)?\s*(?:是|叫|为|:|=)?\s*$/.test(noun))
    return (
      (word.toLowerCase() === 'default' || !NEVER_NAMES.has(word.toLowerCase())) &&
      /^\s*(?:$|[,;.。、)\n]|在|位于|\s[\u4e00-\u9fff])/.test(rest)
    )
  return (
    /cluster\s+$/i.test(noun) &&
    GIVEN.test(word) &&
    OPENS.test(turn.before(hit, 12)) &&
    /^\s*(?:$|[,;.\n]|in\b)/i.test(rest)
  )
}

/** "our cluster is called kafka": the kind of a cluster, in the one place where it can only be the name. */
export function isKindAsName(turn: Turn, hit: Hit): boolean {
  const span = hit.span('value')
  return (
    /^(?:kafka|msk)[.;!]?$/i.test(hit.group('value')) &&
    /(?:\b(?:called|named)|\bname(?: is|\s*[:=])|叫做?|名为|名(?:字|称)?(?:是|为|叫|\s*[:=]))\s*$/i.test(
      turn.whole.slice(hit.start, span.start),
    ) &&
    (/[.;!]$/.test(hit.group('value')) || /^\s*(?:$|[,;.!\n，。；、]|(?:and|in)\b)/i.test(turn.after(span, 12)))
  )
}
