import { NEEDS, type Need } from '../../../spec/intent.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import type { Turn } from './turn.js'

const WORDS: readonly (readonly [Need, string])[] = [
  [
    'latency',
    String.raw`\b(?:(?:low(?:est)?|minimal|minimum|least|small(?:est)?|sub-?\w*|ultra-?low|tight|best|short(?:est)?)[- ]?(?:possible )?(?:millisecond )?latenc\w+|latency[- ](?:sensitive|critical|is (?:critical|key|important|everything|crucial|our (?:main|top|first|biggest)\b)|matters|first|as low as possible|must be (?:low|minimal)|should be (?:low|minimal)|under|below|requirement\w*)|(?:p\d{2,3}|latency|respon(?:se|d)s?(?: times?)?)\s*(?:latency\s*)?(?:must be|should be|needs to be|has to be|of|is|to be|within|in)?\s*(?:under|below|less than|<=?|within|at most)\s*\d+\s*(?:ms|milliseconds?)|(?:fast|quick)(?:est)? (?:possible )?(?:response\w*|answers?)|respond (?:as )?(?:fast|quick)\w*|snappy)\b|(?:超|最|极)?低(?:的)?(?:延迟|时延)|(?:延迟|时延)(?:要|越|尽量|尽可能|必须|需要|最|很)?(?:低|小|敏感|重要)(?:越好)?|低时延|响应(?:要|速度)?(?:快|尽快|最快|越快越好)`,
  ],
  [
    'throughput',
    String.raw`\b(?:(?:high(?:est)?|max(?:imum|imal)?|massive|huge|peak|best|large|extreme)[- ](?:possible )?(?:throughput|performance|volumes? (?:of )?(?:events|traffic|data)?|traffic)|throughput (?:is (?:critical|key|important|everything|crucial|our)|matters|first|as high as possible|is what|requirements?)|high[- ]?perf(?:ormance)?|performance (?:is (?:critical|key|important|everything|crucial|our|the)|matters|first|requirements?|critical)|performant|top performance|as fast as possible|(?:fastest|most performant) (?:option|solution|collector|one))\b|高(?:性能|吞吐量?|并发)|(?:性能|吞吐量?)(?:要|越|尽量|尽可能|必须|需要|最)?(?:高|大|好|优先|重要)(?:越好)?|(?:大|高)流量|高负载`,
  ],
  [
    'filtering',
    String.raw`\b(?:filter(?:ing|s|ed)?(?: out)?|(?:drop|discard|exclude|remove|strip|weed)(?:ping|ing)?(?: out)? (?:the )?(?:bot\w*|internal|test|spam|health ?check\w*|noise|noisy|junk|crawler\w*)(?: traffic| events?| hits?| requests?)?)\b|过滤|筛选|剔除|清洗`,
  ],
  [
    'enrichment',
    String.raw`\b(?:enrich(?:ment|ing|ed|es)?|(?:add(?:ing)?|attach|append) (?:geo\w*|country|location|device|user[- ]agent|metadata|session)(?: (?:info\w*|data|fields?|lookups?))?|geo-?ip|geo(?:location)? lookups?)\b|富化|丰富(?:数据|事件|字段|信息)?|补充(?:字段|信息|地理)|补全|增强数据|数据增强`,
  ],
  [
    'transformation',
    String.raw`\b(?:transform(?:ation|ations|ing|ed|s)?|reshap(?:e|ing)|remap(?:ping)?|(?:rename|map|mapping|renaming|convert|converting|normali[sz]e|normali[sz]ing|flatten|flattening|rewrite|redact|redacting|mask|masking|hash|hashing|scrub|scrubbing|anonymi[sz]e) (?:the |some |our |all )?(?:fields?|pii|personal data|e-?mails?|payloads?|events?|keys?|records?|json|user ids?|sensitive \w+)|(?:complex|custom|flexible) (?:data |event )?processing|complex routing)\b|转换|变换|重塑|脱敏|改写字段|字段映射|复杂(?:的)?(?:数据)?处理|加工`,
  ],
]
const ALL = new RegExp(WORDS.map(([name, source]) => `(?<${name}>${source})`).join('|'), 'dgi')
const ELSEWHERE =
  /\b(?:later|downstream|afterwards|in (?:spark|flink|dbt|athena|snowflake|glue)|ourselves|spark|dbt|flink)\b|下游|后面自己/i

/** What matters most, where somebody describes a need instead of naming the solution. */
export function findNeeds(turn: Turn, found: Findings, context: Context): void {
  const before = context.value('intent.needs')
  const needs = new Set<Need>(Array.isArray(before) ? (before as Need[]) : [])
  const known = needs.size
  const fresh = new Set<Need>()
  let first: { start: number; end: number } | undefined
  let dropped = false
  for (const hit of turn.hits(ALL)) {
    const need = NEEDS.find((name) => hit.has(name))
    if (need === undefined) continue
    found.cover(hit)
    const negated =
      turn.negated(hit) ||
      /(?:not|n't|isn't) (?:\w+ )?(?:a (?:concern|priority|requirement)|important|critical|that important|matter)/i.test(
        turn.after(hit, 40),
      ) ||
      /^[^,，。]{0,4}(?:不重要|无所谓|不敏感|没要求)/.test(turn.after(hit, 12))
    if (negated || (ELSEWHERE.test(turn.clauseText(hit)) && need !== 'latency' && need !== 'throughput')) {
      if (needs.delete(need)) dropped = true
      continue
    }
    if (!needs.has(need)) {
      needs.add(need)
      fresh.add(need)
      first = first ? { start: first.start, end: hit.end } : hit
    }
    turn.mask(hit)
  }
  askIfLuaCannot(found, fresh)
  if (needs.size === 0 && known > 0 && dropped) found.deny('intent.needs', { start: 0, end: 0 })
  else if (first)
    found.say(
      'intent.needs',
      NEEDS.filter((need) => needs.has(need)),
      first.end - first.start > 200 ? { start: first.start, end: Math.min(first.end, first.start + 200) } : first,
    )
  else if (dropped)
    found.say(
      'intent.needs',
      NEEDS.filter((need) => needs.has(need)),
      { start: 0, end: Math.min(turn.raw.length, 200) },
    )
}

/** "lua with filtering": nginx-lua passes events on as they are, so one of the two wishes has to give. */
function askIfLuaCannot(found: Findings, needs: ReadonlySet<Need>): void {
  const wanted = NEEDS.filter((need) => /filtering|enrichment|transformation/.test(need) && needs.has(need))
  const said = found.at('collector.solution').at(-1)
  if (wanted.length === 0 || said?.value !== 'nginx-lua') return
  found.drop('collector.solution')
  found.ask({
    path: 'collector.solution',
    text: `nginx-lua cannot do ${wanted.join(', ')}; nginx-vector can. Which one is meant: nginx-vector or nginx-lua without it?`,
    choices: ['nginx-vector', 'nginx-lua'],
  })
}
