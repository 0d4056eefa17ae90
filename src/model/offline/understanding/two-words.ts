import type { Findings } from './findings.js'
import type { Turn } from './turn.js'
import type { Span } from './types.js'

/** "topics: web logs and app logs": a word behind a name that neither goes on with the sentence nor tells more of the topic. */
const SECOND_WORD =
  /^ (?!(?:and|or|with|has|have|having|in|on|at|for|as|to|from|of|is|are|each|both|plus|but|which|that|should|must|will|needs?|gets?|keep|kept|please|instead|then|too|also|thanks?|now|only|retention|partitions?|replicat\w+|topics?|clusters?|buckets?|regions?|kafka|only|not|since|because|via|by|into|per)\b)[a-z]{2,30}(?=\s*(?:$|[,;.\n、，；。]|(?:and|&|plus)\s))/

/** The second of two words in the place of a name that ends at `end`; empty where one word stands. */
export const secondWord = (turn: Turn, end: number): string =>
  SECOND_WORD.exec(turn.whole.slice(end, end + 40))?.[0] ?? ''

/** Two words in the place of a name are no name: they are refused with a question. */
export function sayTwoWords(turn: Turn, found: Findings, span: Span): Span {
  found.say('topics.@.name', turn.whole.slice(span.start, span.end), span, { shape: 'topics.0.name' })
  turn.mask(span)
  return span
}
