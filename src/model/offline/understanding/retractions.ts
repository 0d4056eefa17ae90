import type { Context } from './context.js'
import type { Findings } from './findings.js'
import type { Turn } from './turn.js'

const NOUNS: readonly (readonly [string, string])[] = [
  ['network.certificateArn', String.raw`\b(?:acm )?certificate\b|\bcert\b|证书`],
  ['network.domainName', String.raw`\b(?:custom )?domain(?: name)?\b|域名`],
  ['observability.alarmEmail', String.raw`\b(?:alarm|alert)s?(?: e-?mails?)?\b|告警|报警`],
  [
    'observability.logRetentionDays',
    String.raw`\blogs? retention\b|\bretention of (?:the )?logs\b|日志(?:的)?保留(?:时间|期|天数)?`,
  ],
  ['network.loadBalancerSubnetIds', String.raw`\bload balancer subnets?\b`],
  ['network.taskSubnetIds', String.raw`\btask subnets?\b`],
  ['network.vpcId', String.raw`\bvpc\b(?! endpoint)`],
  ['kafka.secretArn', String.raw`\bsecret\b|密钥`],
  ['platform.kmsKeyArn', String.raw`\bkms(?: key)?\b`],
  ['platform.permissionsBoundary', String.raw`\bpermissions? boundary\b|权限边界`],
  ['platform.imageMirror', String.raw`\bmirror\b`],
  ['collector.corsOrigins', String.raw`\bcors(?: origins?)?\b|跨域`],
  ['intent.peakFactor', String.raw`\bpeak factor\b`],
  ['tags', String.raw`\btags\b|标签`],
  ['account', String.raw`\baccount(?: id)?\b`],
  ['backup', String.raw`\b(?:separate |extra )?back-?up bucket\b|备份桶`],
]

/** "forget the certificate": a field that is named without a value, and not wanted any more. */
export function findRetractions(turn: Turn, found: Findings, context: Context): void {
  for (const [path, source] of NOUNS) {
    const known = context.draft.statements.filter(
      (statement) => statement.path === path || statement.path.startsWith(`${path}.`),
    )
    if (known.length === 0 || found.has(path)) continue
    for (const hit of turn.hits(new RegExp(source, 'dgi'))) {
      if (turn.negated(hit)) for (const statement of known) found.deny(statement.path, hit)
    }
  }
}
