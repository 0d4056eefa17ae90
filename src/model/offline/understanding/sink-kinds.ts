import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { findNoSinks } from './no-sinks.js'
import type { Hit, Turn } from './turn.js'
import type { Span } from './types.js'

export type Kind = 'json' | 'iceberg'
export const TYPE_OF = { json: 's3-json', iceberg: 'iceberg' } as const
const KINDS = String.raw`(?<json>(?<![\w-])(?:s3[- ]json|raw json|jsonl?)(?:\s+(?:files?|output|sink|copy|copies|connector|in s3|to s3))*(?![\w-]*[:.][A-Za-z_])|(?<![\w-])s3 (?:files|sink|connector)\b|原始文件)|(?<iceberg>(?<![\w-])(?:apache )?iceberg(?:\s*(?:tables?|sink|output|connector|表))*)`
const MENTION = new RegExp(KINDS, 'dgi')
const ONLY = new RegExp(
  `(?:(?:\\b(?:only|just|solely|nothing (?:but|except)|exclusively)\\b|(?<!不)仅仅?|只(?:要|需要?|用|写|存|落|保留|做)?(?:成|一个|个|到)?)\\s*(?:(?:want|need|use|store|write|keep|the|an?|s3|as|in|to|into|with|写|存|要|用|成|到)\\s*){0,4}(?:${KINDS})(?!\\s*(?:every|for (?:the )?topic|commit|flush|on port)))`,
  'dgi',
)
const ONLY_AFTER = new RegExp(
  `(?:${KINDS})\\s*(?:files?|tables?|sink|output)?\\s*(?:only\\b(?!\\s+(?:every|for|after|when|once))|is enough|is all (?:we|i) (?:need|want)|alone|就(?:够|行|可以|好)|即可|就足够)`,
  'dgi',
)

const BUT_FOR = new RegExp(
  `除了?\\s*(?:${KINDS})\\s*(?:以外|之外|外)?\\s*,?\\s*(?:其[他它]的?|别的)?(?:全?都|全)不`,
  'dgi',
)
const NONE_BUT = new RegExp(
  `\\b(?:no|without|not any) (?:other )?(?:sinks?|connectors?|outputs?) (?:except|but|other than|besides|apart from)(?: for)? (?:the |an? )?(?:${KINDS})`,
  'dgi',
)

/** The type beside a field, where the words name it; nobody who says "flush every minute" or `s3://…` has said JSON. */
export function sayType(found: Findings, kind: Kind, words: Span | undefined): void {
  if (words) found.say(`sinks.${kind}.type`, TYPE_OF[kind], words, { shape: 'sinks.0.type', weak: true })
}

/** Both sinks, without those that are declined. */
export function bothKinds(found: Findings, context: Context): readonly Kind[] {
  const denied = new Set(found.deniedPaths().map((denial) => denial.path))
  return (['json', 'iceberg'] as const).filter(
    (kind) =>
      !denied.has(`sinks.${kind}`) && (!context.without().includes(TYPE_OF[kind]) || found.has(`sinks.${kind}.type`)),
  )
}

/** Which kinds of sink are wanted and which are declined. */
export function findDeclined(turn: Turn, found: Findings, context: Context): void {
  const declined = new Map<Kind, Span>()
  const excepted = turn.hits(NONE_BUT)
  for (const pattern of [ONLY, ONLY_AFTER, BUT_FOR, NONE_BUT]) {
    for (const hit of turn.hits(pattern)) {
      const kind: Kind = hit.has('json') ? 'json' : 'iceberg'
      const both = hit.has('json')
        ? /\biceberg\b/i.test(turn.after(hit, 14)) && /^\s*(?:and|&|和|、)/i.test(turn.after(hit, 8))
        : /\bjson\b/i.test(turn.after(hit, 14)) && /^\s*(?:and|&|和|、)/i.test(turn.after(hit, 8))
      if (
        both ||
        /^\s*not\b/i.test(turn.before(hit, 4)) ||
        /(?:不|\bnot|n't)\s*$/i.test(turn.before(hit, 5)) ||
        isAboutTopic(turn, hit, context)
      )
        continue
      declined.set(kind === 'json' ? 'iceberg' : 'json', hit)
    }
  }
  for (const hit of turn.hits(MENTION)) {
    const kind: Kind = hit.has('json') ? 'json' : 'iceberg'
    found.cover(hit)
    if (/\bnot only\s*$|不仅(?:仅)?(?:要)?\s*$|不只(?:是)?\s*$/i.test(turn.before(hit, 10))) continue
    const isExcepted = excepted.some(({ start, end }) => start <= hit.start && hit.start < end)
    if (turn.negated(hit) && !isExcepted) {
      if (!declined.has(kind)) declined.set(kind, phrase(turn, hit))
    } else if (
      !declined.has(kind) &&
      (isWanted(turn, hit) || (context.without().includes(TYPE_OF[kind]) && isBack(turn)))
    ) {
      found.say(`sinks.${kind}.type`, TYPE_OF[kind], hit, { shape: 'sinks.0.type' })
    }
  }
  if (declined.size === 0) {
    const span = findNoSinks(turn)
    if (span) for (const kind of kindsNotNamed(turn, span)) declined.set(kind, span)
  }
  for (const [kind, span] of declined) found.deny(`sinks.${kind}`, span, TYPE_OF[kind])
}

/** The kinds that nobody asks for after all were declined ("no sinks at all, actually keep Iceberg"). */
function kindsNotNamed(turn: Turn, { end }: Span): readonly Kind[] {
  const named = turn.hits(MENTION).filter((hit) => hit.start >= end)
  return (['json', 'iceberg'] as const).filter((kind) => !named.some((hit) => hit.has(kind)))
}

function isAboutTopic(turn: Turn, hit: Hit, context: Context): boolean {
  const clause = turn.clauseText(hit)
  return (
    context.topics().some((name) => name !== '' && clause.includes(name.toLowerCase())) ||
    /\btopics?\b|主题/.test(clause)
  )
}

/** The negation with its object ("no Iceberg"), so that the quote shows what was said. */
function phrase(turn: Turn, hit: Hit): Span {
  const before =
    /(?:\b(?:no|not|without|don'?t|do not|skip|drop|never|instead of|rather than|w\/o|remove|forget|except|but)\b|除了?|不要|不用|不需要|无需|不|别|没有|去掉|取消)[^,.;，。]{0,30}$/i.exec(
      turn.before(hit, 50),
    )
  const after = before ? null : /^[^,.;，。\n]{0,40}/.exec(turn.after(hit, 40))
  return { start: hit.start - (before?.[0].length ?? 0), end: hit.end + (after?.[0].trimEnd().length ?? 0) }
}

function isWanted(turn: Turn, hit: Hit): boolean {
  const clause = turn.clauseText(hit)
  if (/iceberg/i.test(hit.text)) return true
  const joined = String.raw`\s*(?:and|&|\+|plus|,|和|、|与|及)\s*`
  if (
    new RegExp(`^${joined}(?:apache )?iceberg`, 'i').test(turn.after(hit, 24)) ||
    new RegExp(`iceberg(?: tables?)?${joined}$`, 'i').test(turn.before(hit, 24))
  )
    return true
  return (
    !/\b(?:we send|we receive|payloads?|bod(?:y|ies)|post(?:s|ed|ing)?|are json|is json|json events?|json over|in json format to|send(?:s|ing)? (?:us )?json)\b/i.test(
      clause,
    ) &&
    /\b(?:files?|sinks?|output|s3|store\w*|land\w*|write|written|bucket|copy|connector|as json|to json|in json|and json|with json|use json|add)\b|文件|存|写|落|桶|格式|要|用|保留/i.test(
      clause,
    )
  )
}

function isBack(turn: Turn): boolean {
  return /\b(?:after all|again|back|also|too|add|as well|actually|include|enable|want|need|use|instead|both)\b|还是|也|加上|再加|恢复|重新|都要|要/i.test(
    turn.whole,
  )
}
