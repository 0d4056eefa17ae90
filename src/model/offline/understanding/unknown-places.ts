import { askAbout } from './check.js'
import { CITIES } from './cities.js'
import type { Findings } from './findings.js'
import type { Hit, Turn } from './turn.js'

const CITY = new RegExp(
  `(?:(?<![\\w-])(?:in|to|into|at|region:?|move|switch)\\s+|(?:换|迁|搬|移|改|部署|放|建)(?:移|署)?(?:到|在|成|为|至)\\s*|(?:区域|地区)\\s*[:是为]?\\s*)(?:the )?["']?(?<place>(?:${Object.keys(CITIES).join('|')})(?![A-Za-z-]))`,
  'dgi',
)
/** Whether a sentence is about where the solution runs. */
const RUNS =
  /\b(?:region|deploy\w*|host(?:ed|ing)?|move|run|relocate|switch|put (?:it|everything)|cluster)\b|区域|地区|换|迁|搬|移|改|部署|放|建/i
const PEOPLE =
  /\b(?:customers?|users?|visitors?|offices?|team|company|based|shops?|market\w*|clients?|traffic|people|data ?cent(?:er|re))\b|用户|客户|办公室|总部|公司|团队|机房/i
const UNKNOWN =
  /(?:\b(?:[Mm]ove|[Dd]eploy|[Hh]ost|[Rr]elocate)\s+(?:it|this|that|everything)\s+(?:in|to)\s+(?:the )?["']?|\b[Rr]egion\s+(?=["']))(?<place>[A-Z][a-z]{3,20}|["'][^"'\n]{2,30})["']?(?=\s*(?:$|[.,;!]|instead|please|region))|(?:部署|迁移?|搬|换|放)(?:到|在)\s*(?<chinese>[\u4e00-\u9fff]{2,10}?)(?:区域|地区|地域)/dg
const NO_PLACE =
  /^(?:Fargate|Docker|Kubernetes|Kafka|Iceberg|Vector|Nginx|Graviton|Terraform|Production|Staging|Lambda|Athena|Glue|Azure|Google|Amazon|Monday|Tuesday|Wednesday|Thursday|Friday|January|February|March|April|June|July|August|September|October|November|December)$|默认|其[他它]|同|这|那|哪|最近|别的|新/

/** Places where no region is: the nearest ones are offered, and what nobody knows is asked about. */
export function findUnknownPlaces(turn: Turn, found: Findings): void {
  if (found.has('region') || found.asks('region')) return
  for (const hit of turn.hits(CITY)) {
    const sentence = turn.whole.slice(hit.sentence.start, hit.sentence.end)
    if (!RUNS.test(sentence) || PEOPLE.test(turn.clauseText(hit)) || negated(turn, hit)) continue
    const choices = CITIES[hit.group('place').toLowerCase()] ?? []
    found.cover(hit)
    found.ask({
      path: 'region',
      text: `AWS has no region in ${turn.quote(hit.span('place'))}. The nearest: ${choices.join(', ')}. Which one is it?`,
      choices,
    })
  }
  for (const hit of turn.hits(UNKNOWN)) {
    const group = hit.has('place') ? 'place' : 'chinese'
    const place = hit.group(group).replace(/^["']/, '')
    if (NO_PLACE.test(place) || found.isCovered(hit.span(group)) || negated(turn, hit)) continue
    found.cover(hit)
    found.ask(askAbout('region', place))
  }
}

const negated = (turn: Turn, hit: Hit): boolean =>
  turn.negated({ ...hit.span(hit.has('place') ? 'place' : 'chinese'), sentence: hit.sentence })
