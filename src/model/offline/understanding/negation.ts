import type { Span } from './types.js'

export type Negation = 'declined' | 'replaced'

const NEGATOR =
  /\b(?:no|not|don'?t|do not|does not|doesn'?t|without|never|won'?t|avoid|skip|drop|dropping|remove|disable|exclude|(?<!\bnothing )except|excluding|instead of|rather than|other than|neither|nor|isn'?t|aren'?t|w\/o|forget(?: about)?|leave out|leaving out|omit|turn off|switch off|get rid of|stop using|opt(?:ed)? out of|scrap(?:ping)?|ditch(?:ing)?|cancel(?:l?ing)?|abandon|(?:decided|opted|voted) against|(?:any|every)(?:thing|where|one| \w+)? but|all(?: \w+)? but)(?![\w-])|不要|不用|不需要|不想要?|无需|不必|没有|不是|而不是|别|去掉|取消|撤掉|关闭|关掉|排除|(?<![删移清解去排])除(?!非|法|以|数)了?|不含|不带|不开|不启用|不使用|不写|不落|不做|不存|不采用|不选|不在|移除|删掉|删除|禁用|非|省略/gi

const NO_NEGATOR =
  /^(?:no|not|不)\s*(?:more than|less than|fewer than|later than|longer than|greater than|only|just|sure|problem|worries|need to (?:worry|wait)|超过|少于|低于|仅|只|止)|^no (?:use|make|it|i|we|the|that|change|go)\b|^forget(?:ting)? (?:to|that)|^(?:don'?t|do not|not) just\b|^(?:don'?t|never) (?:forget|worry|hesitate|lose)|^skip (?:to|it\b)/i

const FILLER =
  /\b(?:use|using|need|want|have|enable|add|create|make|include|run|go|with|put|keep|be|deploy|it|them|to|any|the|a|an|our|more|really|also|in|as|on|at|do|set|for)\b|用|使用|要|部署|放|写|在|到|开|启用|需要|做|存|的|了|任何|进|采用|选择?|跑/gi

const RESET = /\b(?:but|only|just|if|until|because|since|so|unless)\b|[,;:。,]|但|只|因为|所以|除非|而是|,/i

/** "Iceberg: no", as lists and tables say it. */
const VALUE_NO =
  /^["'`\s]*[:=]\s*(?:no|none|false|off|disabled|declined|not (?:needed|wanted|required)|否|无|不|不要|不需要|不用)\s*(?:$|[,;.。(])/i

const AFTER =
  /^["']?\s*(?:\w+\s+){0,2}?(?:(?:is|are|was|were|will be|should be|can be)\s*(?:not|n't|un)\s?(?:be )?(?:\w+ )?(?:needed|required|necessary|wanted|used|right|correct|enabled)|(?:isn't|aren't|is not|are not)\s+(?:\w+ )?(?:needed|required|necessary|wanted|used|right|correct)|(?:can|could|should) be (?:skipped|dropped|removed|left out)|(?:is|was) wrong|not (?:needed|required|necessary)|(?:is |are )?off(?: the table)?\b|disabled\b|(?:is|are) (?:out|gone|history|cancell?ed)(?=\s*(?:$|[,.;!])))|^["']?\s*[^\s,;:。、]{0,4}(?:不需要|不要|不用|就不用|就算了|先不|暂时?不|去掉|关掉|取消|撤掉|没必要|可以不|都不要)(?!\s*["'\w])|^["']?\s*,\s*(?:不需要|不要|不用|就算了|先不)[了的吧做开写]?\s*(?:$|[,;。!])/i

const OLD_BEFORE =
  /(?:\b(?:from|replace|replacing|change|changing|switch|swap|rename|renamed|move|migrate)|把|将|从|由)\s*(?:(?:the|our|my|topic|bucket|cluster|region|table|database|集群|桶|存储桶|区域|地区|主题|表|数据库|名字|名称|名|of|is|was|it|是|叫)\s*){0,4}["']?$/i
const OLD_AFTER =
  /^["']?\s*(?:(?:topic|bucket|cluster|region|集群|桶|区|区域|主题)\s*)?(?:to|with|for|into|by|->|=>|→|换成|换为|改成|改为|改到|变成|换到|迁到|挪到|移到|到)(?![a-z])/i

/** "20k, no 30k": the word takes back what came before; nobody wants none of a number. */
const NO_NUMBER = /(?:^|[\s,;])no,?\s+[1-9]$/i

/** "除了 X 以外还要 Y", "除了 X 都不要": X is wanted. */
const BESIDES = /(?<![删移清解去排])除了?\s*[^,;。]{0,20}$/
const ADDING =
  /^[^,;。]{0,8}(?:以外|之外|外)?[,\s]*(?:我们|数据)?(?:还|也|另外|同时|(?:其[他它]的?|别的)?(?:全?都|全)不)/

/** Why a piece does not hold, looking only inside its clause (and, for "X or Y", at the clause before); undefined where it holds. */
export function isNegated(text: string, span: Span, clause: Span, sentence: Span): Negation | undefined {
  const before = text.slice(Math.max(clause.start, span.start - 80), span.start)
  const after = text.slice(span.end, Math.min(sentence.end, span.end + 60))
  if (OLD_AFTER.test(after) && OLD_BEFORE.test(text.slice(Math.max(sentence.start, span.start - 40), span.start)))
    return 'replaced'
  if (VALUE_NO.test(after)) return 'declined'
  if (BESIDES.test(before) && ADDING.test(after)) return undefined
  if (AFTER.test(after.slice(0, 40))) return 'declined'
  if (NO_NUMBER.test(text.slice(Math.max(clause.start, span.start - 8), span.start + 1))) return undefined
  if (negatorReaches(before)) return /instead of|rather than|而不是/i.test(before) ? 'replaced' : 'declined'
  const joined = /(\bor\b|\bnor\b|或者?|和|、|\/)\s*$/i.exec(
    text.slice(Math.max(sentence.start, clause.start - 6), clause.start),
  )
  if (joined && /^(?:or|nor|或|和|、)/i.test(joined[1] ?? '') && before.trim().split(/\s+/).length <= 2) {
    if (
      negatorReaches(
        text
          .slice(Math.max(sentence.start, clause.start - 60), clause.start)
          .replace(/\s*\S+\s+(?:or|nor)\s*$|(?:或者?|和|、)$/i, ' x '),
      )
    )
      return 'declined'
  }
  return undefined
}

function negatorReaches(before: string): boolean {
  const last = [...before.matchAll(NEGATOR)].findLast((match) => !NO_NEGATOR.test(before.slice(match.index)))
  if (!last) return false
  const gap = before.slice(last.index + last[0].length)
  if (RESET.test(gap)) return false
  const words = gap.replace(FILLER, ' ').match(/[a-z0-9_.+-]+|[\u4e00-\u9fff]/gi) ?? []
  return words.length <= 3
}
