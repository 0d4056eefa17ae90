import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { NAME_PATH, NOUNS } from './named-fields.js'
import { bare, isNameLike, VALUE } from './names.js'
import { literally } from './text.js'
import type { TopicMention } from './topics.js'
import type { Hit, Turn } from './turn.js'
import type { Span, Statement } from './types.js'
import { NEVER_NAMES, ORDINARY } from './words.js'

const NOUN = String.raw`(?:kafka |glue |iceberg |msk |s3 )?(?:topic|table|database|cluster|bucket|prefix|project)|主题|话题|数据库|表|集群|(?:存储)?桶|前缀|项目`
const LED = `(?:(?:the|our|my)\\s+)?(?:(?<noun>${NOUN})\\s*)?(?:name\\s+)?(?:(?:from\\s+|从|由)\\s*)?`
const TO = String.raw`\s*(?:\b(?:to|as|into)\b(?: be)?(?: (?:called|named))?|->|=>|→)\s*`

/** "don't rename …", "不要把 … 改名": the name stays. */
const NOT = /(?:\b(?:don'?t|do not|never|not)(?: \w+ to)?|(?:不要|不用|不必|别)\s*(?:把|将))\s*$/i

/** What the tool makes, as people call it; "it" after such a word is the project. */
const PROJECT = /\b(?:project|stacks?|deployment|solution)\b|项目/i

/** What is there already: nobody has it renamed, so "it" is the project. */
const EXISTING = /cluster$|bucket$/i

/** Most names that are looked for: more than any conversation gives. */
const MOST_NAMES = 50

/** "rename crash_reports to crashes", "把 clicks 改名为 visits": a name that was given changes, and what was said of the thing stays. */
export function findRenames(turn: Turn, found: Findings, context: Context): TopicMention[] {
  const named = context.draft.statements.filter(
    ({ path, value }) => NAME_PATH.test(path) && typeof value === 'string' && turn.whole.includes(value),
  )
  const olds = [...new Set(named.map(({ value }) => String(value)))].slice(0, MOST_NAMES)
  // Masked only when all are read: "rename a to b and c to d" has its verb once.
  const all = olds.flatMap((old) => renamesOf(turn, old))
  if (all.length === 0) return findRenamedIt(turn, found, context)
  const topics = all.flatMap((change) => rename(found, context, change, named))
  for (const { hit } of all) if (found.isCovered(hit)) turn.mask(hit)
  return topics
}

function renamesOf(turn: Turn, old: string): Rename[] {
  const hits = [
    ...namings(old).flatMap((pattern) => turn.hits(pattern)),
    ...changes(old)
      .flatMap((pattern) => turn.hits(pattern))
      .filter((hit) => isName(turn, hit, hit.group('value'))),
  ]
  return hits.flatMap((hit): Rename[] => {
    const name = bare(hit.group('value'))
    if (
      NOT.test(turn.before(hit, 30)) ||
      name === old ||
      NEVER_NAMES.has(name.toLowerCase()) ||
      /^\d[\d.,]*[a-z%]{0,4}$/i.test(name)
    )
      return []
    const whole = hit.span('value')
    const start = whole.start + Math.max(0, turn.whole.slice(whole.start, whole.end).indexOf(name))
    return [{ old, name, hit, start, end: start + name.length }]
  })
}

const IT = new RegExp(
  `(?:\\bre-?name\\s+(?:it|this|that)${TO}|(?:把它|将它|它)(?:改名|重命名|更名)(?:为|成|叫|到)?\\s*)${VALUE}`,
  'dgi',
)

/** "rename it to visits" is about the name that the turn before gave last; where several things were named in this turn, it is asked. */
function findRenamedIt(turn: Turn, found: Findings, context: Context): TopicMention[] {
  const [hit] = turn.hits(IT)
  const before = context.earlierTurns.at(-1) ?? ''
  const said = context.draft.statements
    .filter(({ path, value, quote }) => NAME_PATH.test(path) && typeof value === 'string' && before.includes(quote))
    .sort((left, right) => context.saidAt(right) - context.saidAt(left))
  const [last] = said
  if (!hit || NOT.test(turn.before(hit, 30)) || (last && EXISTING.test(last.path))) return []
  const name = bare(hit.group('value'))
  if (NEVER_NAMES.has(name.toLowerCase())) return []
  const start = hit.start + turn.whole.slice(hit.start, hit.end).lastIndexOf(name)
  const isNamedHere = NOUNS.some(([noun]) => noun.test(turn.whole.slice(0, hit.start)))
  turn.mask(hit)
  found.cover(hit)
  if (isNamedHere || !last) {
    if (!PROJECT.test(turn.whole.slice(0, hit.start)) && (isNamedHere || said.length > 0)) {
      found.askOther(`What is to be called "${name}"? For example: rename the topic clicks to ${name}.`)
      return []
    }
    found.say('name', name, { start, end: start + name.length })
    return []
  }
  return rename(found, context, { old: String(last.value), name, hit, start, end: start + name.length }, [last])
}

/** What says that a thing is called otherwise from now on; behind such words stands a name, whatever it looks like. */
function namings(old: string): readonly RegExp[] {
  const thing = thingCalled(old)
  return [
    `(?:\\bre-?name\\s+|(?<=\\bre-?name\\s[^.;\\n]{3,120}(?:,|\\band)\\s+))${thing}${TO}${VALUE}`,
    `${thing}\\s+(?:(?:(?:should|must|shall|will|has to|is to)\\s+(?:now\\s+)?be|is\\s+now|becomes)\\s+)(?:better\\s+)?(?:called|named|renamed(?:\\s+(?:to|as))?)\\s+${VALUE}`,
    `${thing}\\s*(?:(?:改名|重命名|更名)(?:为|成|叫|到)?|改叫做?|改称为?|应该叫|(?:的?名(?:字|称)?)(?:改成|改为|换成|变成))\\s*${VALUE}`,
  ].map((source) => new RegExp(source, 'dgi'))
}

/** What changes anything at all, a name as well as a number or a place. */
function changes(old: string): readonly RegExp[] {
  const thing = thingCalled(old)
  return [
    `\\b(?:change|switch|replace|swap)\\s+${thing}(?:${TO}|\\s+(?:with|by)\\s+)${VALUE}`,
    `${thing}\\s*(?:改成|改为|换成|变成)\\s*${VALUE}`,
  ].map((source) => new RegExp(source, 'dgi'))
}

function thingCalled(old: string): string {
  const name = literally(old)
  return `${LED}(?<![\\w./@-])["'\`]?${name}["'\`]?(?![\\w/@-]|\\.\\w)(?:\\s*(?:这个|那个|的)?(?<after>${NOUN}))?`
}

/** Whether a word can be nothing but a name: "change clicks to 24 partitions" is about something else. */
function isName(turn: Turn, hit: Hit, value: string): boolean {
  const name = bare(value)
  if (/^["'`]/.test(value) || isNameLike(name)) return true
  return (
    !ORDINARY.has(name.toLowerCase()) &&
    /^\s*(?:$|[,;.!\n，。；、吧]|(?:and|please|instead|too)\b)/i.test(
      /[.,;!]$/.test(value) ? '' : turn.after(hit.span('value'), 12),
    )
  )
}

/** One name that takes the place of another. */
interface Rename extends Span {
  readonly old: string
  readonly name: string
  readonly hit: Hit
}

function rename(found: Findings, context: Context, change: Rename, named: readonly Statement[]): TopicMention[] {
  const { old, name, hit, start, end } = change
  const noun = `${hit.group('noun')} ${hit.group('after')}`
  const wanted = NOUNS.find(([pattern]) => pattern.test(noun))?.[1] ?? NAME_PATH
  const things = named.filter(({ path, value }) => value === old && wanted.test(path))
  const kinds = new Set(things.map(({ path }) => kindOf(path)))
  if (kinds.size === 0) return []
  found.cover(hit)
  if (kinds.size > 1) {
    found.askOther(`Which "${old}" is to be called "${name}": ${[...kinds].join(' or ')}?`)
    return []
  }
  if (!kinds.has('the topic')) {
    for (const { path } of things) found.say(path, name, { start, end })
    return []
  }
  if (context.topics().includes(name)) {
    found.askOther(`There is a topic "${name}" already: which name is "${old}" to have?`)
    return []
  }
  found.say('topics.@.name', name, { start, end }, { shape: 'topics.0.name' })
  return found.at('topics.@.name').some((one) => one.start === start)
    ? [{ start, end, name, was: old, sentence: hit.sentence, declared: true }]
    : []
}

/** What a person calls the thing that a field names; the default topic is a topic. */
function kindOf(path: string): string {
  const field = /^topics\.|routing\.default$/.test(path) ? 'topic' : /\w+$/.exec(path)?.[0]
  return `the ${field === 'name' ? 'project' : (field ?? path)}`
}
