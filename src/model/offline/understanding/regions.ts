import { REGIONS } from '../../../spec/regions.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { PLACES } from './places.js'
import { literally } from './text.js'
import type { Hit, Turn } from './turn.js'
import { findUnknownPlaces } from './unknown-places.js'

const PLACE_NAMES = Object.keys(PLACES).sort((left, right) => right.length - left.length)
const PLACE = new RegExp(
  `(?<place>(?<![\\w-])(?:${PLACE_NAMES.filter((name) => /^[a-z]/.test(name))
    .map(literally)
    .join('|')})(?![\\w-])|${PLACE_NAMES.filter((name) => !/^[a-z]/.test(name))
    .map(literally)
    .join('|')})`,
  'dgi',
)
const CODE =
  /(?<![\w.@/:-])(?<code>(?:us-gov|us|eu|ap|ca|sa|af|me|il|mx|cn)[- ]?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)[- ]?\d{1,2})(?<zone>[a-f])?(?![\w/]|-\w|\.\w)/dgi
const NAMED =
  /\b(?:aws )?region\s*(?::|=|is|to|called|named)\s*(?:the )?["'`]?(?<named>[A-Za-z][A-Za-z0-9 -]{1,30}?)["'`]?\s*(?=[,.;\n]|$|\band\b|\bwith\b)|(?<![\w-])(?:in|to) (?:the )?["'`]?(?<before>[A-Z][A-Za-z-]{2,30}|[a-z]{2}-[a-z]+-\d+)["'`]? region\b|(?:区域|地区|地域|region)\s*(?::|=|是|为|选|用|改成|改为|换成)\s*(?<chinese>[\u4e00-\u9fffA-Za-z0-9-]{2,20})/dgi
const AWS_CONTEXT =
  /\b(?:region|aws|cluster|msk|kafka|deploy\w*|run(?:s|ning)?|host(?:ed|ing)?|bucket|data ?cent(?:er|re)|infrastructure|infra|everything|located|workload|stack|move|switch|change|use|go with|make it|live[sd]?|put|set ?up|sits?|account)\b|区域|地区|地域|部署|集群|机房|区$|放在|在|用|改|换|选|迁|桶|aws/i
const BACKGROUND =
  /\b(?:customers?|users?|visitors?|offices?|headquarter\w*|hq|team|teams|shops?|stores? in|company|start-?up|based|sell\w*|market\w*|clients?|audience|colleagues?|born|travel\w*|sites? in|traffic (?:from|in)|people|readers?|players?|shoppers?|time ?zone|weather|from our)\b|用户(?!名)|客户|顾客|办公室|总部|公司|团队|门店|市场|来自|业务|时区|游客/i

/** The region: by code, by place, by country where that leaves one region, and a question otherwise. */
export function findRegions(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(CODE)) {
    const code = canonical(hit.group('code'))
    const span = hit.span('code')
    if (/^us-(?:east|west)-\d\d$/.test(code)) continue
    take(turn, found, hit, code, span)
  }
  const codes = found.at('region').filter((candidate) => !candidate.weak)
  const asked = context.asks('region')
  for (const hit of turn.hits(PLACE)) {
    const span = hit.span('place')
    const sentence = turn.whole.slice(hit.sentence.start, hit.sentence.end)
    const named = turn.clauseAt(hit.sentence, hit.start)
    const wide = PLACES[hit.text.toLowerCase()] ?? []
    if (codes.some((candidate) => near(candidate, hit)) || found.isCovered(span)) {
      turn.mask(span)
      continue
    }
    const clause = turn.clauseText(hit)
    const bareAnswer = clause.trim().replace(/[^a-z\u4e00-\u9fff]/g, '').length <= hit.text.length + 6
    const around = bareAnswer ? hit.sentence : named
    const scope = turn.text.slice(around.start, around.end)
    if (BACKGROUND.test(scope) && !/\bregion\b|区域|地区|地域/.test(clause)) continue
    if (!bareAnswer && !AWS_CONTEXT.test(clause) && !isPlaced(turn, hit) && !(asked && sentence.length < 60)) continue
    const options = preciserPlace(turn, hit, wide)
    if (options.length === 1 && options[0] !== undefined) take(turn, found, hit, options[0], span)
    else if (options.length > 1 && !turn.negated(hit) && codes.length === 0 && !found.has('region')) {
      found.cover(span)
      found.ask({
        path: 'region',
        text: `Which AWS region in ${turn.quote(span)} is meant: ${options.join(', ')}?`,
        choices: options,
      })
    }
  }
  for (const hit of turn.hits(NAMED)) findNamed(turn, found, hit)
  findUnknownPlaces(turn, found)
}

function findNamed(turn: Turn, found: Findings, hit: Hit): void {
  const group = ['named', 'before', 'chinese'].find((name) => hit.has(name)) ?? 'named'
  const value = hit.group(group).trim()
  const span = hit.span(group)
  if (found.isCovered(span) || turn.negated({ ...span, sentence: hit.sentence })) return
  if (found.has('region') && !/\d/.test(value)) return
  if (
    /^(?:the|a|an|our|my|any|same|this|that|your|whatever|unknown|tbd|not|nearest|default|closest|still|important|up|each|both|where|which|what|as|change|new|right|wrong|single|other|another|one)\b|的|我|你|什么|哪|默认|随便|都/i.test(
      value,
    )
  )
    return
  found.cover(span)
  found.say('region', value.toLowerCase(), span)
}

function take(turn: Turn, found: Findings, hit: Hit, code: string, span: { start: number; end: number }): void {
  if (turn.negated({ ...span, sentence: hit.sentence })) found.deny('region', span, code)
  else found.say('region', code, span)
  turn.mask(span)
}

function near(candidate: { start: number; end: number }, hit: Hit): boolean {
  return (
    candidate.start >= hit.sentence.start &&
    candidate.end <= hit.sentence.end &&
    Math.abs(candidate.start - hit.start) < 40
  )
}

/** "US East (Ohio)": the place in brackets decides, the wider one before it says nothing. */
function preciserPlace(turn: Turn, hit: Hit, options: readonly string[]): readonly string[] {
  if (options.length === 1) return options
  const rest = turn.whole.slice(hit.end, hit.end + 40)
  const inside = /^\s*[-,(]?\s*\(?([A-Za-z. ]{2,20}|[\u4e00-\u9fff]{2,8})/.exec(rest)?.[1]?.trim().toLowerCase() ?? ''
  const narrower = PLACE_NAMES.find((name) => inside.startsWith(name) && (PLACES[name]?.length ?? 9) < options.length)
  return narrower === undefined ? options : (PLACES[narrower] ?? options)
}

function isPlaced(turn: Turn, hit: Hit): boolean {
  return (
    /(?:\b(?:in|to|at|into|from|out of|use|with)\s+(?:aws |the )?|在|到|用|区域|,|^|:)\s*$/i.test(
      turn.before(hit, 12),
    ) && !isListed(turn, hit)
  )
}

/** "in Tokyo and Osaka": one of several places. */
function isListed(turn: Turn, hit: Hit): boolean {
  const [, first = '', second = ''] =
    /^\s*(?:and|or)\s+(?:in\s+)?([a-z]+)(?:\s+([a-z]+))?/i
      .exec(turn.after(hit, 40))
      ?.map((word) => word.toLowerCase()) ?? []
  return first in PLACES || `${first} ${second}` in PLACES
}

/** `us east 1`, `useast1` and `US-EAST-1` as AWS writes it. */
function canonical(text: string): string {
  const plain = text.toLowerCase().replace(/[- ]/g, '')
  return (
    REGIONS.find((region) => region.code.replaceAll('-', '') === plain)?.code ?? text.toLowerCase().replace(/ /g, '-')
  )
}
