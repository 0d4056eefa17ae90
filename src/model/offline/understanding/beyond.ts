import { stringify } from 'yaml'
import type { Question } from '../../../spec/question.js'
import { segmentsOf } from '../../../spec/paths.js'
import type { Leaf } from '../../../spec/schema.js'
import type { Statement } from './types.js'

/**
 * Fields that the spec has and that a conversation rarely means exactly: what is read of them is shown as a line of YAML and stored once the
 * person says yes, or pastes the line.
 */
const BEYOND =
  /^(?:collector\.(?:limits|meta|trustedHops|maxBodyKiB|paths|routing\.(?:key|header))|images|topicManagement|kafka\.manageSecurityGroupRules|platform\.(?:rolePrefix|bootstrapQualifier|ecsCluster|vpcEndpoints|imageMirror))(?:\.|$)/

/** Whether a field is asked about before it is stored. */
export function isBeyond(path: string): boolean {
  return BEYOND.test(path)
}

/** The one question about such fields, with the line of YAML that each would be. */
export function questionBeyond(statements: readonly Statement[]): Question | undefined {
  if (statements.length === 0) return undefined
  const lines = statements
    .slice(0, 12)
    .map(({ path, value, quote }) => `"${quote.slice(0, 80)}" would be ${yamlLine(path, value)} in clickstream.yaml.`)
  return { path: 'other', text: `${lines.join(' ')} Shall this go in?`, choices: ['yes', 'no'] }
}

/** One leaf as a line of YAML: `collector: { limits: { perAddressPerSecond: 50 } }`. */
export function yamlLine(path: string, value: Leaf): string {
  const [root = '', ...rest] = segmentsOf(path)
  const inner = rest.reduceRight<unknown>((below, segment) => ({ [segment]: below }), value)
  return `${root}: ${stringify(inner, { collectionStyle: 'flow', lineWidth: 0 }).trim()}`
}
