import { widened } from './compute.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import type { Hit, Turn } from './turn.js'

const VPC = /(?<![\w-])vpc-(?:[0-9a-z]{4,40}|[a-z]{0,2}\d[0-9a-z]{0,2})(?![\w-])/dgi
const SUBNET = /(?<![\w-])subnet-(?!ids?(?![\w-]))[0-9a-z]{2,40}(?![\w-])/dgi
const TASKS =
  /\b(?:tasks?|private|collectors?|ecs|fargate|workers?|containers?|app(?:lication)?|compute|tasksubnetids)\b|任务|私有|采集|容器/gi
const BALANCER = /\b(?:load[ -]?balancers?|lb|nlb|alb|public|loadbalancersubnetids|elb)\b|负载均衡(?:器)?|公有|公共/gi
const INTERNET =
  /(?<=^\s*(?:[-*•+]\s*|\d{1,2}[.)]\s*)?|[,;，；、]\s*)(?:public|internet|internet-facing)(?=\s*(?:[,;.，；。、]|$|\n))|\b(?:internet[- ]facing|(?:publicly|public)(?:ly)? (?:reachable|accessible|available|exposed|facing|endpoint|load balancer|nlb|alb|access|internet|traffic|api|url)|public[- ]facing|(?:open|exposed?|reachable|accessible|available|face|facing|visible|comes?|traffic|requests|events|calls)(?: \w+){0,2} (?:to|from|on|over|via|by) (?:the )?(?:public )?internet|from the (?:open |public )?internet|exposure\s*(?:is|:|=|to)*\s*(?:internet|public)|on the public internet|(?:make|keep|must be|should be|is|be|it's|it’s) (?:it |this |the endpoint |the collector )?(?:public|internet-facing)\b(?!\s+(?:subnet|data|information|knowledge|compan|holiday|sector)))|公网(?:可?访问|暴露|开放|入口|可达)?|外网|对外(?:开放|暴露|提供|服务)?|面向互联网|互联网(?:可访问|访问)?|公开访问/dgi
const INTERNAL =
  /(?<=^\s*(?:[-*•+]\s*|\d{1,2}[.)]\s*)?|[,;，；、]\s*)(?:internal|private)(?=\s*(?:[,;.，；。、]|$|\n))|\b(?:internal(?:ly)?[- ](?:only|facing|load balancer|nlb|alb|endpoint|network|access|use only|reachable|accessible)|internal only|only internal(?:ly)?|(?:make|keep|must be|should be|is|stays?|be|it) (?:it |this |the (?:endpoint|collector|load balancer|nlb|alb) )?(?:strictly |purely |fully )?(?:internal|private)\b(?! subnets?)|private (?:endpoint|load balancer|nlb|alb|access|network only|only)|(?:only|just) (?:reachable |accessible )?(?:from )?(?:inside|within) (?:the |our )?(?:vpc|network|company|corporate\w*)|exposure\s*(?:is|:|=|to)*\s*(?:internal|private)|not (?:be )?(?:public(?:ly)?|internet[- ]facing|reachable from (?:the )?internet|exposed(?: to the internet| publicly)?|open to the internet|accessible from (?:the )?internet)(?: \w+)?|no (?:public|internet) (?:access|exposure|endpoint|ip)|vpc[- ]only|inside (?:the|our) vpc only)|(?:仅|只|只能|仅限)?(?:在)?(?:内网|内部|私网|vpc\s*内)(?:部?(?:访问|使用|可达|可访问|用|可见))?|不(?:要|能|可以?|对)?(?:暴露|开放|面向|走)?(?:到|给|在)?(?:公网|外网|互联网|外)(?:开放|暴露|访问)?/dgi
const DOMAIN =
  /(?<![\w@./:-])(?<domain>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,24})(?![\w@-]|\.\w|\/\/)/dgi
const DOMAIN_CUE =
  /\b(?:domain(?: ?name)?|host ?name|dns|endpoint|served? (?:at|on|under|from)|reachable (?:at|under|via)|available (?:at|under)|collect at|listen(?:s|ing)? (?:at|on)|behind|url|subdomain|at|on|under|to|as|via)\b|域名|主机名|地址/i
const FILE_ENDING =
  /\.(?:json|js|ts|ya?ml|md|txt|csv|parquet|html?|xml|lua|conf|py|sh|zip|jar|log|large|xlarge|micro|small|medium|id|amount|action)$|^(?:e\.g|i\.e|nginx|node\.js|kafka\.)|amazonaws\.com(?:\.cn)?$|^(?:data|meta|user|event|min|json|context|payload|properties|page)\./i

/** VPC, subnets, certificate's domain and whether the endpoint faces the internet. */
export function findNetwork(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(VPC)) {
    if (turn.negated(hit)) found.deny('network.vpcId', hit, hit.text)
    else found.say('network.vpcId', hit.text.toLowerCase(), hit)
    turn.mask(hit)
  }
  findSubnets(turn, found, context)
  findExposure(turn, found)
  findDomain(turn, found, context)
}

function findSubnets(turn: Turn, found: Findings, context: Context): void {
  let last: string | undefined
  for (const hit of turn.hits(SUBNET)) {
    const path =
      subnetPath(turn, hit) ??
      last ??
      (context.asks('network.loadBalancerSubnetIds') && !context.asks('network.taskSubnetIds')
        ? 'network.loadBalancerSubnetIds'
        : 'network.taskSubnetIds')
    last = path
    for (const one of path === 'both' ? ['network.taskSubnetIds', 'network.loadBalancerSubnetIds'] : [path]) {
      if (turn.negated(hit)) found.deny(one, hit, hit.text)
      else found.collect(one, hit.text.toLowerCase(), hit)
    }
    turn.mask(hit)
  }
}

/** Whose subnet it is: what was named last before it, else (for "a and b for the tasks") what follows the list. */
function subnetPath(turn: Turn, hit: Hit): string | undefined {
  const before = turn.whole.slice(hit.sentence.start, hit.start)
  const after =
    /^[\s,、和与及]*(?:(?:and|&)?[\s,]*subnet-[0-9a-z]+[\s,、和与及]*){0,6}\s*(?:\(\s*(?:for )?|(?:(?:are|is)\s+)?(?:for|as|hold|run|用于|给|放|是))\s*([^,.;，。)\n]{0,40})/i.exec(
      turn.after(hit, 260),
    )?.[1]
  if (after !== undefined && (new RegExp(TASKS, 'i').test(after) || new RegExp(BALANCER, 'i').test(after)))
    return side(after, true)
  const here = side(before, false)
  if (here !== undefined) return here
  return hit.sentence.heading === '' ? undefined : side(hit.sentence.heading, false)
}

function side(text: string, first: boolean): string | undefined {
  const tasks = [...text.matchAll(TASKS)].map((match) => match.index)
  const balancers = [...text.matchAll(BALANCER)].map((match) => match.index)
  if (tasks.length === 0 && balancers.length === 0) return undefined
  if (tasks.length > 0 && balancers.length > 0 && /\bboth\b|共用|都|and (?:the )?load/i.test(text)) return 'both'
  const taskAt = first ? Math.min(...tasks, Infinity) : Math.max(...tasks, -1)
  const balancerAt = first ? Math.min(...balancers, Infinity) : Math.max(...balancers, -1)
  return (first ? taskAt < balancerAt : taskAt > balancerAt) ? 'network.taskSubnetIds' : 'network.loadBalancerSubnetIds'
}

function findExposure(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(INTERNAL)) {
    if (
      /subnet|子网|bucket|桶|link/i.test(turn.after(hit, 10)) ||
      (/^(?:内部|内网)$/.test(hit.text) && /^(?:系统|团队|工具|数据|分析|流量|测试)/.test(turn.after(hit, 4)))
    )
      continue
    if (/\b(?:bucket|repo\w*|data|key|link|cluster)\b/i.test(turn.clauseText(hit)) && /private/i.test(hit.text))
      continue
    found.say('network.exposure', turn.negated(hit) && !/^(?:no|not|不)/i.test(hit.text) ? 'internet' : 'internal', hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(INTERNET)) {
    const negation = turn.negation(hit)
    if (/subnet|子网|bucket|桶/i.test(turn.after(hit, 10))) continue
    if (negation === 'replaced') found.cover(hit)
    else found.say('network.exposure', negation ? 'internal' : 'internet', negation ? widened(turn, hit) : hit)
    turn.mask(hit)
  }
}

function findDomain(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(DOMAIN)) {
    const domain = hit.group('domain')
    if (FILE_ENDING.test(domain) || /\d$/.test(domain)) continue
    const clause = turn.clauseText(hit)
    const cue = DOMAIN_CUE.exec(turn.before(hit, 30).replace(/^.*[,;，。\n]/s, ''))?.[0]
    if (
      /\bcors\b|\borigins?\b|跨域|来源|our (?:web)?(?:site|shop|store)\b|\bwebsite\b|allow/i.test(clause) &&
      !/domain ?name|域名/i.test(clause)
    )
      continue
    if (!cue && !/domain|host ?name|域名|endpoint/i.test(clause) && !context.asks('network.domainName')) continue
    if (turn.negated(hit)) found.deny('network.domainName', hit, domain)
    else found.say('network.domainName', domain.toLowerCase(), hit)
    turn.mask(hit)
  }
}
