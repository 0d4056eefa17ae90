import type { Findings } from './findings.js'
import { NUMBER, parseNumber } from './numbers.js'
import type { Turn } from './turn.js'
import { BYTE_UNIT, bytesOf } from './units.js'

const BYTES = new RegExp(
  `(?<number>${NUMBER})[ -]?(?<unit>${BYTE_UNIT}|[kmg](?=\\s*(?:的|每|/|一条|per|each|of\\s+(?:memory|ram)|memory|ram|内存|$|[,.;，。)])))(?<tail>\\s*(?:/\\s*(?:event|record|message|条)|per (?:event|record|message|hit|click)|an? (?:event|record|message|hit|click)\\b|each\\b(?: event| record| message)?|每条|一条|\\bapiece))?`,
  'dgi',
)
const BODY =
  /\b(?:body|bodies|payload limit|request size|max(?:imum)? (?:request|payload|post)|biggest|largest|upload)\b|请求体|最大请求|body/i
const MEMORY = /\b(?:memory|ram|mem|vcpus?|cpu|cores?|fargate|tasks?|containers?|memorymib)\b|内存|任务|核/i
const EVENT =
  /\b(?:events?|records?|messages?|payloads?|each|average size|avg size|size|hits?|clicks?|bytes each|apiece|requests?|eps|rps)\b|每条|一条|单条|事件|消息|记录|大小|平均|条/i
/** What makes a bare "2k" an amount of bytes. */
const SIZED =
  /\b(?:sizes?d?|big|large|weigh\w*|payloads?|bod(?:y|ies)|memory|ram|mem|bytes|(?:each|every|per|an?|one|the) (?:event|record|message|hit|click)|(?:events?|records?|messages?|hits?) (?:is|are|of|at|about)|each|apiece)\b|大小|每条|一条|单条|体积|内存|平均|事件/i
const VOLUME =
  /^\s*(?:\/|per|an?|each|every|每)\s*(?:s|sec|second|min|minute|hour|day|week|month|year|d|h|秒|天|小时|日|月)/i
const BARE_MEMORY = new RegExp(
  `\\b(?:memory|ram|memoryMiB)\\s*(?:is|of|:|=|to)?\\s*(?<number>${NUMBER})(?!\\s*(?:${BYTE_UNIT}|[kmg]\\b|%))`,
  'dgi',
)
const NOT_OURS = /\b(?:disk|storage|ebs|volume|heap|file size|files? of|rotate|broker)\b|磁盘|硬盘|存储空间/i

/** Amounts of bytes: an event's size, the largest body, a task's memory. KB = 1000, KiB = 1024; Fargate's memory is binary. */
export function findSizes(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(BYTES)) {
    const number = parseNumber(hit.group('number'))
    const unit = bytesOf(hit.group('unit'))
    if (number === undefined || unit === undefined || number < 0) continue
    const clause = turn.clauseText(hit)
    const before = turn.before(hit, 50)
    if (/^[kmg]$/i.test(hit.group('unit')) && !hit.has('tail') && !SIZED.test(clause)) continue
    if (VOLUME.test(turn.after(hit, 16)) && !hit.has('tail')) {
      if (unit >= 1e6)
        found.askOther(
          `A volume such as "${turn.quote(hit)}" is not read: how many events is it?`,
          'collector: { load: { peakEventsPerSecond: 20000, averageEventBytes: 1300 } }',
        )
      turn.mask(hit)
      continue
    }
    const bytes = Number((number * unit).toPrecision(12))
    const near = nearest(before, turn.after(hit, 30))
    if (!hit.has('tail') && (BODY.test(clause) || near === 'body')) {
      if (!turn.negated(hit)) found.say('collector.maxBodyKiB', Math.ceil(bytes / 1024), hit)
    } else if (
      !hit.has('tail') &&
      unit >= 1e6 &&
      (near === 'memory' || MEMORY.test(clause)) &&
      !NOT_OURS.test(clause)
    ) {
      if (!turn.negated(hit)) found.say('collector.tasks.memoryMiB', memoryMiB(number, hit.group('unit')), hit)
    } else if (unit < 1e6 || hit.has('tail') || near === 'event') {
      const about = turn.whole.slice(hit.sentence.start, hit.sentence.end)
      if (
        (hit.has('tail') ||
          EVENT.test(about) ||
          found.has('collector.load.peakEventsPerSecond') ||
          found.has('intent.average.count')) &&
        !NOT_OURS.test(clause)
      ) {
        if (!turn.negated(hit)) found.say('collector.load.averageEventBytes', Math.ceil(bytes), hit)
      } else continue
    } else continue
    turn.mask(hit)
  }
  for (const hit of turn.hits(BARE_MEMORY)) {
    const number = parseNumber(hit.group('number'))
    if (number !== undefined) found.say('collector.tasks.memoryMiB', number <= 120 ? number * 1024 : number, hit)
    turn.mask(hit)
  }
}

/** Fargate counts memory in MiB: "4 GB" there is 4096 MiB (Amazon ECS developer guide, task size). */
function memoryMiB(number: number, unit: string): number {
  return Math.ceil(/^g/i.test(unit) ? number * 1024 : /^t/i.test(unit) ? number * 1024 * 1024 : number)
}

function nearest(before: string, after: string): 'body' | 'memory' | 'event' | undefined {
  const tail = /^\s*(?:of )?(?:memory|ram|mem\b|内存)/i.test(after)
    ? 'memory'
    : /^\s*(?:max(?:imum)? )?(?:body|bodies|请求体)/i.test(after)
      ? 'body'
      : undefined
  if (tail) return tail
  const words = [
    ...before.matchAll(
      /(?<body>body|bodies|请求体|payload limit)|(?<memory>memory|ram\b|内存|vcpu|cpu|核)|(?<event>events?|records?|messages?|每条|一条|事件|消息)/gi,
    ),
  ]
  const last = words.at(-1)?.groups
  return last?.['body'] ? 'body' : last?.['memory'] ? 'memory' : last?.['event'] ? 'event' : undefined
}
