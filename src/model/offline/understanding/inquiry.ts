import type { Span } from './types.js'

interface Asked extends Span {
  readonly clauses: readonly Span[]
}

const REQUEST =
  /^(?:so |and |hi,? |hello,? |ok,? |please |now )*(?:(?:can|could|would|will) (?:you|we|i|it|u)\b(?! (?:explain|tell|compare|describe|recommend|show|help me (?:choose|decide|understand))|really|ever)|may i|mind |请|麻烦|能不能|能否|可不可以|可以帮|帮)/i

const OPENING =
  /^[\s,，:'"(*-]*(?:(?:so|and|but|or|also|hi|hello|hey|ok|okay|well|please|actually|just|first|before that|one question|question)[,:]?\s+)*(?:what(?:'s| |\b)|which\b|why\b|how\b|when\b|where\b|who\b|does\b|do (?:i|we|you|they)\b|did\b|is (?:it|there|this|that|the|a|an|my|our|[a-z0-9-]+ )\b|are (?:there|the|we|you|these|they)\b|should (?:i|we|it|the)\b|would (?:it|that|the)\b|explain\b|compare\b|describe\b|tell me\b|help me (?:choose|decide|understand|pick)\b|recommend\b|(?:can|could|would) (?:you|we) (?:please )?(?:explain|tell|compare|describe|recommend|show)\b|i(?:'m| am) (?:wondering|curious|undecided)\b|(?:not|un)sure (?:whether|if|which)\b|difference\b|what if\b|suppose\b|为什么|为何|怎么|怎样|如何|什么|哪|多少钱|介绍|解释|比较|对比|说说|讲讲|请问|如果.{0,40}[吗呢?]|是不是|有没有|要不要|该不该|请(?:你)?(?:介绍|解释|比较|对比|推荐|说明))/i

/** "can it do 50k/s?": asks what is possible and wants nothing. */
const CAPABILITY =
  /^(?:so |and |but |hi,? |ok,? |please |now )*(?:(?:can|could|would|will) (?:it|this|that|they|lua|vector|the (?:solution|collector|cluster|system))\b (?:\w+ )?(?:do|take|run|process|serve|reach|handle|cope|sustain|manage|survive|scale|keep up|deal|support)|(?:can|could|will) (?:you|we) (?:really |even |also )?(?:handle|cope|sustain|survive|scale|keep up|deal with))\b/i

const CHINESE_END = /(?:吗|呢|么|哪个好|哪个更好|多少钱|怎么样|有什么区别|区别是什么|是什么)[?。!\s]*$/

/** Where a sentence begins to ask instead of telling (facts in a question are no facts); undefined where it only tells. */
export function isInquiry(text: string, sentence: Asked): number | undefined {
  const whole = text.slice(sentence.start, sentence.end)
  const asks = /\?\s*["')]?\s*$/.test(whole)
  if (
    !asks &&
    !OPENING.test(whole) &&
    !CHINESE_END.test(whole) &&
    !/\b(?:explain|compare|which|how|what|why|help me)\b|[哪么何]|比较|对比|解释/i.test(whole)
  ) {
    return undefined
  }
  if (
    asks &&
    /^\s*(?:(?:and|but|so|ok|okay)[\s,]+)?(?:if|suppose|assuming|imagine|let's say|say)\b|^\s*(?:如果|假如|假设|要是)/i.test(
      whole,
    )
  )
    return sentence.start
  for (const clause of sentence.clauses) {
    const part = text.slice(clause.start, clause.end).trimStart()
    if (asks && CAPABILITY.test(part)) return clause.start
    if (REQUEST.test(part)) return undefined
    if (OPENING.test(part) && (asks || !isRelative(part))) return clause.start
  }
  if (
    CHINESE_END.test(whole) ||
    (asks && /[?]\s*$/.test(whole) && !/(?:right|ok|okay|please|好吗|可以吗|行吗|对吗|对吧)\s*\?\s*$/i.test(whole))
  ) {
    return lastClause(text, sentence)
  }
  return undefined
}

const FACT =
  /^\s*(?:(?:our|the|my|msk|kafka|s3|我们的?)\s*)*(?:cluster|bucket|region|topic|集群|(?:存储)?桶|区域|主题)\s*(?:is|named|called|叫|是|:|=)?\s*["'`]?[a-z0-9]+[-_][\w-]+/i

/** Where a request goes over to telling ("compare the two, cluster a-msk, bucket a-clicks"): at the first clause that names a part. */
export function endOfRequest(text: string, sentence: Asked, from: number): number {
  if (/\?\s*["')]?\s*$/.test(text.slice(sentence.start, sentence.end))) return sentence.end
  return (
    sentence.clauses.find(({ start, end }) => start > from && FACT.test(text.slice(start, end)))?.start ?? sentence.end
  )
}

/** "which is in us-east-1", "where events land": goes on telling about the clause before. */
function isRelative(part: string): boolean {
  return (
    /^(?:which|where|when|who|how|what)\b(?!.{0,80}\?)/i.test(part) &&
    !/^(?:which|what) (?:one|is (?:better|best|cheaper|faster)|solution|option|should|do|would)|^how (?:do|does|much|many|can|should|is|are|to)|^what(?:'s| (?:is|are|do|does|would|will|if))\b/i.test(
      part,
    )
  )
}

/** A question that only its mark shows asks with its last clause, unless the sentence has but one. */
function lastClause(text: string, sentence: Asked): number {
  const last = sentence.clauses.findLast((clause) => /\w|[\u4e00-\u9fff]/.test(text.slice(clause.start, clause.end)))
  return last?.start ?? sentence.start
}
