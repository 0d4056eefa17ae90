import { widened } from './compute.js'
import type { Findings } from './findings.js'
import { bare, isMeant, MEDIUM, STRONG, VALUE } from './names.js'
import type { Hit, Turn } from './turn.js'

const ECR =
  /(?<registry>\d{12}\.dkr\.ecr\.[a-z0-9-]{4,20}\.amazonaws\.com(?:\.cn)?)(?<repo>\/[a-z0-9._/-]{1,200})?(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?/dgi
const REPOSITORY = new RegExp(
  `(?:\\becr(?: repo(?:sitory)?)?|\\brepo(?:sitory)?|镜像(?:仓)?库?|仓库)(?:\\s+name)?(?:${STRONG}|${MEDIUM}|\\s+)${VALUE}`,
  'dgi',
)
const IMAGE_TAG = new RegExp(
  `(?<![\\w-])(?:image )?(?:tag(?!ged|s|ging)|version|标签|版本)(?:${STRONG}|${MEDIUM}|\\s+)["'\`]?(?<value>v?[A-Za-z0-9_][A-Za-z0-9._-]{0,127})["'\`]?`,
  'dgi',
)
const NAMED: readonly (readonly [string, RegExp])[] = [
  [
    'platform.rolePrefix',
    new RegExp(
      `(?:\\b(?:iam )?role(?:s)?(?: name)?s? prefix|prefix (?:for )?(?:all |every |the |iam )*roles?(?: names?)?(?: with)?|rolePrefix|角色(?:名)?前缀)(?:${STRONG}|${MEDIUM}|\\s+)${VALUE}`,
      'dgi',
    ),
  ],
  [
    'platform.bootstrapQualifier',
    new RegExp(
      `(?:\\b(?:cdk )?(?:bootstrap )?qualifier|bootstrapQualifier|引导限定符|限定符)(?:${STRONG}|${MEDIUM}|\\s+)${VALUE}`,
      'dgi',
    ),
  ],
  [
    'platform.ecsCluster',
    new RegExp(`(?:\\becs (?:cluster|集群)|ecsCluster)(?:\\s+name)?(?:${STRONG}|${MEDIUM}|\\s+)${VALUE}`, 'dgi'),
  ],
  [
    'platform.imageMirror',
    new RegExp(
      `(?:\\b(?:image|registry|docker|container|base image)s? mirror|\\bmirror (?:for|of) (?:the )?(?:base )?images|imageMirror|镜像(?:代理|加速)(?:地址)?|镜像源)(?:\\s+(?:at|in|from))?(?:${STRONG}|${MEDIUM}|\\s+)(?:at )?${VALUE}`,
      'dgi',
    ),
  ],
]
const ENDPOINTS = /(?<what>\bvpc endpoints?\b|\bprivatelink\b|vpc ?终端节点|vpc ?端点)/dgi
const GROUP_RULES =
  /(?<verb>\b(?:(?:may|can|could|should|allowed to|let \w+|please|ok(?:ay)? to|fine to|must|not|n't|never)\s+(?:you |it |us |the tool |we )?)*(?:add|change|manage|edit|modify|touch|update|alter|open)\w*)\s+(?:(?:rules?|ingress|entries)\s+(?:to|in|on)\s+)?(?:the |our |kafka's |msk )*(?:(?:kafka |msk )?cluster(?:'s)? (?:own )?|broker(?:s|'s|s')? |its |kafka |msk )?security[- ]groups?(?: rules?)?(?: of the (?:msk |kafka )?cluster)?|manageSecurityGroupRules\s*[:=]?\s*(?<literal>true|false)|(?<chinese>(?:不(?:要|能|可以?|允许|许)|别|可以|允许|能|请)\S{0,4}(?:改动?|修改|动|加|管理)\S{0,6}(?:集群|kafka|msk)?\S{0,4}安全组\S{0,3})/dgi
const TOPIC_TOOL =
  /\b(?:topics?|主题)[^.;\n。]{0,40}?(?<by>\b(?:by|with|via|through|in|using|over)\b|:|=|用|由|通过)\s*(?:the |aws )?(?<cfn>cloud ?formation|cfn)|(?<cfn2>cloud ?formation)[^.;\n。]{0,30}?(?:topics?|主题)|(?:topics?|主题)[^.;\n。]{0,40}?(?:\b(?:by|with|via|through|using|over)\b|:|=|用|由|通过)\s*(?:the |your |our |clickstream )*(?<tool>tool\b|kafka(?:'s)? (?:admin )?(?:protocol|api)|cli\b|工具|kafka\s*协议)|topic ?management\s*(?:is|:|=|to|by|with)*\s*(?<key>cloud ?formation|tool)/dgi

/** Landing zones, images, and who makes the topics. */
export function findPlatform(turn: Turn, found: Findings): void {
  for (const [path, pattern] of NAMED) {
    for (const hit of turn.hits(pattern)) {
      if (turn.negated(hit) || !isNamed(turn, path, hit)) continue
      takeNamed(turn, found, path, hit)
    }
  }
  findImages(turn, found)
  for (const hit of turn.hits(ENDPOINTS)) {
    if (
      /\b(?:already|existing|we have|there are|have our)\b|已有|已经有/i.test(turn.clauseText(hit)) &&
      !turn.negated(hit)
    ) {
      found.say('platform.vpcEndpoints', false, { start: hit.start, end: hit.end })
      continue
    }
    const negation = turn.negation(hit)
    found.say('platform.vpcEndpoints', negation === undefined, negation ? widened(turn, hit) : hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(GROUP_RULES)) {
    const no =
      hit.group('literal') === 'false' || /\b(?:not|n't|never)\b|n't |^(?:不|别)/i.test(hit.text) || turn.negated(hit)
    found.say('kafka.manageSecurityGroupRules', !no, no ? widened(turn, hit) : hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(TOPIC_TOOL)) {
    const cloudFormation = hit.has('cfn') || hit.has('cfn2') || /cloud/i.test(hit.group('key'))
    const no = turn.negated(hit.has('cfn') ? { ...hit.span('cfn'), sentence: hit.sentence } : hit)
    found.say('topicManagement', cloudFormation !== no ? 'cloudformation' : 'tool', hit)
    turn.mask(hit)
  }
}

function isNamed(turn: Turn, path: string, hit: Hit): boolean {
  const rest = turn.after(hit.span('value'), 20)
  if (
    path === 'platform.ecsCluster' &&
    /^[a-z]{3,}$/i.test(hit.group('value').replace(/[.,;]$/, '')) &&
    /[.,;]$|^\s*(?:$|[.,;\n])/.test(hit.group('value') + rest)
  )
    return true
  return isMeant(hit.group('value'), path === 'platform.ecsCluster' ? 'medium' : 'strong', rest)
}

function takeNamed(turn: Turn, found: Findings, path: string, hit: Hit): void {
  const text = hit.group('value')
  const value = path === 'platform.rolePrefix' ? text.replace(/^["'`]|["'`]$/g, '').replace(/[.,;]+$/, '') : bare(text)
  const start = hit.span('value').start + text.indexOf(value)
  found.say(path, value, { start, end: start + value.length })
  turn.mask(hit)
}

function findImages(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(ECR)) {
    const repository = hit.group('repo').replace(/^\/|[/.]+$/g, '')
    if (/mirror|镜像源|镜像代理/i.test(turn.clauseText(hit))) {
      const end = hit.start + hit.text.replace(/[.:/]+$/, '').length
      found.say('platform.imageMirror', turn.whole.slice(hit.start, end), { start: hit.start, end })
    } else if (repository !== '') {
      found.say('images.source', 'ecr', hit)
      found.say('images.repository', repository, {
        start: hit.span('repo').start + 1,
        end: hit.span('repo').start + 1 + repository.length,
      })
      if (hit.has('tag')) found.say('images.tag', hit.group('tag').replace(/\.$/, ''), hit.span('tag'))
    }
    turn.mask(hit)
  }
  if (!/\b(?:ecr|images?|repositor\w+|container registry)\b|镜像/i.test(turn.text)) return
  for (const hit of turn.hits(REPOSITORY)) {
    const value = bare(hit.group('value'))
    if (
      turn.negated(hit) ||
      !/\becr\b|image|镜像/i.test(turn.whole.slice(hit.sentence.start, hit.sentence.end)) ||
      !isMeant(hit.group('value'), 'medium', turn.after(hit, 20))
    )
      continue
    const [repository = '', tag] = value.split(':')
    const start = hit.span('value').start + hit.group('value').indexOf(repository)
    found.say('images.source', 'ecr', hit)
    found.say('images.repository', repository, { start, end: start + repository.length })
    if (tag !== undefined && tag !== '')
      found.say('images.tag', tag, { start: start + repository.length + 1, end: start + value.length })
    turn.mask(hit)
  }
  if (!found.has('images.repository')) return
  for (const hit of turn.hits(IMAGE_TAG)) {
    if (found.has('images.tag') || /^(?:is|with|and|everything|all|the)$/i.test(hit.group('value'))) continue
    found.say('images.tag', hit.group('value').replace(/[.]+$/, ''), hit.span('value'))
    turn.mask(hit)
  }
}
