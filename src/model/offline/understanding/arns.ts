import { parseArn } from '../../../spec/arn.js'
import { askAbout, isValid } from './check.js'
import type { Context } from './context.js'
import type { Findings } from './findings.js'
import { sayBucket } from './buckets.js'
import type { Hit, Turn } from './turn.js'
import type { Span } from './types.js'

const ARN =
  /arn:(?:aws|aws-cn|aws-us-gov):[a-z0-9-]{1,40}:[a-z0-9-]{0,30}:(?:\d{1,20}|aws)?:[A-Za-z0-9_+=,.@:*-][A-Za-z0-9/_+=.@:*-]{0,300}/dgi
const URI = /s3[an]?:\/\/(?<bucket>[^\s/,;"'`)\u2e80-\uffff]{1,80})(?<key>\/[^\s,;"'`)\u2e80-\uffff]{0,250})?/dgi

/** ARNs and `s3://` addresses: each fills its own field, and tells the region and the account. */
export function findArns(turn: Turn, found: Findings, context: Context): void {
  for (const hit of turn.hits(ARN)) {
    const value = hit.text.replace(/[.,:;]+$/, '')
    const span = { start: hit.start, end: hit.start + value.length }
    if (turn.negated(hit)) found.cover(span)
    else understandArn(turn, found, context, hit, value, span)
    turn.mask(span)
  }
  for (const hit of turn.hits(URI)) {
    const span = trimmed(hit)
    const { prefix } = keyPrefix(hit.group('key'))
    if (turn.negated(hit)) {
      found.deny('intent.bucket', span, hit.group('bucket'))
    } else
      sayBucket(turn, found, context, {
        ...span,
        sentence: hit.sentence,
        value: hit.group('bucket').replace(/[.,:;]+$/, ''),
        prefix,
      })
    turn.mask(span)
  }
}

function trimmed(hit: Hit): Span {
  return { start: hit.start, end: hit.start + hit.text.replace(/[.,:;!?]+$/, '').length }
}

function keyPrefix(key: string): { prefix?: string } {
  const prefix = key
    .replace(/[.,:;!?]+$/, '')
    .replace(/^\/+|\/?\*+$|\/+$/g, '')
    .replace(/\/+$/, '')
  return prefix === '' ? {} : { prefix }
}

function understandArn(turn: Turn, found: Findings, context: Context, hit: Hit, value: string, span: Span): void {
  const service = value.split(':')[2]?.toLowerCase()
  const clause = turn.clauseText(hit)
  if (service === 's3') {
    const [bucket = '', ...rest] = (value.split(':::')[1] ?? '').split('/')
    const { prefix } = keyPrefix(`/${rest.join('/')}`)
    return sayBucket(turn, found, context, {
      ...span,
      sentence: hit.sentence,
      value: bucket,
      ...(prefix !== undefined && { prefix }),
    })
  }
  const path = pathOf(service, value, clause)
  if (path === undefined) {
    found.askOther(
      `No field takes ${value.slice(0, 80)}: what is it for?`,
      'kafka: { cluster: arn:aws:kafka:us-east-1:123456789012:cluster/orders-prod/… }',
    )
    return
  }
  if (!isValid(path, value)) {
    found.ask(askAbout(path, value))
    return
  }
  found.say(path, value, span)
  const parts = parseArn(value)
  if (parts && parts.region !== '')
    found.say('region', parts.region, pieceOf(span, value, parts.region), { weak: true })
  if (parts && /^\d{12}$/.test(parts.account))
    found.say('account', parts.account, pieceOf(span, value, parts.account), { weak: true })
}

function pathOf(service: string | undefined, value: string, clause: string): string | undefined {
  switch (service) {
    case 'kafka':
      return 'kafka.cluster'
    case 'acm':
      return 'network.certificateArn'
    case 'secretsmanager':
      return 'kafka.secretArn'
    case 'kms':
      return 'platform.kmsKeyArn'
    case 'iam':
      return /:policy\//.test(value) || /boundary|边界/.test(clause) ? 'platform.permissionsBoundary' : undefined
    default:
      return undefined
  }
}

function pieceOf(span: Span, value: string, piece: string): Span {
  const start = span.start + value.indexOf(piece)
  return { start, end: start + piece.length }
}
