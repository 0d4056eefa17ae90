import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import { CORRECTION } from './self-corrections.js'
import type { Hit, Turn } from './turn.js'

const FACTOR = new RegExp(
  `(?:\\bpeak(?:s|ing)?\\b|burst(?:s|ing)?|spik(?:es?|ing)|峰值|高峰期?|最高)(?:(?!\\d)[^.;\\n。；]){0,30}?(?<factor>${NUMBER})\\s*-?\\s*(?:x(?![a-z])|times|fold|倍)|(?<before>${NUMBER})\\s*-?\\s*(?:x(?![a-z])|times|fold)\\s*(?:the |that |its |of |our |higher |more )*(?:average|avg|mean|normal|usual|baseline|peak|at peak|during peak|in peak|on peak)|(?:peak)[- ]?(?:to|/)[- ]?(?:average|avg|mean)(?: ratio| factor)?\\s*(?:of|is|:|=|about)?\\s*(?<ratio>${NUMBER})|peak factor\\s*(?:of|is|:|=)?\\s*(?<named>${NUMBER})|(?<word>\\b(?:double|twice|triple|thrice)\\b)\\s+(?:the |that |its )?(?:average|avg|mean)`,
  'dgi',
)
/** "actually five times": after a correction, and where a factor was said, the number alone is one. */
const CORRECTED = new RegExp(
  `${CORRECTION}(?<factor>(?<number>${NUMBER})\\s*-?\\s*(?:x(?![a-z])|times\\b|fold\\b|倍))`,
  'dgi',
)
const PATH = 'intent.peakFactor'

/** How many times the average the peak is. */
export function findFactors(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(FACTOR)) {
    const word = hit.group('word').toLowerCase()
    const number = word
      ? /^t(?:riple|hrice)$/.test(word)
        ? 3
        : 2
      : parseNumber(hit.group(['factor', 'before', 'ratio', 'named'].find((name) => hit.has(name)) ?? 'factor'))
    sayFactor(turn, found, hit, number)
  }
  if (!found.has(PATH) && context.value(PATH) === undefined) return
  for (const hit of turn.hits(CORRECTED))
    sayFactor(turn, found, { ...hit.span('factor'), sentence: hit.sentence }, parseNumber(hit.group('number')))
}

function sayFactor(
  turn: Turn,
  found: Findings,
  hit: Pick<Hit, 'start' | 'end' | 'sentence'>,
  number: number | undefined,
): void {
  if (number === undefined || number < 1 || turn.negated(hit)) return
  found.say(PATH, number, hit)
  turn.mask(hit)
}
