import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import { findMcu, sayCapacity } from './capacity.js'
import type { Hit, Turn } from './turn.js'

const THING = String.raw`(?<thing>(?:ecs |fargate |nginx |collector |connect )?(?:tasks?|containers?|instances?|replicas of the collector|collectors|pods)(?![\w-])|(?:connector |connect )?workers?(?![\w-])|个?(?:任务|容器|实例)|个?(?:worker|工作进程|工作节点))`
const RANGE = new RegExp(
  `(?:between |from |scale (?:from |between )?|从)?\\s*(?<low>${NUMBER})\\s*(?:-|to|and|up to|~|到|至)\\s*(?<high>\\d+|${NUMBER})\\s*个?\\s*${THING}|${THING.replace('thing', 'first')}\\s*(?::|=|is|are|scale|scaling|range|在)*\\s*(?:between|from|从)?\\s*(?<low2>\\d+|${NUMBER})\\s*(?:-|to|and|~|到|至)\\s*(?<high2>\\d+|${NUMBER})(?!\\s*(?:vcpu|cpu|core|核|gb|mib))`,
  'dgi',
)
const BOUND = new RegExp(
  `(?<min>\\b(?:at least|min(?:imum)?(?: of)?|no (?:less|fewer) than|never (?:fewer|less) than|start(?:ing)? (?:with|at))\\b|至少|最少|最小|不少于|起步)\\s*(?:number of )?(?:(?:tasks?|workers?|任务|容器)(?:数量?)?)?\\s*(?:is|of|:|=|to|为|是|改成|改为|改到|调到|调成|提高到|降到|设为|到)*\\s*(?<lower>${NUMBER})(?:\\s*个?\\s*(?<minthing>${THING.replace('?<thing>', '?:')}))?|(?<max>\\b(?:at most|max(?:imum)?(?: of)?|up to|no more than|not more than|never more than|capped at|scale (?:up |out )?to)\\b|最多|最大|至多|不超过|上限)\\s*(?:number of )?(?:(?:tasks?|workers?|任务|容器)(?:数量?)?)?\\s*(?:is|of|:|=|to|为|是|改成|改为|改到|调到|调成|提高到|降到|设为|到)*\\s*(?<upper>${NUMBER})(?:\\s*个?\\s*(?<maxthing>${THING.replace('?<thing>', '?:')}))?`,
  'dgi',
)
const PLAIN = new RegExp(
  `(?<exact>\\b(?:exactly|always|fixed(?: at)?|a fixed|constantly)\\b|固定|恒定|始终)?\\s*(?<number>${NUMBER})\\s*个?\\s*${THING}(?<suffix>\\s*(?:min(?:imum)?|max(?:imum)?|at (?:least|most)|以上|以下))?`,
  'dgi',
)
const KEYED =
  /\b(?<bound>min|max|minimum|maximum)[ _-]?(?<what>tasks?|workers?)\s*(?:is|of|:|=|to)*\s*(?<number>\d+)|\b(?<what2>tasks?|workers?)[ _-](?<bound2>min|max)\s*(?:is|of|:|=|to)*\s*(?<number2>\d+)/dgi
const VCPU = new RegExp(
  `(?<number>half a|${NUMBER})\\s*-?\\s*(?:v[ -]?cpus?|cores?|cpus?(?! units?)|核(?:心)?|个?vcpu)(?:\\s*(?:per|each|a) (?:task|container)|\\s*each)?(?![a-z])`,
  'dgi',
)
const UNITS = new RegExp(
  `(?<number>${NUMBER})\\s*(?:cpu units?|cpu 单位|个?cpu单位)|(?<![\\w-])cpus?\\s*(?:units?)?\\s*(?:is|of|:|=|to|设为|改成|为|是)*\\s*(?<after>${NUMBER})(?!\\s*(?:%|percent|v?cpu|cores?|核))`,
  'dgi',
)
const ARM =
  /(?<arm>\b(?:graviton\d?|arm64|aarch64|arm(?:[- ]based)?)\b)|(?<x86>\b(?:x86(?:[_-]?64)?|amd64|intel|x64)\b)/dgi
const SPOT =
  /(?<spot>\b(?:fargate[ _-]?)?spot\b(?:\s+(?:capacity|instances?|tasks?|pricing))?|竞价(?:实例)?|spot ?实例)|(?<demand>\bon[- ]demand(?: only)?\b|按需(?:实例)?)/dgi

/** Tasks, CPU, architecture, spot, and the workers of the connectors. */
export function findCompute(turn: Turn, found: Findings, context: Context): void {
  findMcu(turn, found, context)
  for (const hit of turn.hits(KEYED)) {
    const max = /^max/i.test(hit.group('bound') || hit.group('bound2'))
    sayCount(
      turn,
      found,
      context,
      hit,
      hit.group('what') || hit.group('what2'),
      max ? undefined : num(hit, 'number', 'number2'),
      max ? num(hit, 'number', 'number2') : undefined,
    )
  }
  for (const hit of turn.hits(RANGE)) {
    const low = num(hit, 'low', 'low2')
    const high = num(hit, 'high', 'high2')
    sayCount(turn, found, context, hit, hit.group('thing') || hit.group('first'), low, high)
  }
  for (const hit of turn.hits(BOUND)) {
    const thing = hit.group('minthing') || hit.group('maxthing') || subject(turn, hit) || lastSubject(context)
    if (thing === '') continue
    if (hit.has('min')) sayCount(turn, found, context, hit, thing, num(hit, 'lower'), undefined)
    else sayCount(turn, found, context, hit, thing, undefined, num(hit, 'upper'))
  }
  for (const hit of turn.hits(PLAIN)) {
    const number = num(hit, 'number')
    const suffix = hit.group('suffix')
    if (/max|most|以下/i.test(suffix)) sayCount(turn, found, context, hit, hit.group('thing'), undefined, number)
    else
      sayCount(
        turn,
        found,
        context,
        hit,
        hit.group('thing'),
        number,
        hit.has('exact') || /worker/i.test(hit.group('thing')) ? number : undefined,
      )
  }
  findCpu(turn, found)
  findFlags(turn, found)
}

function num(hit: Hit, ...groups: string[]): number | undefined {
  const group = groups.find((name) => hit.has(name))
  return group === undefined ? undefined : parseNumber(hit.group(group))
}

/** "tasks: min 2, max 12": what a bound without a noun is about. */
function subject(turn: Turn, hit: Hit): string {
  const sentence = turn.whole.slice(hit.sentence.start, hit.start)
  const own = /(?:min(?:imum)?|max(?:imum)?|最[大小多少]|number of)\s*(tasks?|workers?|任务|容器)/i.exec(hit.text)?.[1]
  if (own !== undefined) return own
  const after =
    /^\s*(?:个)?\s*(?:(?:and|,|\/)\s*(?:at (?:least|most)|max(?:imum)?|min(?:imum)?|up to)\s*\d+\s*)?(tasks?|workers?|任务|容器)/i.exec(
      turn.after(hit, 40),
    )?.[1]
  if (after !== undefined) return after
  const words = [
    ...sentence.matchAll(
      /\b(?:tasks?|workers?|containers?)\b|任务|容器|worker|\b(?:partitions?|replicas?|topics?|events?|requests?|body|retention|vcpus?|memory)\b|分区|副本|主题/gi,
    ),
  ].map((match) => match[0])
  const last = words.at(-1) ?? ''
  if (/task|worker|container|任务|容器/i.test(last)) return last
  return words.length === 0 && /\btasks?\b|任务/i.test(hit.sentence.heading) ? 'tasks' : ''
}

/** "max 20" after a turn about tasks. */
function lastSubject(context: Context): string {
  const [last] = context.draft.statements
    .filter(({ value }) => typeof value === 'number')
    .sort((left, right) => context.saidAt(right) - context.saidAt(left))
  if (/^collector\.tasks\.(?:min|max)$/.test(last?.path ?? '')) return 'tasks'
  return /capacity\.(?:min|max)Workers$/.test(last?.path ?? '') ? 'workers' : ''
}

function sayCount(
  turn: Turn,
  found: Findings,
  context: Context,
  hit: Hit,
  thing: string,
  min: number | undefined,
  max: number | undefined,
): void {
  if (thing === '' || (min === undefined && max === undefined)) return
  if (
    /connect tasks?/i.test(thing) ||
    (turn.negated(hit) && !/no (?:more|less|fewer)|not more|不超过|不少于/i.test(turn.before(hit, 4) + hit.text))
  ) {
    found.cover(hit)
    return
  }
  if (/worker|工作/i.test(thing)) {
    if (min !== undefined) sayCapacity(turn, found, context, hit, 'minWorkers', min)
    if (max !== undefined) sayCapacity(turn, found, context, hit, 'maxWorkers', max)
  } else {
    if (min !== undefined) found.say('collector.tasks.min', min, hit)
    if (max !== undefined) found.say('collector.tasks.max', max, hit)
  }
  turn.mask(hit)
}

function findCpu(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(VCPU)) {
    const number = /^half a/i.test(hit.group('number')) ? 0.5 : parseNumber(hit.group('number'))
    if (
      number === undefined ||
      turn.negated(hit) ||
      /\b(?:total|in all|altogether|overall|broker\w*)\b|总共|一共/i.test(turn.clauseText(hit))
    )
      continue
    if (/cpus?$/i.test(hit.text) && !/v/i.test(hit.text) && number > 16) found.say('collector.tasks.cpu', number, hit)
    else found.say('collector.tasks.cpu', number * 1024, hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(UNITS)) {
    const number = num(hit, 'number', 'after')
    if (
      number === undefined ||
      turn.negated(hit) ||
      /\b(?:utili[sz]ation|usage|load|target)\b|利用率|使用率/i.test(turn.clauseText(hit))
    )
      continue
    found.say('collector.tasks.cpu', hit.has('after') && number <= 16 ? number * 1024 : number, hit)
    turn.mask(hit)
  }
}

function findFlags(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(ARM)) {
    const negation = turn.negation(hit)
    const arm = hit.has('arm') !== (negation !== undefined)
    if (
      /\b(?:brokers?|cluster|kafka|msk|laptop|machine|macbook)\b/i.test(turn.clauseText(hit)) &&
      !/\btasks?|collector/i.test(turn.clauseText(hit))
    )
      continue
    if (negation === 'replaced') found.cover(hit)
    else found.say('collector.tasks.architecture', arm ? 'arm64' : 'x86_64', negation ? widened(turn, hit) : hit)
  }
  for (const hit of turn.hits(SPOT)) {
    if (
      /\b(?:blind|sweet|tight|on the|hot|that|a)\s*$/i.test(turn.before(hit, 10)) &&
      !/spot (?:capacity|instance|task|pricing)|fargate/i.test(hit.text)
    )
      continue
    const negation = turn.negation(hit)
    if (negation === 'replaced') found.cover(hit)
    else
      found.say(
        'collector.tasks.spot',
        hit.has('spot') !== (negation !== undefined),
        negation ? widened(turn, hit) : hit,
      )
  }
}

/** A negated mention with its negation, so that the quote shows what was said. */
export function widened(turn: Turn, hit: Hit): { start: number; end: number } {
  const before =
    /(?:\b(?:no|not|without|don'?t|do not|never|avoid|skip|drop|scrap|cancel|ditch|against|disable|isn'?t|turn off)\b|不要|不用|不需要|无需|不|别|没有|关闭|取消)[^,.;，。\n]{0,30}$/i.exec(
      turn.before(hit, 46),
    )
  return { start: hit.start - (before?.[0].length ?? 0), end: hit.end }
}
