import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import { findFactors } from './peak-factor.js'
import { sameUnit } from './quantities.js'
import { isCorrecting } from './self-corrections.js'
import type { Hit, Turn } from './turn.js'
import type { Span } from './types.js'
import { secondsOf, TIME_UNIT } from './units.js'

const NOUN =
  '(?:(?:click ?stream|click|user|tracking|web|https?|api|post|raw|json|analytics|data|page|log|incoming|inbound|small|concurrent|kafka|individual|total)\\s+){0,2}(?:events?|requests?|reqs?|records?|messages?|msgs?|hits?|clicks?|page ?views?|pings?|beacons?|calls?|rows?|entries|log lines|lines|impressions|pv|点击|事件|请求|消息|记录|日志|数据)'
const PER = '(?:/|per\\s+|p/|an?\\s+|each\\s+|every\\s+)'
const UNIT =
  '(?<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|fortnight|s|m|h|d|秒钟?|分钟?|小时|天|日|周|月|年)(?![a-z])'
const AMOUNT = `(?<amount>(?:between\\s+)?(?:(?<low>\\d[\\d.,]*\\s?(?:k|m|thousand|million|billion|[千万亿]+)?)\\s*(?:-|to|and|~|到|至)\\s*)?(?<number>${NUMBER}|(?<=[-~到至] ?)\\d[\\d.,]*(?:\\s?(?:k|m|bn?|thousand|million|billion|[千万亿]+)(?![a-z]))?))`

const RATE = new RegExp(
  `${AMOUNT}\\s*\\+?\\s*(?:of\\s+)?(?:(?:${NOUN})\\s*|条[^\\s,;。]{0,4}?\\s*|个(?:事件|请求|消息|点击)?\\s*|次[^\\s,;。]{0,4}?\\s*|笔\\s*)?(?:are (?:coming|expected)(?: in)?\\s*|come in\\s*|arrive\\s*)?(?:${PER}${UNIT}|每\\s*(?<each>秒|分钟?|小时|天|日|周|月|年)|(?<daily>daily|hourly|weekly|monthly)\\b)`,
  'dgi',
)
const SHORT = new RegExp(
  `${AMOUNT}\\s*\\+?\\s*(?:events?|requests?)?\\s*(?<short>eps|rps|qps|tps|epm|rpm|qpm)(?![a-z])`,
  'dgi',
)
const CHINESE_RATE = new RegExp(
  `(?<every>每一?\\s*(?<unit>秒钟?|分钟?|个?小时|天|日|周|个?月|年)|(?<day>日均|单日|一天|一日|天均)|(?<month>月均|一个月)|(?<second>一秒钟?|秒均|峰值每秒))(?<between>[^\\d零一二两三四五六七八九十百千万亿,，。;；\\n]{0,8}?)${AMOUNT}\\s*(?<noun>万?条|个(?:事件|请求|点击|消息)?|次|笔|${NOUN})?(?!\\s*(?:用户|人|元|块|美元|访客|订单|天|个?小时|分钟?|秒|个?用户|kb|mb|gb|tb|字节|活跃|dau))`,
  'dgi',
)
const LABELLED = new RegExp(
  `(?:(?<label>eps|rps|qps|tps)|(?:${NOUN}|rate|load|traffic|throughput|流量|负载|吞吐量?)\\s*(?:\\(?(?:per|/|a)\\s*(?<unit>second|sec|s|minute|min|hour|day)\\)?)|peak ?events ?per ?second|每秒(?:事件|请求|消息)数)\\s*(?:\\(?peak\\)?\\s*)?(?::|=|is|are|of|about|around|up to|at|at most|大约|约|为|是|达到?|到|大概|在|峰值)*\\s*${AMOUNT}`,
  'dgi',
)
const PEAK_ONLY = new RegExp(
  `(?:\\b(?:peak(?:s|ing)?|burst(?:s|ing)?|spik(?:es?|ing)|surges?|max(?:imum)?|black friday|cyber monday)\\b|峰值|高峰期?|最高|突发|双十一|双11|大促)\\s*(?:load|traffic|rate|is|are|of|at|to|up to|can reach|reach(?:es)?|around|about|hits?|:|=|会|到|达到?|为|是|约|能到|大约|可达|时)*\\s*${AMOUNT}(?!\\s*(?:x\\b|times|倍|%|gb|mb|kb|tasks?|workers?|days?|hours?|minutes?|seconds?))\\s*(?<noun>${NOUN}|条)?`,
  'dgi',
)
/** "20k events/s on average, 50k at peak": the word for it stands behind the number. */
const PEAK_AFTER = new RegExp(
  `${AMOUNT}\\s*(?<noun>${NOUN}|条)?\\s*(?:(?:at|in|during|on|for)\\s+(?:(?:the|our)\\s+)?|\\(|的)?(?:\\b(?:peaks?|bursts?|spikes?|max(?:imum)?)\\b(?:\\s+(?:times?|hours?|load|traffic))?|峰值|高峰期?)(?!\\s*(?:of|is|:|=|to|at|为|是|到)?\\s*(?:\\d|${NOUN}))`,
  'dgi',
)
const AVERAGE_ONLY = new RegExp(
  `(?:\\b(?:average|avg|mean|on average|normally|baseline)\\b|平均|均值|平时)\\s*(?:is|are|of|at|around|about|:|=|大约|约|为|是|在)*\\s*${AMOUNT}(?!\\s*(?:条\\s*)?(?:[kmg]i?b|bytes?|字节|兆))`,
  'dgi',
)
const AVERAGE =
  /\b(?:average|averages|averaging|avg|mean|normally|typical(?:ly)?|usually|baseline|steady|sustained|on average)\b|平均|日均|均值|平时|常态|稳态/i
const PEAK =
  /\b(?:peak\w*|burst\w*|spik\w*|max(?:imum)?|at most|up to|worst case|surge\w*|black friday|cyber monday)\b|峰值|高峰|最高|最大|最多|突发|双十一|双11|大促/i
const LIMIT =
  /\b(?:limit\w*|throttl\w*|cap(?:ped)?|per (?:ip|client|address|project|user|visitor|tenant|device)|rate[- ]limit\w*)\b|限流|限速|限制|每个?(?:ip|客户端|地址|项目|用户)/i
const NOT_LOAD =
  /\b(?:today|currently sell|invoices?|orders?|users?|customers?|visitors?|dollars?|usd|eur|budget|cost\w*|price|pay|revenue|employees|deploys?|deployments?)\b|元|美元|预算|成本|营业额/i

/** "每分钟提交一次", "每天一个分区": how often something is done to the events, not how many there are. */
const DONE_TO_EVENTS = /刷|落盘|提交|滚动|切分|轮转|上传|(?:写|存|同步|落).*次$/
const MADE_OF_EVENTS = /^\s*(?:分区|目录|文件|批)/

export interface RateFact extends Span {
  readonly count: number
  readonly seconds: number
  readonly isAverage: boolean
}

/** Rates: per second, minute or hour they are the peak, per day or longer (or where "average" is said) an average. */
export function findLoad(turn: Turn, found: Findings, context: Context): void {
  const rates: RateFact[] = []
  for (const hit of turn.hits(RATE)) add(turn, found, rates, hit, perSeconds(hit))
  for (const hit of turn.hits(SHORT)) add(turn, found, rates, hit, /m$/i.test(hit.group('short')) ? 60 : 1)
  for (const hit of turn.hits(CHINESE_RATE)) {
    if (!DONE_TO_EVENTS.test(hit.text) && !MADE_OF_EVENTS.test(turn.after(hit, 4)))
      add(turn, found, rates, hit, perSeconds(hit))
  }
  for (const hit of turn.hits(LABELLED))
    add(turn, found, rates, hit, hit.has('unit') ? (secondsOf(hit.group('unit')) ?? 1) : 1)
  findPeakOnly(turn, found, rates, context)
  findAverageOnly(turn, rates)
  const peaks = rates.some((rate) => !rate.isAverage && hasPeakWord(turn, rate))
  for (const rate of rates)
    sayRate(turn, found, isCorrectedAverage(turn, rate, rates) ? { ...rate, isAverage: true } : rate, peaks)
  findFactors(turn, found, context)
}

function perSeconds(hit: Hit): number {
  if (hit.has('unit')) return secondsOf(hit.group('unit')) ?? 1
  if (hit.has('each')) return secondsOf(hit.group('each')) ?? 1
  if (hit.has('daily'))
    return { daily: 86_400, hourly: 3600, weekly: 604_800, monthly: 2_592_000 }[hit.group('daily').toLowerCase()] ?? 1
  if (hit.has('day')) return 86_400
  if (hit.has('month')) return 2_592_000
  return 1
}

function add(turn: Turn, found: Findings, rates: RateFact[], hit: Hit, seconds: number): void {
  const number = parseNumber(hit.group('number'))
  const clause = turn.clauseText(hit)
  const tail = turn.after(hit, 40)
  const around = turn.before(hit, 40)
  if (number === undefined || rates.some((rate) => rate.start < hit.end && rate.end > hit.start)) return
  if (new RegExp(`^${TIME_UNIT}$`, 'i').test(hit.text.replace(/^\S+\s*/, '').split(/\s/)[0] ?? '') && !hit.has('each'))
    return
  if (
    LIMIT.test(clause) ||
    LIMIT.test(/^[^,.;\n]*/.exec(tail)?.[0] ?? '') ||
    /(?:limit\w*|限流|限速)[^.\n]{0,30}$/i.test(around)
  )
    return
  const nounless = !new RegExp(NOUN, 'i').test(hit.text) && !/条|eps|rps|qps|tps/i.test(hit.text)
  if (nounless && (number === 0 || NOT_LOAD.test(clause))) return
  if (number === 0) {
    found.say('collector.load.peakEventsPerSecond', 0, hit)
    return turn.mask(hit)
  }
  const scaled = scaleOfRange(hit, number)
  if (turn.negated({ start: hit.span('amount').start, end: hit.end, sentence: hit.sentence })) {
    found.deny('collector.load.peakEventsPerSecond', hit, Math.ceil(scaled / seconds))
    return
  }
  const start = Math.min(hit.start, hit.span('amount').start)
  rates.push({ start, end: hit.end, count: scaled, seconds, isAverage: seconds >= 86_400 || isAverage(turn, hit) })
  turn.mask(hit)
}

/** "10-20k": the upper end counts; its unit is the one that was typed. */
function scaleOfRange(hit: Hit, number: number): number {
  const low = hit.has('low') ? parseNumber(hit.group('low')) : undefined
  return low === undefined ? number : Math.max(low, number)
}

function isAverage(turn: Turn, span: Hit | RateFact): boolean {
  const before = turn.before(span, 30).replace(/^.*[,;.。，\n](?!\d)/s, '')
  const after = turn.after(span, 24).replace(/[,;.。，\n].*$/s, '')
  if (PEAK.test(before) && !AVERAGE.test(before.slice(-12))) return false
  return (
    (AVERAGE.test(before) ||
      /^\s*(?:events?\s*)?(?:\(?(?:on average|average|avg|mean|sustained|normally|usually|typically|steady)|\(?平均)/i.test(
        after,
      )) &&
    !/(?:times|x|倍)\s*(?:the\s*)?(?:average|avg)/i.test(after) &&
    !/(?:than|of) (?:the )?average/.test(after)
  )
}

function hasPeakWord(turn: Turn, rate: RateFact): boolean {
  return (
    PEAK.test(turn.before(rate, 30).replace(/^.*[,;.。，\n](?!\d)/s, '')) ||
    PEAK.test(turn.whole.slice(rate.start, rate.end)) ||
    PEAK.test(turn.after(rate, 16).replace(/[,;.。，\n].*$/s, ''))
  )
}

/** "5k eps, bursts to 30k": a peak without a unit takes the unit of the rate before it. */
function findPeakOnly(turn: Turn, found: Findings, rates: RateFact[], context: Context): void {
  const known = context.statement('collector.load.peakEventsPerSecond')
  for (const hit of [...turn.hits(PEAK_ONLY), ...turn.hits(PEAK_AFTER)]) {
    const number = parseNumber(hit.group('number'))
    if (number === undefined || number <= 0 || rates.some((rate) => rate.start < hit.end && rate.end > hit.start))
      continue
    const before = rates.find((rate) => rate.end <= hit.start && hit.start - rate.end < 80)
    if (!before && number < 100 && !hit.has('noun')) continue
    if (
      /^\s*(?:x|times|倍|分钟|小时|秒|天|%|个?任务|tasks?|workers?|[gmk]i?b)/i.test(turn.after(hit, 8)) ||
      LIMIT.test(turn.clauseText(hit))
    )
      continue
    if (known && !before && !hit.has('noun') && !/^\s*(?:\/|per|每)/.test(turn.after(hit, 6))) {
      if (!turn.negated(hit)) found.say(known.path, sameUnit(known, number), hit)
    } else if (before?.seconds === 1 && !/^\s*(?:\/|per|每)/.test(turn.after(hit, 6))) {
      rates.push({ start: hit.start, end: hit.end, count: number, seconds: 1, isAverage: false })
    } else if (hit.has('noun') || (before && before.seconds !== 1) || number >= 1000) {
      found.cover(hit)
      found.ask({
        path: 'collector.load.peakEventsPerSecond',
        text: `Is ${turn.quote(hit.span('number'))} at the peak a number of events per second? For example collector: { load: { peakEventsPerSecond: ${Math.ceil(number)} } }`,
        choices: [`${Math.ceil(number)} per second`, `${Math.ceil(number)} per minute`],
      })
    }
    turn.mask(hit)
  }
}

/** "峰值 QPS 8 万，平均 2 万": an average without a unit takes the unit of the rate beside it. */
function findAverageOnly(turn: Turn, rates: RateFact[]): void {
  for (const hit of turn.hits(AVERAGE_ONLY)) {
    const number = parseNumber(hit.group('number'))
    const beside = rates.find(
      (rate) => Math.min(Math.abs(rate.end - hit.start), Math.abs(hit.end - rate.start)) < 40 && rate.seconds < 86_400,
    )
    if (
      number === undefined ||
      number < 1 ||
      !beside ||
      /^\s*(?:x|times|倍|[kmg]?i?b|bytes?|字节|分钟|小时|秒|天|%|兆)/i.test(turn.after(hit, 8))
    )
      continue
    rates.push({ start: hit.start, end: hit.end, count: number, seconds: beside.seconds, isAverage: true })
    turn.mask(hit)
  }
}

function sayRate(turn: Turn, found: Findings, rate: RateFact, peaks: boolean): void {
  const isAverage =
    rate.isAverage || (peaks && !hasPeakWord(turn, rate) && /\b(?:but|with|and)|,/i.test(turn.after(rate, 40)))
  if (!isAverage) {
    found.say(
      'collector.load.peakEventsPerSecond',
      Math.ceil(Number((rate.count / rate.seconds).toPrecision(12))),
      rate,
    )
    return
  }
  found.say('intent.average.count', rate.count, rate)
  found.say('intent.average.seconds', rate.seconds, rate)
}

/** "20k events/s on average, no, 30k events/s": the second is what the first was. */
function isCorrectedAverage(turn: Turn, rate: RateFact, rates: readonly RateFact[]): boolean {
  const before = rates.filter((other) => other.end <= rate.start).sort((left, right) => right.end - left.end)[0]
  return (
    before?.isAverage === true && !hasPeakWord(turn, rate) && isCorrecting(turn.whole.slice(before.end, rate.start))
  )
}
