import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { bare, type Cue, isMeant, isNameLike, MEDIUM, STRONG, TOKEN, VALUE } from './names.js'
import { isKindAsName, isPlainName } from './plain-words.js'
import type { Hit, Turn } from './turn.js'

const NOUN = String.raw`(?:(?:amazon |aws )?(?:msk|kafka)(?: serverless| provisioned| express)?\s*)?(?:(?<![\w-])cluster(?![\w-])|集群)|(?<![\w.:/-])(?:amazon |aws )?(?:msk|kafka)(?![\w-]| ?connect)`
const AFTER_NOUN = new RegExp(
  `(?:${NOUN})(?:'s)?(?:\\s+(?:name|id|arn))?(?:的?(?:名字|名称|名))?(?:\\s*(?:in|在|位于)\\s*(?:[A-Za-z-]{2,20}|[\\u4e00-\\u9fff]{2,8})(?=\\s*:))?(?:(?<strong>${STRONG})|(?<medium>${MEDIUM})|\\s+|(?=["'\`A-Za-z]))${VALUE}`,
  'dgi',
)
const CALLED = new RegExp(
  `(?:${NOUN})(?:(?!bucket|桶|topic|主题|table|database|cluster\\b)[^,.;\\n，。；"'\`]){0,60}?(?:\\b(?:called|named)\\b|叫做?|名为|名叫)\\s*${VALUE}`,
  'dgi',
)
const BEFORE_NOUN = new RegExp(
  `(?:"(?<quoted>[^"\\n]{1,80})"|'(?<single>[^'\\n]{1,80})'|\`(?<ticked>[^\`\\n]{1,80})\`|(?<![\\w./@:-])(?<token>${TOKEN}))(?:\\s+(?:(?:is our|is the|is my)\\s+)?(?:(?:amazon |aws )?(?:msk|kafka)\\s+)?cluster(?![\\w'-])|\\s*(?:(?:这个|那个|的|这|那)\\s*)?(?:(?:msk|kafka)\\s*)?集群)`,
  'dgi',
)
const OTHER_CLUSTER = /\b(?:ecs|eks|redis|emr|k8s|kubernetes|fargate|spark|flink|elasticache|redshift|opensearch)\s*$/i

/** The name of the MSK cluster, as people give it: "cluster named X", "集群叫 X", "our X cluster". */
export function findCluster(turn: Turn, found: Findings, context: Context): void {
  for (const pattern of [AFTER_NOUN, CALLED]) {
    for (const hit of turn.hits(pattern)) {
      const cue: Cue = pattern === CALLED || hit.has('strong') ? 'strong' : hit.has('medium') ? 'medium' : 'none'
      const nounOnly = /^(?:amazon |aws )?(?:msk|kafka)(?!.*(?:cluster|集群))/i.test(hit.text)
      const value = bare(hit.group('value'))
      if (OTHER_CLUSTER.test(turn.before(hit, 16))) continue
      if (
        nounOnly &&
        !/^["'`]/.test(hit.group('value')) &&
        !(isNameLike(value) || (cue === 'strong' && /[:=]/.test(hit.group('strong'))))
      )
        continue
      if (/^(?:version|topics?|brokers?)$/i.test(value)) continue
      if (
        isPlainName(turn, hit) ||
        isKindAsName(turn, hit) ||
        isMeant(hit.group('value'), cue, turn.after(hit.span('value'), 20), turn.before(hit, 12))
      )
        take(turn, found, context, hit, 'value')
    }
  }
  for (const hit of turn.hits(BEFORE_NOUN)) {
    const quoted = ['quoted', 'single', 'ticked'].find((name) => hit.has(name))
    if (quoted || isNameLike(hit.group('token'))) take(turn, found, context, hit, quoted ?? 'token')
  }
}

function take(turn: Turn, found: Findings, context: Context, hit: Hit, group: string): void {
  const whole = hit.span(group)
  const text = turn.whole.slice(whole.start, whole.end)
  const value = bare(text)
  const start = whole.start + Math.max(0, text.indexOf(value))
  const span = { start, end: start + value.length, sentence: hit.sentence }
  if (turn.negated(span)) found.deny('kafka.cluster', span, value)
  else found.say('kafka.cluster', value, span)
  turn.mask(span)
}
