import { isValid } from './check.js'
import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import { sameUnit, sayAll } from './quantities.js'
import type { Hit, Turn } from './turn.js'
import type { Statement } from './types.js'

const FACTORS: Readonly<Record<string, number>> = {
  double: 2,
  twice: 2,
  triple: 3,
  thrice: 3,
  quadruple: 4,
  halve: 0.5,
  half: 0.5,
  翻倍: 2,
  翻一倍: 2,
  加倍: 2,
  减半: 0.5,
}
/** What is scaled: its words, its path in the spec, and the path to ask about where no number was said. */
const THINGS: readonly (readonly [RegExp, RegExp, string])[] = [
  [/partition|分区/i, /partitions$/, 'topics.0.partitions'],
  [/worker/i, /Workers$/, 'sinks.0.capacity.minWorkers'],
  [/task|任务/i, /tasks\.(?:min|max)$/, 'collector.tasks.min'],
  [/memory|ram|内存/i, /memoryMiB$/, 'collector.tasks.memoryMiB'],
  [/cpu|core|核/i, /tasks\.cpu$/, 'collector.tasks.cpu'],
  [/retention|保留/i, /retention(?:Hours|Days)$/i, 'topics.0.retentionHours'],
  [
    /load|peak|rate|traffic|throughput|流量|负载|峰值/i,
    /peakEventsPerSecond$|average\.count$/,
    'collector.load.peakEventsPerSecond',
  ],
]
const THING =
  '(?<thing>(?:partitions?|tasks?|workers?|memory|ram|v?cpus?|cores|retention|load|peak|rate|traffic|throughput)\\b|分区|任务|内存|保留|流量|负载|峰值)'
const SCALED = new RegExp(
  `\\b(?<factor>double|twice|triple|thrice|quadruple|halve|half)\\s+(?:(?:of )?(?:it|that|this|them|the (?:number|value))\\b(?! of)|(?:the |our |all )*(?:number of |amount of |count of )?(?:the )?(?:task |topic )?${THING})|(?:${THING.replace('<thing>', '<thingBefore>')}[数量的]{0,2}(?:也|都|再)?)?(?<chinese>翻一?倍|加倍|减半)`,
  'dgi',
)
const BY = new RegExp(
  `\\b(?<verb>increase|raise|bump|grow|lower|reduce|cut|decrease|drop)\\w*\\s+(?:(?:it|that|this|them)|(?:the |our )*(?:number of )?${THING})(?: up| down)? by (?<number>${NUMBER})(?<percent>\\s*(?:%|percent))?`,
  'dgi',
)

const LOAD = /peakEventsPerSecond$|average\.count$/

/** Cheap to look for: most turns scale nothing. */
const MARKED = /\b(?:double|twice|triple|thrice|quadruple|halve|half|by)\b|翻|加倍|减半/i

/** Changes in proportion to what was said: "double the partitions", "减半", "raise it by 10k"; where nothing was said it is asked. */
export function findScaling(turn: Turn, found: Findings, quantities: readonly Statement[]): void {
  if (!MARKED.test(turn.whole)) return
  for (const hit of turn.hits(SCALED)) {
    const factor = FACTORS[(hit.group('factor') || hit.group('chinese')).toLowerCase()] ?? 1
    const thing = hit.group('thing') || hit.group('thingBefore')
    change(turn, found, quantities, hit, thing, (one) => (one.value as number) * factor)
  }
  for (const hit of turn.hits(BY)) {
    const number = parseNumber(hit.group('number')) ?? 0
    const sign = /^(?:lower|reduce|cut|decrease|drop)/i.test(hit.group('verb')) ? -1 : 1
    change(turn, found, quantities, hit, hit.group('thing'), (one) =>
      hit.has('percent')
        ? (one.value as number) * (1 + (sign * number) / 100)
        : (one.value as number) + sign * sameUnit(one, number),
    )
  }
}

function change(
  turn: Turn,
  found: Findings,
  quantities: readonly Statement[],
  hit: Hit,
  thing: string,
  changed: (one: Statement) => number,
): void {
  if (turn.negated(hit)) return
  const [, paths, asked] = THINGS.find(([words]) => thing !== '' && words.test(thing)) ?? []
  const targets = quantities.filter(({ path }) => (paths ? paths.test(path) : path !== 'intent.average.seconds'))
  const [newest, ...others] = targets
  const load = others.find((one) => LOAD.test(one.path))
  const last = newest && /EventBytes$/.test(newest.path) && load ? load : newest
  turn.mask(hit)
  if (!last) {
    if (asked !== undefined)
      found.ask({ path: asked, text: `"${turn.quote(hit)}" of which number? None was said for ${asked} so far.` })
    return
  }
  for (const target of paths ? targets : [last]) {
    const value = Math.ceil(Number(changed(target).toPrecision(12)))
    if (isValid(target.path, value)) sayAll(found, quantities, target, value, hit)
    else found.ask({ path: target.path, text: `${target.path} cannot be ${value}. What is it to be?` })
  }
}
