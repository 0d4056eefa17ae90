import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { SKIP_GATE } from './intents.js'
import { UNSUPPORTED } from './unsupported.js'
import { MASK } from './text.js'
import type { Turn } from './turn.js'
import type { Span } from './types.js'

const WANT =
  /^(?:\s*(?:[-*•]|\d{1,2}[.)])?\s*)(?:(?:and|but|so|then|also|please|finally|oh|next|additionally|furthermore|moreover|plus|we|i|you|it|the (?:system|collector|solution|pipeline|data|events)|they|everything|all (?:data|events))[\s,]+)*(?:also |please |just |should |must |want (?:it )?to |need (?:it )?to |has to |have to |would like (?:it )?to |to be able to |want |needs? |require[sd]? |support |add |enable |integrate |use |mirror |replicate |encrypt |compress |convert |export |forward |push |stream |sync |connect |hook |set up |configure |install |run )(?<rest>[^.!?。!?\n]{3,200})/i
const CHINESE_WANT =
  /^(?:\s*(?:[-*•]|\d{1,2}[.)])?\s*)(?:另外|还|同时|并且|而且|请|然后|最后|顺便|我们|系统|数据|,|，|\s)*(?:需要|要|必须|得|支持|加上?|启用|开启|接入|对接|同步到?|导出到?|加密|压缩|转发到?|集成|使用|用(?!户|于|来))(?<rest>[^。！？\n,，]{2,80})/
const WRITES =
  /\b(?:send|write|mirror|copy|push|forward|load|export|stream|publish|sync|replicate|store|put|land)\b|写|同步|发|推/i
const SMALL_TALK =
  /\b(?:that|this|it|them|those|these|one|help|thanks?|thank you|asap|soon|quick(?:ly)?|today|tomorrow|monday|tuesday|wednesday|thursday|friday|week(?:end)?|deadline|please|know|understand|think|see|hear|look|talk|discuss|meet|call|start|begin|proceed|go ahead|continue|finish|launch|hurry|sure|careful|happy|hope|love|like|try|question|budget|cheap|cost|simple|easy|reliable|stable|secure|scal\w+|production|best practices?|sensible|defaults?|everything|something|anything|advice|recommend\w*|deploy\w*|solution|clickstream|collect\w*|analy\w*|insights?|marketing|business|customers?|users?|visitors?|behavio\w*|product|company|team|project|boss|ceo|manager|shop|store|website|app|events?|traffic|data lake|pipeline|architecture|plan|template|cdk|yaml|spec|kafka|msk|s3|bucket|cluster|region|topics?|iceberg|json|json files?|nginx|lua|vector|ecs|fargate|tasks?|alarms?|dashboard|tags?|retention|partitions?|auth\w*|latency|throughput|performance|durab\w*)\b|谢|帮|麻烦|尽快|今天|明天|周[一二三四五六日]|开始|上线|简单|稳定|便宜|预算|老板|客户|用户|网站|数据湖|方案|部署|点击流|分析|集群|桶|主题|区域|地区|延迟|性能|默认|看|知道|了解/i

/** Words that set something to something else. */
const CHANGE =
  /\bre-?name\s+\S|\b(?:change|switch|replace|update|adjust|set(?! up))\s[^,;.\n]{1,60}?\s(?:to|with|by|into)\s+\S|\bmake\s+(?:it|that|them)\s+\S|\b(?:cluster|bucket|topic|table|database|prefix|name)\b[^,;.\n]{0,30}\bshould be\s+\S|(?:改名|重命名|更名|改成|改为|改到|改用|改叫|换成|换为|调整?(?:成|为|到)|变成)\s*\S|应该是\s*["'`]?[A-Za-z0-9]|(?<=(?:^|[,、])\s*(?:(?:另外|还|并且?|而且|同时|再|我们|客户)\s*)*)要求(?!不?[高低]|[是都也很])\s*\S/dgi
/** In a turn of which nothing at all was understood, the words for a change alone. */
const ANY_CHANGE = new RegExp(
  `${CHANGE.source}|\\b(?:rename|change|replace)\\b|\\binstead\\b|改(?!善|进|天|日|革)|换(?!算|句|行|言)|不对(?=\\s*(?:$|[,。!]))`,
  'dgi',
)
/** How a change is talked of without asking for one. */
const NO_CHANGE =
  /\bmake (?:it|that|them) (?:work|happen|so|simpler?|eas(?:y|ier)|quick(?:er)?|cheap(?:er)?|nice|good|great|clear(?:er)?|right|count|through|pretty|readable|safe|reliable|better|ready|to|up to)\b|\bshould be (?:all|it|enough|fine|good|ok|okay|great|right|correct|ready|able)\b|\b(?:might|may|could|can|will|would) (?:still )?(?:change|rename|switch|replace|update|adjust)\b|\b(?:no|any|nothing to|never|without) changes?\b|\bnothing \w+(?: to)? be\b|\b(?:show|explain|list|display|print)\b|随时(?:可以)?(?:改|换)|(?:不用|不要|别|不必|无需|没有?)\S{0,2}[改换]|(?:可以|可能|会|以后|再)\S{0,4}[改换]|要求[^,。]{0,8}(?:上线|完成|尽快|交付)/i

const INTERJECTION =
  /^(?:(?:h+m+|u+[hm]+|sorry|oops|well|wait|no|nope|yes|ok(?:ay)?|actually|and|so|right|then)\b|[\s,.!…])+$/i

/** What nobody understood: requirements outside the spec become one question; chit-chat, reasons and background do not. */
export function findLeftovers(turn: Turn, found: Findings, context: Context): void {
  for (const { pattern, text, example } of UNSUPPORTED) {
    for (const hit of turn.hits(pattern)) {
      if (found.isCovered(hit) || turn.negated(hit) || (!isSwapped(turn, hit) && isBackground(turn, hit))) continue
      if (
        /\b(?:our|my|the existing|an existing|我们的?)\s*$/i.test(turn.before(hit, 14)) &&
        !WRITES.test(turn.clauseText(hit))
      )
        continue
      found.askOther(text.replace('%', turn.quote(hit)), example)
      found.cover(hit)
    }
  }
  if (context.earlierTurns.length > 0) findUnreadChanges(turn, found)
  if (context.draft.questions.length > 0 && turn.whole.trim().length < 40) return
  for (const sentence of turn.sentences) {
    for (const clause of sentence.clauses) {
      const text = turn.text.slice(clause.start, clause.end)
      if (text.includes(MASK) || found.isCovered(clause) || new RegExp(SKIP_GATE, 'i').test(text)) continue
      const rest = (WANT.exec(text) ?? CHINESE_WANT.exec(text))?.groups?.['rest']
      if (
        rest === undefined ||
        SMALL_TALK.test(rest) ||
        INTERJECTION.test(rest) ||
        rest.trim().split(/\s+/).length > 14
      )
        continue
      found.askOther(
        `I do not understand "${turn.quote(clause).slice(0, 120)}", so it is not in the plan.`,
        'tags: { note: later }',
      )
    }
  }
}

/** A change that nobody understood is asked about: to go on as if it had not been said would be wrong silently. */
function findUnreadChanges(turn: Turn, found: Findings): void {
  const isUnread = found.isEmpty() && found.covered.length === 0 && !turn.text.includes(MASK)
  for (const hit of turn.hits(isUnread ? ANY_CHANGE : CHANGE)) {
    const clause = turn.clauseAt(hit.sentence, hit.start)
    if (
      turn.text.slice(clause.start, clause.end).includes(MASK) ||
      found.isCovered(clause) ||
      NO_CHANGE.test(turn.whole.slice(clause.start, clause.end)) ||
      turn.negated(hit) ||
      isBackground(turn, hit)
    )
      continue
    found.askOther(`What does "${turn.quote(clause).slice(0, 120)}" change? Please name the field and its new value.`)
    found.cover(clause)
  }
}

/** "Kinesis instead of Kafka", "replace Kafka with Kinesis": wanted in the place of a part. */
function isSwapped(turn: Turn, hit: Span): boolean {
  return (
    /^\s*(?:[\w-]+\s+){0,2}?(?:instead of|rather than|in place of)\b/i.test(turn.after(hit, 40)) ||
    /\b(?:replace|swap|substitute|exchange|switch|change|move)\s[^.;,\n]{1,40}?\b(?:with|by|for|to)\s+(?:amazon |aws |apache )?$/i.test(
      turn.before(hit, 70),
    )
  )
}

/** "we moved away from Redis", "today we use Kinesis": how things are, not what is wanted. */
function isBackground(
  turn: Turn,
  hit: {
    sentence: {
      start: number
      end: number
      clauses: readonly { start: number; end: number }[]
      index: number
      heading: string
    }
    start: number
    end: number
  },
): boolean {
  const clause = turn.clauseText(hit)
  return /\b(?:currently|today|at the moment|right now|so far|used to|until now|before|previously|moved? (?:away )?from|migrat\w+ (?:away )?from|coming from|replac\w+|instead of|legacy|old|our (?:team|company|data team|analysts?)|already|tired of|used by|later|some day|in (?:the )?future|next year|eventually|they|analysts?|because|since|for (?:our|other) (?:\w+ )?(?:apps?|services|workloads)|^\s*(?:[-*•]\s*)?(?:and |but )?we (?:also )?(?:use|run|have|had|love|hate)|query (?:it|them|the|this|that|with|from)|read (?:it|them|from|with|by)|consum\w+ (?:by|from|with)|downstream|we have|we've|familiar|is (?:too|very)|not supported|without)\b|目前|现在用|以前|之前|原来|将来|以后|迁移自|替代|下游|已经|查询|读取/i.test(
    clause,
  )
}
