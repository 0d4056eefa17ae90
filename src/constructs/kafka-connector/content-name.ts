import { createHash } from 'node:crypto'
import { Stack } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'

/**
 * A name that changes exactly when `content` does. CloudFormation makes a replacement before it deletes the old resource,
 * so a create-only property may only change together with the name.
 */
export function contentName(scope: IConstruct, base: string, content: unknown): string {
  const text = JSON.stringify(Stack.of(scope).resolve(content))
  return `${base}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}
