import { questionForRefusal } from '../../../spec/draft-questions.js'
import { scramAlone } from '../../../spec/rules/auth.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { bothKinds } from './sink-kinds.js'
import type { Turn } from './turn.js'

const SCRAM = String.raw`(?:sasl[ /_-]*)?scram(?:[- ]?sha[- ]?(?:512|256))?`
const OFFERS =
  '(?:has|have|offers?|supports?|allows?|accepts?|speaks|knows|enables|takes|uses|runs|does|is set up (?:with|for)|comes with)'
const ONLY = '(?:only|just|solely|exclusively|nothing but)'
/** What the cluster offers, not what the collectors are to use of it. */
const ALONE = new RegExp(
  [
    String.raw`\b(?:cluster|brokers?|msk)\b[^.;,\n]{0,24}?\b(?:${ONLY} ${OFFERS}|${OFFERS} ${ONLY})(?: sasl)?[ /]${SCRAM}(?![\w-])`,
    String.raw`\b(?:cluster|brokers?|msk)\b[^.;,\n]{0,24}?\b${OFFERS} ${SCRAM} (?:only|alone)\b`,
    String.raw`\bonly ${SCRAM}(?: auth\w*)? (?:is|was) (?:enabled|offered|on|available|allowed|supported|turned on|active|configured)\b`,
    String.raw`\b${SCRAM} is the only [^.;,\n]{0,40}\b(?:cluster|msk|brokers?|enabled|offered|supported)\b`,
    String.raw`集群[^,。;\n]{0,8}(?:只|仅仅?)(?:开启?|支持|启用|有|允许|配置?)了?\s*(?:sasl[ /]*)?${SCRAM}`,
  ].join('|'),
  'dgi',
)

/** "The cluster only has SCRAM enabled": MSK Connect cannot log in there, so connectors wait until IAM is enabled beside it. */
export function findOnlyScram(turn: Turn, found: Findings, context: Context): void {
  const [hit] = turn.hits(ALONE)
  if (!hit || turn.negated(hit) || bothKinds(found, context).length === 0) return
  found.ask({ ...questionForRefusal(scramAlone()), choices: ['iam'] })
}
