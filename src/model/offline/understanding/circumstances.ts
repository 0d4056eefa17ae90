import type { Span } from './types.js'

/** What makes a question one about a choice: it is asked for the load that it names. */
const CHOICE =
  /\b(?:compare|comparison|versus|vs|which|better|best|recommend\w*|suggest|advise|choose|pick|prefer|suits?|fits?|should (?:i|we) (?:use|pick|choose|take|go))\b|对比|比较|推荐|建议|哪(?:个|种|一)|选/i
/** What makes it one about a possibility or a price, which holds for nothing. */
const HYPOTHETICAL =
  /\b(?:what if|if we (?:had|got|were)|suppose|assuming|imagine|could|can|would|how (?:much|many|far|long)|costs?|price|max(?:imum)?|limits?)\b|如果|假如|假设|要是|能不能|多少|费用|成本/i

const ADVICE =
  /\b(?:would|could|can) (?:you|i|we)(?: please)? (?:recommend|suggest|advise|choose|pick|use|compare|explain|help)\b/gi

const RATE = String.raw`\d[^?!,;\n]{0,40}?(?:\/\s?(?:s|sec|second|min|minute|h|hour|d|day)\b|\bper (?:second|minute|hour|day)\b|\ban? (?:second|minute|hour|day)\b|(?:eps|rps|qps)\b)`
const SIZE = String.raw`(?:[^?!;\n\d]{0,24}\d[\d.]*\s?(?:ki?b|kilobytes?|bytes?|b)\b(?:\s+(?:each|per event))?)?`
const CIRCUMSTANCE = new RegExp(
  String.raw`\b(?:for|at|with|under|given|of|have|handle|do)\s+(?:[a-z~]+\s+){0,4}?${RATE}${SIZE}|\d[\d.,]*\s*[万亿千百]?\s*(?:条|个(?:事件|请求)|次)?\s*\/\s*秒|每秒(?:钟)?(?:大?约)?\s*\d[\d.,]*\s*[万亿千百]?\s*(?:条|个(?:事件|请求)|次)?`,
  'gi',
)

/** The load that a question about a choice is asked for ("which one for 30k events/s at 2 KB?"): the only fact in a question. */
export function circumstancesOf(text: string, question: Span): Span[] {
  const asked = text.slice(question.start, question.end)
  const possible = asked.replace(ADVICE, '')
  if (!/\d/.test(asked) || !CHOICE.test(asked) || HYPOTHETICAL.test(possible)) return []
  return [...asked.matchAll(CIRCUMSTANCE)].map((match) => ({
    start: question.start + match.index,
    end: question.start + match.index + match[0].length,
  }))
}
