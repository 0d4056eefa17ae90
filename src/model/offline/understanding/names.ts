import { REGIONS } from '../../../spec/regions.js'
import { ENGLISH_NUMBERS } from './number-words.js'
import { DESCRIBING_PIECES, NEVER_NAMES, ORDINARY } from './words.js'

/** How clearly the words before a value say that a name follows: "called X" or "name: X", "is X", nothing at all. */
export type Cue = 'strong' | 'medium' | 'none'

const QUOTED = `"(?<quoted>[^"\\n]{1,200})"|'(?<single>[^'\\n]{1,200})'|\`(?<ticked>[^\`\\n]{1,200})\``

/** Source of a regular expression for a name as people type one: in quotes, shell text, or characters up to a space or comma. */
export const VALUE = `(?<value>${QUOTED}|\\$[({][^,\\n]{0,120}|[\\x21\\x23-\\x26\\x28-\\x2b\\x2d-\\x3a\\x3c-\\x5f\\x61-\\x7e][\\x21\\x23-\\x26\\x2a\\x2b\\x2d-\\x5f\\x61-\\x7e]{0,200})`

/** Source of a regular expression for a plain name token. */
export const TOKEN = '[A-Za-z0-9][A-Za-z0-9._-]{0,199}'

export const STRONG = String.raw`\s*(?::=|=+|:|->|=>|(?<=\s)(?:(?:(?:is|was|has been|got|were)\s+(?:now\s+)?(?:renamed|changed)(?:\s+to)?\s*:?|named|called|name is|known as)(?![\w-]))|叫做?|名(?:字|称)?(?:叫做?|是|为)|名为)\s*`
export const MEDIUM = String.raw`\s*(?:(?<=\s)(?:(?:is|are|was|will be|should be|shall be|must be|to be|would be|becomes?|(?:must|should|may|can|is|are|will|shall)(?: not|n't|not)(?: be)?)(?: now| actually| really| just| still| rather)?(?: called| named| the)?|to|from|should use|use|uses|using)(?![\w-])|从|不是|并非|不叫|是|为|用|使用|选用?|改成|改为|换成|改用|换到|变成|变为|设为|设置为|定为|就用)\s*`

const codes: ReadonlySet<string> = new Set(REGIONS.map((region) => region.code))

/** What a person meant by a value: quotes, brackets and the sentence's own full stop taken off. */
export function bare(value: string): string {
  const text = value.trim()
  const unquoted = /^(["'`])(.*)\1$/s.exec(text)
  if (unquoted) return unquoted[2] ?? ''
  const open = text.replace(/^[<([]+(?=[A-Za-z0-9])/, '')
  const end = /[([{]/.test(open) ? /[.,;:!?]+$/ : /[.,;:!?>\])]+$/
  return open.replace(end, '') || text
}

const COMMAND = /^(?:id|whoami|ls|rm|cat|uname|pwd|hostname|curl|wget|sh|bash|env|date|ps|reboot|shutdown)(?![\w.-])/

/** Whether a piece stands in backticks and is a command that a shell would run there, not a name in Markdown's code marks. */
export function isShellText(text: string, span: { readonly start: number; readonly end: number }): boolean {
  const piece = text.slice(span.start, span.end)
  const inside = /^`(.*)`$/s.exec(piece)?.[1] ?? (text[span.start - 1] === '`' && text[span.end] === '`' ? piece : '')
  return COMMAND.test(inside)
}

/** Whether a token looks like a name somebody gave, not like a word of the sentence. */
export function isNameLike(token: string): boolean {
  if (!/^[A-Za-z0-9]/.test(token) || !/[-_.\d]/.test(token) || /^[\d.,-]+$/.test(token)) return false
  if (codes.has(token.toLowerCase()) || /^\d+(?:\.\d+)?(?:k|m|kb|mb|gb|s|h|d|w|eps|rps|min|x|vcpu|%)?$/i.test(token))
    return false
  if (/^(?:m\d+|t\d+|r\d+|c\d+|express|kafka)[a-z]*\.(?:m\d|\d*x?large|small|medium|micro|nano).*$/i.test(token))
    return false
  if (
    /^(?:s3|sha-?\d+|e\.g|i\.e|p\d{2,3}|ipv[46]|u\.s|md5|http[s12]?|v\d+(?:\.\d+)*|\d+x|x86_64|arm64|amd64|utf-8|json-?l)$/i.test(
      token,
    )
  )
    return false
  return !isDescription(token)
}

/** "near-real-time", "two-week", "auto-scaling": words that describe, joined by hyphens. */
export function isDescription(token: string): boolean {
  const pieces = token.toLowerCase().split('-')
  return (
    pieces.length > 1 &&
    pieces.every((piece) => DESCRIBING_PIECES.has(piece) || /^\d+$/.test(piece) || piece in ENGLISH_NUMBERS)
  )
}

/** Where a noun opens a statement ("database marketing, table hits"), so that a word in -ing behind it is a name. */
const OPENS = /(?:^|[,;:.(\n，。；、*•-]|\b(?:and|with|glue|iceberg|kafka|msk|s3))\s*$/i
const GERUND =
  /^(?:running|using|having|being|monitoring|partitioning|scaling|sizing|naming|tuning|logging|processing|handling|routing|tracing|alerting|testing|planning|pricing|networking|billing|caching|sharding|replicating|balancing|rebalancing|provisioning|encoding|mapping|versioning|listing|hosting|sharing|clustering|configuring|working|making|starting|including|missing|pending|growing|failing|holding|storing|taking|serving|getting|everything|something|anything|nothing)$/

/** Whether a value after such a cue is meant as a name; `rest` is the text behind it, `lead` the text before its noun. */
export function isMeant(value: string, cue: Cue, rest: string, lead = 'a'): boolean {
  if (/^["'`]/.test(value.trim())) return bare(value).trim() !== ''
  const token = bare(value)
  const lower = token.toLowerCase()
  if (token === '' || NEVER_NAMES.has(lower) || codes.has(lower) || /^(?:s3a?|s3n|https?):\/\/|^arn:/i.test(token))
    return false
  if (cue === 'strong') return !/^[-*•(]+$/.test(token)
  if (isNameLike(token)) return true
  if (ORDINARY.has(lower) || (/[^a-z0-9]/i.test(token) === false && /(?:ing|ed|ly|n't)$/i.test(token))) {
    const isName = /ing$/.test(lower) && !GERUND.test(lower) && !ORDINARY.has(lower)
    return (
      isName &&
      (cue === 'medium' || OPENS.test(lead)) &&
      /^\s*(?:$|[,;.)\n，。；、])/.test(/[.,;)]$/.test(value) ? '' : rest)
    )
  }
  if (/^\d/.test(token) || /^.$/.test(token)) return false
  if (/(?:^|\/)\.\.\//.test(token)) return true
  if (/[^A-Za-z0-9._-]/.test(token))
    return /[$;|&<>(){}!*\\/_]/.test(token) && !/^[$€£¥(<]/.test(token) ? cue === 'medium' : /^\$[({]/.test(token)
  if (/[a-z0-9][.,;:!?)]$/i.test(value)) return true
  const next = rest.replace(/^["'`]/, '')
  return /^\s*(?:$|[.,;:!?()\n，。；、]|\d|(?:and|in|with|on|at|for|plus|as|but|which|that|please|instead|now|to|partitioned|retained|replicated|committed|flushed)\b|[\u4e00-\u9fff])/i.test(
    next,
  )
}
