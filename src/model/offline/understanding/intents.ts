import type { Intent } from './types.js'
import type { Turn } from './turn.js'

const PATTERNS: readonly (readonly [Intent, RegExp])[] = [
  [
    'greet',
    /^\s*(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|howdy)\b|^\s*(?:你好|您好|嗨|哈喽|大家好|早上好|下午好)/i,
  ],
  [
    'deploy',
    /\b(?:deploy|set ?up|build|create|launch|roll ?out|spin up|provision|install|generate)\b|部署|搭建|建一?套|上线|创建|构建|搭一?套|生成/i,
  ],
  [
    'explain',
    /\b(?:explain|describe|what is|what's|how does|how do|tell me (?:about|more)|architecture|overview|walk me through|introduc\w+)\b|解释|介绍|说明一?下|讲讲|讲解|架构|什么是|是什么|怎么工作|原理/i,
  ],
  [
    'compare',
    /\b(?:compare|comparison|differences?|versus|vs\.?|pros and cons|trade-?offs?|choose between|choosing between|lua or (?:nginx[ +-]*)?vector|vector or (?:nginx[ +-]*)?lua)\b|比较|对比|区别|差别|差异|优缺点|有什么不同|还是\s*(?:nginx)?\s*[+-]?\s*(?:lua|vector)/i,
  ],
  [
    'recommend',
    /\b(?:recommend\w*|which (?:one |solution |option |of them |of the two )?(?:is |should|would|do you|fits|suits|to )|what (?:do|would) you (?:suggest|recommend|advise)|should (?:i|we) (?:use|choose|pick|take|go)|help me (?:choose|decide|pick)|advise|suggest|your (?:advice|call|choice)|you (?:choose|decide|pick))\b|推荐|建议|该用哪|选哪|哪个(?:好|更|合适)|哪种(?:好|更|合适)|帮我选|你(?:来)?(?:定|选|决定)/i,
  ],
  [
    'cost',
    /(?<![\w-])(?:costs?(?![\w-])|price|prices|pricing|how much(?! (?:traffic|data|load|memory))|expensive|cheap\w*|budget|monthly bill|bill|estimate)\b|多少钱|费用|成本|价格|花费|预算|贵|便宜|账单/i,
  ],
  ['why', /(?:^|[.,!?\s])why\b|\bhow come\b|\bwhat(?:'s| is) the reason\b|\/why\b|为什么|为何|为啥|什么原因/i],
  [
    'show',
    /\b(?:show|print|display|list|see|view)\b.{0,30}\b(?:plan|spec|yaml|config\w*|settings|so far|summary|what you have|everything)\b|^\s*\/?(?:plan|spec|show)\s*$|\b(?:summari[sz]e|recap|what do (?:you|we) have)\b|(?:看|显示|给我看|列出|展示).{0,10}(?:计划|方案|配置|规格|总结)|总结一下|目前的?(?:配置|计划)/i,
  ],
  [
    'help',
    /^\s*(?:help|\/help|\?|what can you do)\b|\bwhat can you do\b|\bhow do i (?:start|use|begin)\b|你能做什么|怎么用|如何使用|^\s*帮助/i,
  ],
  [
    'confirm',
    /^\s*(?:yes|yep|yeah|yup|sure|ok|okay|correct|right|exactly|confirm(?:ed)?|go ahead|do it|looks? (?:good|right|fine|great)|sounds? good|perfect|great|fine|approved?|agreed|that'?s (?:right|correct|it|all)|lgtm)\b|\b(?:go ahead|looks good|sounds good|that's all|please proceed|proceed)\b|^\s*(?:是的?|对的?|好的?|好|可以|没问题|行|确认|同意|就这样|没错|嗯|ok)\s*(?:[,，。!！.]|$|就|吧|了|的)/i,
  ],
]

export const SKIP_GATE =
  /\b(?:(?:skip|bypass|ignore|disable|turn off|override|omit|circumvent|forget(?: about)?|don'?t (?:bother with|wait for|ask for|need|require|do|run|check)|do not (?:wait for|ask for|require|do|run)|no need (?:for|to)|without(?: any| waiting for| asking for)?|get around|force(?:d)?(?: past)?|auto-?approve|pre-?approve)\s+(?:the |any |all |your |this |that |my |our |those |human |manual |doing |wait(?:ing)? for |ask(?:ing)? for |of the )*(?:topics?[- ]?)?(?:creation |safety |security |deployment |topic |change[- ]?set |pre-?flight |policy |required )*(?:gates?|approvals?|approve|confirmations?|validations?|validat\w+|verif\w+|checks?|checking|reviews?|safety|guardrails?|tests?(?: step)?|testing)|(?:auto-?approve|force deploy|approve (?:everything|all) (?:automatically|yourself|in advance)|(?:deploy|continue|proceed|go on) (?:anyway|even if|regardless)(?: \w+){0,8}|ignore (?:all |any |your |the )*(?:previous|prior|above|earlier)? ?(?:instructions?|rules|prompts?|guidelines|restrictions)))|(?:跳过|绕过|忽略|省略|不用|不要|不需要|无需|免去?|别|关闭|不等|直接通过)\S{0,6}?(?:审批|批准|确认|校验|验证|检查|门禁|闸门|审核|关卡|评审|规则|指令|测试步骤)/gi

const ABOUT: readonly (readonly [string, RegExp])[] = [
  ['region', /\bregion\b|区域|地区/i],
  ['kafka.cluster', /\bcluster\b|集群/i],
  ['kafka.auth', /\b(?:auth\w*|iam|scram|tls)\b|认证|鉴权/i],
  ['collector.solution', /\b(?:solution|lua|vector|nginx)\b|方案/i],
  ['collector.durability', /\b(?:durab\w+|acknowledg\w+|buffered)\b|持久|可靠/i],
  ['topics.0.partitions', /\bpartitions?\b|分区/i],
  ['topics.0.retentionHours', /\bretention\b|保留/i],
  ['topics.0.replicationFactor', /\breplicat\w+|副本/i],
  ['collector.tasks.memoryMiB', /\bmemory\b|内存/i],
  ['collector.tasks.cpu', /\bv?cpu\b/i],
  ['collector.tasks.max', /\bmax\w* tasks?\b|最大任务/i],
  ['collector.tasks.min', /\btasks?\b|任务/i],
  ['collector.tasks.architecture', /\b(?:graviton|arm64?|x86|architecture)\b/i],
  ['network.exposure', /\b(?:expos\w+|internet|internal|public|private)\b|公网|内网/i],
  ['collector.load.peakEventsPerSecond', /\b(?:load|peak|events? per second)\b|峰值|负载/i],
  ['sinks.0.flushSeconds', /\bflush\w*\b/i],
  ['sinks.1.commitSeconds', /\bcommit\w*\b|提交/i],
  ['sinks.1.table', /\btable\b|表/i],
  ['sinks.1.database', /\bdatabase\b|数据库/i],
  ['sinks.0.bucket', /\bbucket\b|桶/i],
]

/** What the turn asks for beside what it `wants` of this machine; a question in it counts, and so does what it only mentions. */
export function findIntents(turn: Turn, wants: readonly Intent[] = []): Intent[] {
  const intents = [...PATTERNS.filter(([, pattern]) => pattern.test(turn.whole)).map(([intent]) => intent), ...wants]
  if (new RegExp(SKIP_GATE, 'i').test(turn.whole)) intents.push('skip-gate')
  // "why did the connector fail", "what is the last event": about what runs here, neither about a field nor about the solution.
  if (wants.includes('diagnose') || wants.includes('events')) {
    return intents.filter((intent) => intent !== 'why' && intent !== 'explain')
  }
  return intents.includes('why') ? intents.filter((intent) => intent !== 'explain' && intent !== 'deploy') : intents
}

/** The path that a "why" is about: named as it is written in the spec, or by its common word. */
export function findAbout(turn: Turn): string | undefined {
  const path =
    /\b(?:region|name|account|kafka|collector|network|topics|sinks|backup|images|platform|observability|tags|topicManagement)(?:\.[A-Za-z0-9_]+)*\b/.exec(
      turn.whole,
    )?.[0]
  if (path !== undefined && path.includes('.')) return path
  const asked = turn.whole.slice(Math.max(0, turn.whole.search(/why|how come|reason|为什么|为何|为啥|什么原因/i)))
  return ABOUT.find(([, pattern]) => pattern.test(asked))?.[0]
}
