import { isValid } from './check.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { bare, type Cue, isMeant, isNameLike, MEDIUM, STRONG, TOKEN, VALUE } from './names.js'
import { type Role, ROLE_WORDS, roleOf } from './roles.js'
import type { Sentence, Turn } from './turn.js'
import type { Span } from './types.js'

interface BucketMention extends Span {
  readonly sentence: Sentence
  readonly value: string
  readonly prefix?: string | undefined
}

interface RolesOfBucket {
  readonly roles: ReadonlySet<Role>
  /** The words that name the role. */
  readonly span: Span
}

const NOUN =
  '(?<![\\w-])(?:(?:amazon |aws )?s3[ -]?)?(?:storage )?bucket(?![\\w-])|(?:s3\\s*)?(?:存储)?桶|(?<=^|[^\\w:/])s3(?=\\s*(?:[:=]|是|为|用))'
const AFTER_NOUN = new RegExp(
  `(?:${NOUN})(?:'s)?(?:\\s+(?:name|id))?(?:的?(?:名字|名称|名))?(?:(?<strong>${STRONG})|(?<medium>${MEDIUM})|\\s+|(?<=[桶名称字])(?=[A-Za-z0-9])|(?=["'\`]))${VALUE}`,
  'dgi',
)
const CALLED = new RegExp(
  `(?:${NOUN})(?:(?!bucket|桶|cluster|topic|集群|主题)[^,.;\\n，。；"'\`]){0,60}?(?:\\b(?:called|named)\\b|叫做?|名为|名叫)\\s*${VALUE}`,
  'dgi',
)
const BEFORE_NOUN = new RegExp(
  `(?:"(?<quoted>[^"\\n]{1,80})"|'(?<single>[^'\\n]{1,80})'|\`(?<ticked>[^\`\\n]{1,80})\`|(?<![\\w./@:-])(?<token>${TOKEN}))(?:\\s+(?:(?:amazon |aws )?s3[ -]?)?bucket(?![\\w-])|\\s*(?:(?:这个|那个|的|这|那)\\s*)?(?:s3\\s*)?(?:存储)?桶)`,
  'dgi',
)
const ROLE_THEN_NAME = new RegExp(
  `(?:${ROLE_WORDS})(?:\\s*(?:data|files?|tables?|output|sink|events?|records?|数据|文件|表|格式)){0,2}(?:,?\\s+(?:which|that)\\b)?\\s*(?:\\b(?:should|must|will|goes|go|going|is|are|lands?|landing|live|lives|stays?|written|stored|kept|sent|saved|should go|should be)\\b\\s*)*(?:\\b(?:into|in|to|at|on|under)\\b(?: the| our| bucket)*|->|=>|→|:|=|放到?|存到?|存放在|写到?|写入|落到?|进|到|在|用|去|存储在)\\s*(?:到|在|进)?\\s*(?<value>["'\`]?${TOKEN}["'\`]?)`,
  'dgi',
)
const NAME_THEN_ROLE = new RegExp(
  `(?<value>(?<![\\w./@:-])${TOKEN}|"[^"\\n]{3,63}"|'[^'\\n]{3,63}'|\`[^\`\\n]{3,63}\`)\\s*(?:bucket\\s*)?(?:\\((?:for )?|\\b(?:for|as|holds|stores|takes|gets|keeps|receives)\\b(?: the| our)?|用于|用来|用作|给|放|存|做|作为)\\s*(?:存|放|做|写)?\\s*(?:${ROLE_WORDS})`,
  'dgi',
)
const STORE_IN = new RegExp(
  `\\b(?:store|stored|put|write|written|land|save|saved|dump|archive|deliver|sink|send|keep|goes?|load|push|persist)\\b[^.;\\n]{0,60}?\\b(?:in|into|to|at|under)\\s+(?:s3\\s+(?:bucket\\s+)?)?(?<value>["'\`]?${TOKEN}["'\`]?)(?<s3>(?: in| on) s3\\b)?|(?:存到|存入|写到|写入|放到|放在|落到|存在)\\s*(?:s3\\s*(?:的|上的)?\\s*)?(?<chinese>["'\`]?${TOKEN}["'\`]?)`,
  'dgi',
)
const ROLE_LIST_AFTER = new RegExp(
  `^["'\`)\\s]*(?:bucket\\s*|(?:s3)?(?:存储)?桶\\s*)?(?:\\(\\s*)?(?:(?:is|are|will be)\\s+)?(?:(?:for|as|holds|stores|takes|gets|keeps|receives|to (?:hold|store|keep))\\b(?: (?:the|our|both|storing|all))*|\\((?=\\S)|用于|用来|用作|给|放|存|做|作为|当作?|是)?\\s*(?:存储?|放|做|写)?\\s*(?<list>(?:${ROLE_WORDS})(?:\\s*(?:data|files?|tables?|output|sinks?|数据|文件|表))?(?:\\s*(?:,|and|&|plus|/|和|及|以及|与|、)\\s*(?:the )?(?:${ROLE_WORDS})(?:\\s*(?:data|files?|tables?|数据|文件|表))?){0,3})`,
  'i',
)
const EXPLICIT =
  /^["'`)\s]*(?:bucket\s*|(?:s3)?(?:存储)?桶\s*)?(?:\(|(?:(?:is|are|will be)\s+)?(?:for|as|holds|stores|takes|gets|keeps|receives|to (?:hold|store|keep))\b|用|给|放|存|做|作为|当|是)/i

/** Buckets with their roles; a name without a role is the bucket for everything. */
export function findBuckets(turn: Turn, found: Findings, context: Context): void {
  for (const pattern of [AFTER_NOUN, CALLED]) {
    for (const hit of turn.hits(pattern)) {
      const span = hit.span('value')
      const cue: Cue = pattern === CALLED || hit.has('strong') ? 'strong' : hit.has('medium') ? 'medium' : 'none'
      if (/\b(?:ecs|redis)\s*$/i.test(turn.before(hit, 8))) continue
      if (isMeant(hit.group('value'), cue, turn.after(span, 20))) take(turn, found, context, hit.sentence, span)
    }
  }
  for (const hit of turn.hits(BEFORE_NOUN)) {
    const quoted = ['quoted', 'single', 'ticked'].find((name) => hit.has(name))
    const span = hit.span(quoted ?? 'token')
    if (quoted || (isNameLike(hit.group('token')) && isValidLike(hit.group('token'))))
      take(turn, found, context, hit.sentence, span)
  }
  for (const pattern of [NAME_THEN_ROLE, ROLE_THEN_NAME, STORE_IN]) {
    for (const hit of turn.hits(pattern)) {
      const group = hit.has('chinese') ? 'chinese' : 'value'
      const token = bare(hit.group(group))
      const quoted = /^["'`]/.test(hit.group(group))
      const known = context.topics().includes(token) || found.at('kafka.cluster').some((one) => one.value === token)
      const about = turn.before(hit.span(group), 24)
      if (
        known ||
        !isValid('intent.bucket', token) ||
        (!quoted &&
          !(isNameLike(token) && (token.includes('-') || (pattern === NAME_THEN_ROLE && isBucketList(turn, token))))) ||
        /\b(?:table|database|topic|prefix|cluster|header|repo|repository|column|path)\s*["'`]?$/i.test(about)
      )
        continue
      if (
        /^["'`)\s]*(?:topics?|tables?|clusters?|prefix|header|database|集群|主题|表)\b/i.test(
          turn.after(hit.span(group), 20),
        )
      )
        continue
      take(turn, found, context, hit.sentence, hit.span(group))
    }
  }
}

/** "buckets: jb1 for JSON": without a hyphen a name needs the word, or "use". */
function isBucketList(turn: Turn, token: string): boolean {
  return /\bbuckets?\b|桶|\buse\b/i.test(turn.whole) && !/^(?:topic|table|db|t|m|c|r)\d/i.test(token)
}

function isValidLike(token: string): boolean {
  return !/^(?:json|s3|iceberg|backup)$/i.test(token)
}

function take(turn: Turn, found: Findings, context: Context, sentence: Sentence, valueSpan: Span): void {
  const text = turn.whole.slice(valueSpan.start, valueSpan.end)
  const value = bare(text)
  const start = valueSpan.start + Math.max(0, text.indexOf(value))
  const span = { start, end: start + value.length, sentence }
  const negation = turn.negation(span)
  if (negation) found.deny('intent.bucket', span, value)
  else sayBucket(turn, found, context, { ...span, value })
  turn.mask(span)
}

/** Records a bucket (and the prefix in its address) under the role that its place in the sentence gives it. */
export function sayBucket(turn: Turn, found: Findings, context: Context, mention: BucketMention): void {
  const { roles, span } = rolesOf(turn, mention)
  const quote = mention
  const single = roles.size === 1 ? [...roles][0] : undefined
  if (roles.has('all') || (roles.has('json') && roles.has('iceberg')) || roles.size === 0) {
    sayGeneral(turn, found, context, mention)
    if (mention.prefix !== undefined)
      sayPrefix(found, single === undefined || single === 'all' ? 'json' : single, mention.prefix, quote)
    return
  }
  for (const role of roles) {
    if (role === 'json') found.say('sinks.json.bucket', mention.value, quote, { shape: 'sinks.0.bucket' })
    if (role === 'iceberg') found.say('sinks.iceberg.bucket', mention.value, quote, { shape: 'sinks.0.bucket' })
    if (role === 'backup') found.say('backup.bucket', mention.value, quote)
    if (role === 'json' || role === 'iceberg')
      found.say(`sinks.${role}.type`, role === 'json' ? 's3-json' : 'iceberg', span, { shape: 'sinks.0.type' })
    if (mention.prefix !== undefined) sayPrefix(found, role, mention.prefix, quote, span)
  }
}

/** "The bucket" replaces the one bucket that was named before, whatever its role; with several it is asked which. */
function sayGeneral(turn: Turn, found: Findings, context: Context, mention: BucketMention): void {
  const known = context.draft.statements.filter(({ path }) => /^(?:sinks\.\d+\.bucket|backup\.bucket)$/.test(path))
  if (context.value('intent.bucket') !== undefined || known.length === 0 || context.asks('intent.bucket')) {
    found.say('intent.bucket', mention.value, mention)
  } else if (
    known.length === 1 &&
    known[0] &&
    /\b(?:change|instead|actually|rather|make|switch|rename)\b|改|换/i.test(turn.whole)
  ) {
    found.say(known[0].path, mention.value, mention)
  } else found.say('intent.bucket', mention.value, mention)
}

/** Records a key prefix for a role. */
export function sayPrefix(found: Findings, role: Role, value: string, span: Span, roleSpan?: Span): void {
  const prefix = value.replace(/^\/+|\/+$/g, '')
  if (role === 'backup') return found.say('backup.prefix', prefix, span)
  const kind = role === 'iceberg' ? 'iceberg' : 'json'
  found.say(`sinks.${kind}.prefix`, prefix, span, { shape: 'sinks.0.prefix' })
  if (roleSpan)
    found.say(`sinks.${kind}.type`, kind === 'json' ? 's3-json' : 'iceberg', roleSpan, { shape: 'sinks.0.type' })
}

function rolesOf(turn: Turn, mention: BucketMention): RolesOfBucket {
  const after = turn.whole.slice(mention.end, Math.min(mention.sentence.end, mention.end + 120))
  const list = ROLE_LIST_AFTER.exec(after)
  if (list?.groups?.['list'] !== undefined && EXPLICIT.test(after)) {
    const start = mention.end + list[0].length - list.groups['list'].length
    const text = ownRoles(list.groups['list'], after.slice(list[0].length))
    return { roles: rolesIn(text), span: { start, end: start + text.length } }
  }
  const clause = turn.clauseAt(mention.sentence, mention.start)
  const inClause = turn.roles.filter((role) => role.start >= clause.start && role.end <= mention.start)
  const near = inClause.at(-1)
  if (near) {
    const roles = new Set<Role>(inClause.length > 1 ? inClause.map((role) => role.role) : [near.role])
    let at = near.start
    for (const role of turn.roles
      .filter((other) => other.end <= near.start && other.start >= mention.sentence.start)
      .reverse()) {
      const link =
        /^\s*(?:data|files?|tables?|数据|文件|表|output)?\s*(,|and|&|plus|\/|和|及|以及|与|、|as well as|, and)\s*(?:the |and |apache )?$/i.exec(
          turn.whole.slice(role.end, at),
        )?.[1]
      if (
        link === undefined ||
        (link === ',' && roles.size === 1) ||
        /(?:\b(?:for|as)(?: the)?|用于|存|放|给)\s*$/i.test(turn.before(role, 10))
      )
        break
      roles.add(role.role)
      at = role.start
    }
    return { roles, span: near }
  }
  const heading = new RegExp(ROLE_WORDS, 'i').exec(mention.sentence.heading)
  if (heading) return { roles: new Set([roleOf(heading[0])]), span: mention }
  return { roles: new Set(), span: mention }
}

/** "a for JSON, backup in b": a role that has a bucket of its own behind it is not this one's. */
function ownRoles(list: string, rest: string): string {
  const starts = [...list.matchAll(new RegExp(ROLE_WORDS, 'gi'))]
  const last = starts.at(-1)
  if (starts.length < 2 || !last) return list
  const next =
    /^\s*(?:data|files?|tables?|warehouse)?\s*(?:bucket|桶)?\s*(?:goes?|should|to|in|into|at|is|uses?|:|=|->|→|用|放|存|到|写|是|["'`]|([A-Za-z0-9][\w.-]{2,}))/i.exec(
      rest,
    )
  const taken = next && (next[1] === undefined || isNameLike(next[1]))
  return taken ? list.slice(0, last.index).replace(/\s*(?:,|and|&|plus|\/|和|及|以及|与|、)\s*(?:the )?$/i, '') : list
}

function rolesIn(text: string): Set<Role> {
  return new Set([...text.matchAll(new RegExp(ROLE_WORDS, 'gi'))].map((match) => roleOf(match[0])))
}
