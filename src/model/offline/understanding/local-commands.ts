import { parseNumber } from './numbers.js'
import type { Hit, Turn } from './turn.js'
import type { Intent, Span, WantedEvents, WantedRehearsal } from './types.js'

/** What a turn wants of the project on this machine. */
export interface LocalCommands {
  readonly intents: readonly Intent[]
  readonly rehearsal?: WantedRehearsal
  readonly events?: WantedEvents
}

const HERE = '(?:here|locally|on (?:this|my|the local|our own) (?:machine|laptop|computer|box|pc|notebook|workstation))'
const IT =
  '(?:it|this|that|everything|all of (?:it|this)|the (?:whole )?(?:thing|solution|pipeline|project|plan|stack))'
const RUN = '(?:rehearsal|dry[- ]?run)'
const CHINESE_HERE = '(?:在)?(?:本机|本地|这台机器|我的(?:机器|电脑))上?先?'

/** What stands before an order: nothing, or words that ask for it. "we run it locally" tells how things are. */
const LEAD =
  /(?:^|[.!?;:,，。；！\n]|\b(?:please|now|then|and|so|ok(?:ay)?|yes|let'?s|let us|to|you|(?:can|could|shall) we|just|also|first|next|finally)|[请我来吧再先后在次个然]|现在|帮忙|可以)\s*$/i

const REHEARSE = new RegExp(
  [
    String.raw`\brehearse\b(?: ${IT})?`,
    String.raw`\b(?:do|start|run|begin|make|(?:(?:i|we) )?(?:want|need|would like|'d like)|give me)\s+(?:a|an|the|another|one|one more)\s+(?:(?:local|full|complete|quick|new|short)\s+)?${RUN}\b`,
    String.raw`\b${RUN}\b(?=\s*(?:$|[.!]|please|now|first|with \d|${HERE}))`,
    String.raw`\bdry[- ]?run ${IT}\b`,
    String.raw`\b(?:try|test|run|start|bring|spin) ${IT} (?:(?:out|up|first) )?${HERE}\b`,
    String.raw`(?:演练|预演|排练)(?:一下|一遍|一次)?|${CHINESE_HERE}(?:试|跑|运行|测试)[一试跑]?[下遍次试跑]?`,
  ].join('|'),
  'dgi',
)

/** "with 5,000 events": belongs to the order and is no load. */
const COUNT =
  /^[\s,]*(?:with|using|of|用|发)\s*(?:about |only |just )?(?<count>\d[\d,.]* ?[k万]?)\s*(?:(?:test |marked )?events?\b|[条个](?:事件)?)/i

const END = new RegExp(
  [
    String.raw`\b(?:stop|end|kill|shut ?down|tear ?down|terminate|take down) (?:it|this|that|everything|(?:the|this) (?:${RUN}|local (?:site|stack|run|environment)|processes))(?: (?:all|down|now|again|please|${HERE}))*(?=\s*(?:$|[.!]))`,
    String.raw`\b(?:shut|tear|take) (?:it|this|that|everything) (?:all )?down\b(?=\s*(?:$|[.!]|please|now|again))`,
    String.raw`(?:停掉|停止|关掉|关闭|结束)(?:它|演练|预演|本[地机]的?(?:环境|站点|进程)?|全部|一切)(?=\s*(?:$|[。!.]|吧|了))`,
  ].join('|'),
  'dgi',
)

const FAILING = String.raw`(?:fail\w*|crash\w*|broke\w*|die[ds]?|dead|down|stop(?:s|ped)?|stuck|wrong|errors?|not (?:work|run)\w*|(?:does|did|is|was)n'?t|problem|trouble|matter)`
const PART = `(?:connectors?|sinks?|${RUN})`
const CHINESE_FAILING = '(?:失败|挂|报错|出错|停|坏|不工作|没有?(?:运行|工作))'

/** A question counts here: "why did the connector fail?" asks somebody to look. */
const DIAGNOSE = new RegExp(
  [
    String.raw`\b(?:why|how come|what)\b[^.!?;]{0,40}\b${PART}\b[^.!?;]{0,30}\b${FAILING}\b`,
    String.raw`\b(?:why|how come|what)\b[^.!?;]{0,30}\b${FAILING}\b[^.!?;]{0,30}\b${PART}\b`,
    String.raw`\b(?:connector|sink)s?(?:'s?)? (?:status|state|health|errors?)\b|\b(?:status|state|health) of (?:(?:the|my|our|both|all) )?(?:\w+ )?(?:connector|sink)s?\b`,
    String.raw`\b(?:how )?(?:is|are|does|do|did) (?:(?:the|my|our|both) )?(?:\w+ )?(?:connector|sink)s? (?:doing|running|alive|ok(?:ay)?|healthy|work\w*|run|fail\w*)\b(?=\s*(?:$|\?))`,
    `(?:为什么|为何|为啥|怎么)[^。!?]{0,8}(?:连接器|演练)[^。!?]{0,8}${CHINESE_FAILING}`,
    `(?:连接器|演练)[^。!?]{0,8}(?:为什么|为何|为啥|怎么)[^。!?]{0,6}(?:${CHINESE_FAILING}|了)|连接器的?(?:状态|健康|怎么样)`,
  ].join('|'),
  'i',
)

const NEWEST = String.raw`(?:last|latest|newest|(?:most )?recent)\s+(?:(?<count>\d{1,3}|few|two|three|five|ten)\s+)?(?:events?|rows?|records?|lines?)\b`
const CHINESE_NEWEST = String.raw`(?:最近|最新|最后)的?\s*(?<count>\d{1,3})?\s*[条个行]?的?(?:事件|记录|数据行)`
const EVENTS = [
  String.raw`\b(?:show|list|print|display|give|see|read|tail|fetch|what (?:are|is|were)|look at|view)\b[^.!?;]{0,20}?\b${NEWEST}[^.!?;\n]{0,40}`,
  String.raw`^\s*(?:the )?${NEWEST}(?:\s+(?:in|from|of)\s+[^.!?;\n]{1,40})?(?=\s*(?:$|[.!?]))`,
  `(?:看|显示|给我|列出|展示|读)[^。!?]{0,14}?${CHINESE_NEWEST}[^。!?]{0,14}`,
  String.raw`^\s*[^。!?,]{0,14}?${CHINESE_NEWEST}\s*(?=$|[。!?])`,
].map((source) => new RegExp(source, 'i'))

const WORDS: Readonly<Record<string, number>> = { few: 5, two: 2, three: 3, five: 5, ten: 10 }

/** Finds what is wanted of the project on this machine, and hides those words from whoever reads facts. */
export function findLocalCommands(turn: Turn): LocalCommands {
  const orders = (pattern: RegExp): Hit[] =>
    turn.hits(pattern).filter((hit) => LEAD.test(turn.before(hit, 40)) && !turn.negated(hit))
  const rehearsal = findRehearsal(turn, orders(REHEARSE))
  const ends = orders(END)
  for (const hit of ends) turn.mask(hit)
  const diagnosed = masked(turn, DIAGNOSE) !== undefined
  const events = findEvents(turn)
  return {
    intents: [
      ...(rehearsal === undefined ? [] : (['rehearse'] as const)),
      ...(diagnosed ? (['diagnose'] as const) : []),
      ...(events === undefined ? [] : (['events'] as const)),
      ...(ends.length === 0 ? [] : (['end'] as const)),
    ],
    ...(rehearsal !== undefined && { rehearsal }),
    ...(events !== undefined && { events }),
  }
}

function findRehearsal(turn: Turn, hits: readonly Hit[]): WantedRehearsal | undefined {
  if (hits.length === 0) return undefined
  let events: number | undefined
  for (const hit of hits) {
    const counted = COUNT.exec(turn.after(hit, 40))
    if (counted !== null) events ??= parseNumber(counted.groups?.['count'] ?? '')
    turn.mask({ start: hit.start, end: hit.end + (counted?.[0].length ?? 0) })
  }
  return events === undefined ? {} : { events }
}

function findEvents(turn: Turn): WantedEvents | undefined {
  for (const pattern of EVENTS) {
    const found = masked(turn, pattern)
    if (found === undefined) continue
    const said = found.groups?.['count']?.toLowerCase()
    const count = said === undefined ? undefined : (WORDS[said] ?? Number(said))
    const sink = /iceberg|\btable|表/i.test(found[0])
      ? ('iceberg' as const)
      : /\bs3\b|json|\bbucket|桶|文件/i.test(found[0])
        ? ('s3-json' as const)
        : undefined
    return { ...(count !== undefined && { count }), ...(sink !== undefined && { sink }) }
  }
  return undefined
}

/** The first match in the whole turn, questions too, which is hidden then. */
function masked(turn: Turn, pattern: RegExp): RegExpExecArray | undefined {
  const match = pattern.exec(turn.whole) ?? undefined
  if (match === undefined) return undefined
  const span: Span = { start: match.index, end: match.index + match[0].length }
  turn.mask(span)
  return match
}
