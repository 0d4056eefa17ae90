import type { Turn } from './turn.js'
import type { Span } from './types.js'

const THING = String.raw`(?:s3 |kafka |msk |msk connect |kafka connect )?(?:sinks?|connectors?)(?![\w-])`
/** What may follow: anything else is about some sinks ("no sinks for clicks") or about something of theirs ("no connector workers"). */
const END = String.raw`(?=\s*(?:$|[,;.!)，。；、]|(?:and|or|nor|please|thanks|just|only|(?:(?:is|are) )?(?:needed|wanted|required)|for now|either)\b))`
const NONE = new RegExp(
  [
    String.raw`\b(?:no|without|zero|skip|not)(?: any| all| the| of the)* ${THING}(?: (?:at all|whatsoever))?${END}`,
    String.raw`\b(?:don'?t|do not|won'?t|never) (?:want|need|use|create|deploy|add|make|set up|run|plan)(?: to (?:have|use|run|deploy))?(?: any| all| the| of the)* ${THING}(?: (?:at all|whatsoever))?${END}`,
    String.raw`\b(?:drop|remove|skip|forget|leave out|get rid of) (?:all|both|every|any)(?: of)?(?: the| our)* ${THING}${END}`,
    String.raw`\b(?:sinks|connectors)(?: are| is)?\s*[:=]?\s*(?:none|\[\]|not (?:needed|wanted|required))(?![\w-])`,
    String.raw`(?:不要|不需要|不用|无需|不建|不部署|不配置|不使用|去掉|取消)(?:任何|所有|全部|一切)?的?(?:${THING}|连接器)(?=\s*(?:$|[,;.!)，。；、了吧]|和|或))`,
    String.raw`(?:(?:任何|所有|全部)的?(?:${THING}|连接器)|(?<![a-z])sinks?|连接器)(?:一个)?(?:都|全)?(?:不要|不需要|不用)`,
  ].join('|'),
  'dgi',
)
/** How things are, not what is wanted: "we have no connectors yet". */
const SO_FAR = /\b(?:have|has|had|are|is|was|were|there's|yet|currently|today|so far|at the moment)\b|目前|现在|还没/i

const NEEDED = /\b(?:is|are) (?:needed|wanted|required)\b/g

/** Where all sinks are declined at once, by the word for them; the collectors then only write to Kafka. */
export function findNoSinks(turn: Turn): Span | undefined {
  return turn
    .hits(NONE)
    .find((hit) => !/^(?:no|zero)\b/i.test(hit.text) || !SO_FAR.test(turn.clauseText(hit).replace(NEEDED, '')))
}
