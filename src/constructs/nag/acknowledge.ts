import { Stack, Validations } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'

/** Records why one cdk-nag rule does not apply below `scope`; the whole rule id is needed, a prefix covers nothing. */
export function acknowledge(scope: IConstruct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id, reason })
}

/** Records why the roles below `scope` may name a resource with a wildcard; `resource` is the ARN of the statement, tokens included. */
export function acknowledgeWildcard(scope: IConstruct, resource: string, reason: string): void {
  acknowledge(scope, `AwsSolutions-IAM5[Resource::${findingText(Stack.of(scope).resolve(resource))}]`, reason)
}

/** How cdk-nag 3 writes a resource into a finding: references in angle brackets, joins joined, everything else as JSON. */
function findingText(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>')
  if (isIntrinsic(value, 'Fn::Join')) {
    const [delimiter, items] = value['Fn::Join'] as [string, unknown[]]
    return items.map(findingText).join(delimiter)
  }
  if (isIntrinsic(value, 'Fn::Sub')) return findingText(value['Fn::Sub'])
  if (isIntrinsic(value, 'Fn::GetAtt')) return `<${(value['Fn::GetAtt'] as unknown[]).map(findingText).join('.')}>`
  if (isIntrinsic(value, 'Ref')) return `<${findingText(value.Ref)}>`
  return JSON.stringify(value)
}

function isIntrinsic<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value
}
